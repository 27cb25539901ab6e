import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { isoOf, type ParsedItem } from './read-feed.ts'

/** An RSS document's items as feedsmith reads them. */
export function rssWithFeedsmith(content: string): readonly ParsedItem[] {
  return (parseRssFeed(content).items ?? []).map(item => ({
    id: item.guid?.value,
    title: item.title,
    link: item.link,
    published: isoOf(item.pubDate),
    updated: isoOf(item.atom?.updated),
    authors: [...(item.authors ?? []).map(contactOf), ...(item.dc?.creators ?? [])],
    categories: (item.categories ?? []).map(category => category.name ?? ''),
    contentHtml: item.content?.encoded,
  }))
}

/** An Atom document's entries as feedsmith reads them. */
export function atomWithFeedsmith(content: string): readonly ParsedItem[] {
  return (parseAtomFeed(content).entries ?? []).map(entry => ({
    id: entry.id,
    title: entry.title?.value,
    link: entry.links?.find(link => (link.rel ?? 'alternate') === 'alternate')?.href,
    published: isoOf(entry.published),
    updated: isoOf(entry.updated),
    authors: (entry.authors ?? []).map(author => author.name ?? ''),
    categories: (entry.categories ?? []).map(category => category.label ?? category.term ?? ''),
    contentHtml: entry.content?.value,
  }))
}

/** A JSON Feed's items as feedsmith reads them. */
export function jsonWithFeedsmith(content: string): readonly ParsedItem[] {
  return (parseJsonFeed(content).items ?? []).map(item => ({
    id: item.id,
    title: item.title,
    link: item.url,
    published: isoOf(item.date_published),
    updated: isoOf(item.date_modified),
    authors: (item.authors ?? []).map(author => author.name ?? ''),
    categories: item.tags ?? [],
    contentHtml: item.content_html,
  }))
}

/** feedsmith takes a contact apart; this is how RSS writes it. */
function contactOf(person: { readonly name?: string; readonly email?: string }): string {
  return person.email === undefined || person.name === undefined
    ? (person.email ?? person.name ?? '')
    : `${person.email} (${person.name})`
}
