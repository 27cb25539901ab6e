import { checkXml } from './check-xml.ts'
import { DISTORTIONS, type Reader } from './distortions.ts'
import { type FeedDocument, formatOf } from './feed-document.ts'
import { checkJson } from './json-feed.ts'
import { type ParsedItem, type ReadFeed, readAtom, readJson, readRss } from './read-feed.ts'
import { xmlWithFeedParser } from './read-with-feed-parser.ts'
import { xmlWithFeedparser } from './read-with-feedparser.ts'
import { atomWithFeedsmith, jsonWithFeedsmith, rssWithFeedsmith } from './read-with-feedsmith.ts'
import { atomWithRssParser, rssWithRssParser } from './read-with-rss-parser.ts'

/**
 * What each reader made of one document. `own` is our reading of what libxml or `JSON.parse` reads: nothing is lost in
 * it. `feed-parser` is @rowanmanning/feed-parser; it, feedparser and rss-parser read no JSON.
 */
export type Readings = Readonly<Partial<Record<Reader, readonly ParsedItem[]>>> & { readonly own: readonly ParsedItem[] }

/**
 * Reads a feed with every reader, each item brought into one shape and nothing else: what a reader trims or decodes
 * stays as it made it. Throws when a document is not well-formed or a reader refuses it.
 */
export async function readBack(document: FeedDocument): Promise<Readings> {
  const { items } = await readFeed(document)
  return { own: items.map(withKnownFields), ...(await readWithOthers(document)) }
}

/** Our own reading of a whole feed. Throws when the document is not well-formed, or is JSON that breaks the schema. */
export async function readFeed(document: FeedDocument): Promise<ReadFeed> {
  const format = formatOf(document)
  if (format === 'json') {
    const { feed, problems } = checkJson(document.content)
    if (feed === undefined) throw new Error(`${document.name} cannot be read: ${problems.join('; ')}`)
    return readJson(feed)
  }
  const { root, problems } = await checkXml(document, format)
  if (root === undefined) throw new Error(`${document.name} cannot be read: ${problems.join('; ')}`)
  return format === 'rss' ? readRss(root) : readAtom(root)
}

/**
 * Where the readers disagree, in words; empty when they agree. Every other reading is compared with our own, field by
 * field, and exactly but for what `DISTORTIONS` says that a reader does to every feed.
 */
export async function disagreementsOn(document: FeedDocument): Promise<string[]> {
  const feed = await readFeed(document)
  const readings = await readWithOthers(document)
  return READERS.flatMap(reader => {
    const items = readings[reader]
    return items === undefined ? [] : differencesFrom(feed, { reader, items }).map(text => `${document.name}: ${text}`)
  })
}

/** The readers that others wrote. */
export const READERS = ['feedsmith', 'rss-parser', 'feed-parser', 'feedparser'] as const satisfies readonly Reader[]

async function readWithOthers(document: FeedDocument): Promise<Omit<Readings, 'own'>> {
  const { content } = document
  switch (formatOf(document)) {
    case 'rss':
      return {
        feedsmith: rssWithFeedsmith(content),
        'rss-parser': await rssWithRssParser(content),
        'feed-parser': xmlWithFeedParser(content),
        feedparser: await xmlWithFeedparser(content),
      }
    case 'atom':
      return {
        feedsmith: atomWithFeedsmith(content),
        'rss-parser': await atomWithRssParser(content),
        'feed-parser': xmlWithFeedParser(content),
        feedparser: await xmlWithFeedparser(content),
      }
    case 'json':
      return { feedsmith: jsonWithFeedsmith(content) }
  }
}

const FIELDS = ['id', 'title', 'link', 'published', 'updated', 'authors', 'categories', 'contentHtml'] as const

function withKnownFields({ id, title, link, published, updated, authors, categories, contentHtml }: ParsedItem): ParsedItem {
  return { id, title, link, published, updated, authors, categories, contentHtml }
}

function differencesFrom(
  feed: ReadFeed,
  reading: { readonly reader: Reader; readonly items: readonly ParsedItem[] },
): readonly string[] {
  const { reader, items } = reading
  if (items.length !== feed.items.length) return [`${reader} reads ${items.length} items, there are ${feed.items.length}`]
  return items.flatMap((read, index) => {
    const item = feed.items[index]
    if (item === undefined) return []
    return FIELDS.filter(
      field => shown(read[field]) !== shown(item[field]) && DISTORTIONS[reader][field]?.({ read, item, feed }) !== true,
    ).map(field => `item ${index + 1}: ${reader} reads ${field} as ${shown(read[field])}, it is ${shown(item[field])}`)
  })
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
