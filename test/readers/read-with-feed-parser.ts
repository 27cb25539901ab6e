import { parseFeed } from '@rowanmanning/feed-parser'
import type { ParsedItem } from './read-feed.ts'

/** An RSS or Atom document's items as @rowanmanning/feed-parser reads them. */
export function xmlWithFeedParser(content: string): readonly ParsedItem[] {
  return parseFeed(content).items.map(item => ({
    id: item.id ?? undefined,
    title: item.title ?? undefined,
    link: item.url ?? undefined,
    published: item.published?.toISOString(),
    updated: item.updated?.toISOString(),
    authors: item.authors.map(author => author.name ?? ''),
    categories: item.categories.map(category => category.label ?? category.term),
    contentHtml: item.content ?? undefined,
  }))
}
