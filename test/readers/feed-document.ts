import { FEED_FORMATS, type FeedFormat } from '../../src/model/edition.ts'

/** A feed document as it would be served. */
export interface FeedDocument {
  /** Its file name or path, which tells the format: `feed.rss`, `topics/trade/feed.atom`, `feed.json`. */
  readonly name: string
  readonly content: string
  /** Where it is published: the address that its self link must name. */
  readonly url: string
}

/** The format of a document, by the ending of its name. Throws when the name is none of Courant's three. */
export function formatOf(document: Pick<FeedDocument, 'name'>): FeedFormat {
  for (const format of ['rss', 'atom', 'json'] as const) {
    const { file } = FEED_FORMATS[format]
    if (document.name === file || document.name.endsWith(`/${file}`)) return format
  }
  throw new Error(`${document.name} is not named as a feed: expected feed.rss, feed.atom or feed.json`)
}
