import { Parser } from 'htmlparser2'
import type { FeedFormat } from '../../src/model/edition.ts'
import type { FeedDocument } from './feed-document.ts'
import { readFeed } from './read-back.ts'
import type { ReadFeed, ReadItem } from './read-feed.ts'

/** The three documents of one channel. */
export interface ChannelDocuments {
  readonly rss: FeedDocument
  readonly atom: FeedDocument
  readonly json: FeedDocument
  /** Plain text that must stand in the content of every item, in all three formats: a standing disclaimer. */
  readonly disclaimer?: string
}

/**
 * Where the three documents of a channel tell different stories: the same items in the same order, each with the same
 * id, title, link, dates, authors, categories, summary, language and content. Empty when they agree.
 */
export async function problemsAcrossFormats(documents: ChannelDocuments): Promise<string[]> {
  const [rss, atom, json] = await Promise.all([readFeed(documents.rss), readFeed(documents.atom), readFeed(documents.json)])
  return [
    ...differencesOf(atom, rss),
    ...differencesOf(atom, json),
    ...differencesOfItems(atom, rss),
    ...differencesOfItems(atom, json),
    ...(documents.disclaimer === undefined ? [] : [rss, atom, json].flatMap(feed => lacking(feed, documents.disclaimer ?? ''))),
  ]
}

/** Compared with Atom, which says everything. JSON Feed has no rights and no date of its own, RSS no authors of a feed. */
const FEED_FIELDS = {
  atom: [],
  rss: ['title', 'description', 'home', 'lang', 'rights', 'updated'],
  json: ['title', 'description', 'home', 'lang', 'authors'],
} as const satisfies Record<FeedFormat, readonly (keyof ReadFeed)[]>

const ITEM_FIELDS = [
  'title',
  'link',
  'published',
  'categories',
  'lang',
  'contentHtml',
] as const satisfies readonly (keyof ReadItem)[]

function differencesOf(atom: ReadFeed, other: ReadFeed): readonly string[] {
  return FEED_FIELDS[other.format]
    .filter(field => shown(atom[field]) !== shown(other[field]) && !(field === 'updated' && neverUpdated(atom, other)))
    .map(field => `the feed: ${field} is ${shown(other[field])} in ${other.format}, ${shown(atom[field])} in atom`)
}

/** Of a feed to which nothing ever happened Atom must say a date all the same (RFC 4287 §4.1.1): a fixed one. RSS need not. */
function neverUpdated(atom: ReadFeed, other: ReadFeed): boolean {
  return atom.items.length === 0 && atom.updated === '2000-01-01T00:00:00.000Z' && other.updated === undefined
}

function differencesOfItems(atom: ReadFeed, other: ReadFeed): readonly string[] {
  const ids = (feed: ReadFeed) => shown(feed.items.map(item => item.id))
  if (ids(atom) !== ids(other)) return [`the items are ${ids(other)} in ${other.format}, ${ids(atom)} in atom`]
  return atom.items.flatMap((item, index) => {
    const twin = other.items[index]
    if (twin === undefined) return []
    const unequal: readonly (keyof ReadItem)[] = [
      ...ITEM_FIELDS.filter(field => shown(item[field]) !== shown(twin[field])),
      ...(sameAuthors({ feed: atom, item }, { feed: other, item: twin }) ? [] : (['authors'] as const)),
      ...(sameUpdate(item, { feed: other, item: twin }) ? [] : (['updated'] as const)),
      ...(sameSummary(item, { feed: other, item: twin }) ? [] : (['summary'] as const)),
    ]
    return unequal.map(
      field => `item ${index + 1}: ${field} is ${shown(twin[field])} in ${other.format}, ${shown(item[field])} in atom`,
    )
  })
}

interface FeedAndItem {
  readonly feed: ReadFeed
  readonly item: ReadItem
}

/** The same by name, or the same once an item without authors has those of its feed (RFC 4287 §4.2.1). */
function sameAuthors(atom: FeedAndItem, other: FeedAndItem): boolean {
  const inEffect = ({ feed, item }: FeedAndItem) => shown(item.authors.length === 0 ? feed.authors : item.authors)
  return shown(atom.item.authors) === shown(other.item.authors) || inEffect(atom) === inEffect(other)
}

/** RSS has no element for it; JSON need not say when an item changed if it never did; Atom must. */
function sameUpdate(atom: ReadItem, { feed, item }: FeedAndItem): boolean {
  if (item.updated !== undefined) return item.updated === atom.updated
  return feed.format === 'rss' || item.published === atom.updated
}

/** RSS descriptions are read as HTML by some and as text by others, so both the text and its HTML are right. */
function sameSummary(atom: ReadItem, { feed, item }: FeedAndItem): boolean {
  return item.summary === atom.summary || (feed.format === 'rss' && textOfHtml(item.summary ?? '') === atom.summary)
}

function lacking(feed: ReadFeed, disclaimer: string): readonly string[] {
  return feed.items.flatMap((item, index) =>
    collapsed(textOfHtml(item.contentHtml ?? '')).includes(collapsed(disclaimer))
      ? []
      : [`item ${index + 1}: the disclaimer is missing in ${feed.format}`],
  )
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value)
}

function textOfHtml(html: string): string {
  let text = ''
  new Parser({
    ontext(part) {
      text += part
    },
  }).end(html)
  return text
}

function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
