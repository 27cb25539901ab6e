import type { ParsedItem } from '../readers/read-feed.ts'
import { atomWithFeedsmith, jsonWithFeedsmith, rssWithFeedsmith } from '../readers/read-with-feedsmith.ts'
import type { TemporaryNewsroom } from '../support/newsroom.ts'

/** What a subscriber knows a story by and sees of it. */
export type SeenItem = Pick<ParsedItem, 'id' | 'title' | 'published' | 'authors' | 'categories'>

/** The items of the newsroom's own feed as another's reader finds them, in each format, newest first. */
export function publishedItems(newsroom: TemporaryNewsroom): Readonly<Record<'rss' | 'atom' | 'json', readonly SeenItem[]>> {
  return {
    rss: rssWithFeedsmith(newsroom.read('feed.rss')).map(seen),
    atom: atomWithFeedsmith(newsroom.read('feed.atom')).map(seen),
    json: jsonWithFeedsmith(newsroom.read('feed.json')).map(seen),
  }
}

export function seen({ id, title, published, authors, categories }: ParsedItem): SeenItem {
  return { id, title, published, authors, categories }
}
