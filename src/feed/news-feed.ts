import { Feed } from 'feed'
import type { Article } from '../model/article.ts'
import type { FeedDocument, FeedFormat, FeedHead } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { Site } from '../model/site.ts'
import { atomFrame } from './atom.ts'
import type { Entry, Frame, NewsFeedOptions, NewsItem } from './channel-model.ts'
import { channelOptions } from './channel-options.ts'
import { dateOf } from './feed-date.ts'
import { factsOf } from './item-facts.ts'
import { jsonFrame } from './json.ts'
import { rssFrame } from './rss.ts'

/**
 * A channel and its items as the `feed` package models them, written by Courant's own writers: the package's escape too
 * little, ask the clock, guess types and lack what news needs. Writing changes nothing in the model.
 */
export class NewsFeed extends Feed {
  declare readonly options: NewsFeedOptions
  declare readonly items: NewsItem[]

  constructor(options: NewsFeedOptions, items: readonly NewsItem[] = []) {
    super(options)
    this.items.push(...items)
  }

  override addItem(item: NewsItem): void {
    this.items.push(item)
  }

  /** The feed as a document of this format, with items that are written already: parts to be joined, in UTF-8. */
  document(format: FeedFormat, items: readonly Uint8Array[]): ReturnType<typeof documentParts> {
    return documentParts(FRAMES[format](this.options), items)
  }

  /** RSS 2.0 with the `content`, `dc`, `atom` and `media` namespaces. */
  override rss2(): string {
    return writeFeed(this, 'rss')
  }

  /** Atom 1.0 (RFC 4287). */
  override atom1(): string {
    return writeFeed(this, 'atom')
  }

  /** JSON Feed 1.1. */
  override json1(): string {
    return writeFeed(this, 'json')
  }
}

/** What a document of a channel is made of, beside its stories. */
export interface FeedSurroundings {
  /** Entries of the document's stories, in any order; there may be more. A story without one is left out. */
  readonly entries: readonly Entry[]
  readonly site: Site
  /** The WebSub hub (WebSub §4): its address, or `OWN_HUB`. */
  readonly hub?: string | undefined
}

/** The feed of a document: its stories in its order, which `cutChannel` keeps within the limits. */
export function newsFeed({ channel, ...head }: FeedDocument, { entries, site, hub }: FeedSurroundings): NewsFeed {
  const byId = new Map(entries.map(entry => [entry.id, entry]))
  const items = channel.stories.flatMap(article => {
    const entry = byId.get(article.id)
    return entry === undefined ? [] : [itemOf(article, { entry, site })]
  })
  const { options } = feedOf({ channel, ...head }, { entries: items.map(({ entry }) => entry), site, hub })
  return new NewsFeed(options, items)
}

/** The feed as a document of this format. */
export function writeFeed(feed: NewsFeed, format: FeedFormat): string {
  const items = feed.items.map(({ entry }) => Buffer.from(entry[format]))
  return Buffer.concat(feed.document(format, items).map(part => Buffer.from(part))).toString('utf8')
}

/** What a document's own words follow from. */
export interface FeedInputs extends Omit<FeedSurroundings, 'entries'> {
  /** The dates of its items. */
  readonly entries: readonly Pick<Entry, 'updated' | 'published'>[]
}

/**
 * The feed of a document without its items, for whoever has them as bytes. Its date is that of its channel or the newest of its items', or where none is
 * left that of the last that went, never the clock's: no change of stories, no change of bytes.
 */
export function feedOf(document: FeedHead, { entries, site, hub }: FeedInputs): NewsFeed {
  const options = channelOptions(document, { site, hub })
  const ofChannel = document.archive === undefined ? document.channel.updated : undefined
  const reported = [...entries.map(({ updated }) => updated), ...(ofChannel === undefined ? [] : [ofChannel])]
  const published = latest(entries.map(entry => entry.published))
  const updated = latest(reported.length > 0 ? reported : options.tombstones.map(({ when }) => when))
  return new NewsFeed({ ...options, ...(published && { published }), ...(updated && { updated }) })
}

function latest(dates: readonly Instant[]): Date | undefined {
  return dates.length === 0 ? undefined : dateOf(Math.max(...dates))
}

const FRAMES: { readonly [format in FeedFormat]: (options: NewsFeedOptions) => Frame } = {
  rss: rssFrame,
  atom: atomFrame,
  json: jsonFrame,
}

function itemOf(article: Article, { entry, site }: { readonly entry: Entry; readonly site: Site }): NewsItem {
  const facts = factsOf({ article, image: undefined, attachments: [], site })
  const author = facts.authors.map(({ name, email, url }) => ({ name, ...(email && { email }), ...(url && { link: url }) }))
  return {
    id: facts.id,
    title: facts.title,
    link: facts.url,
    description: facts.summary,
    date: dateOf(facts.updated),
    published: dateOf(facts.published),
    category: facts.categories.map(({ label, scheme, term, url }) => ({ name: label, scheme, term, domain: url })),
    // The package takes the first author of a list for granted.
    ...(author.length > 0 && { author }),
    ...(facts.rights !== undefined && { copyright: facts.rights }),
    entry,
  }
}

/** A document of its frame and its items, in parts that follow one another. */
function documentParts({ open, between, close, empty }: Frame, items: readonly Uint8Array[]): readonly (string | Uint8Array)[] {
  if (items.length === 0) return [open + empty]
  return [`${open}\n`, ...items.flatMap((item, index) => (index === 0 ? [item] : [between, item])), close]
}
