import { Feed } from 'feed'
import type { Article } from '../model/article.ts'
import type { Channel, FeedFormat } from '../model/edition.ts'
import type { Site } from '../model/site.ts'
import { atomDocument } from './atom.ts'
import type { Entry, NewsFeedOptions, NewsItem } from './channel-model.ts'
import { channelOptions } from './channel-options.ts'
import { dateOf } from './feed-date.ts'
import { FEED_LIMITS } from './feed-limits.ts'
import { factsOf } from './item-facts.ts'
import { jsonDocument } from './json.ts'
import { rssDocument } from './rss.ts'

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

  /** RSS 2.0 with the `content`, `dc`, `atom` and `media` namespaces. */
  override rss2(): string {
    return rssDocument(this)
  }

  /** Atom 1.0 (RFC 4287). */
  override atom1(): string {
    return atomDocument(this)
  }

  /** JSON Feed 1.1. */
  override json1(): string {
    return jsonDocument(this)
  }
}

/**
 * The feed of a channel: its newest stories that have an entry, as many as keep every one of its three documents within
 * `FEED_LIMITS`, so that all three carry the same. `entries` may hold more, in any order. `hub` is the address of the
 * WebSub hub (WebSub §4).
 */
export function newsFeed(
  channel: Channel,
  options: { readonly entries: readonly Entry[]; readonly site: Site; readonly hub?: string },
): NewsFeed {
  const entries = new Map(options.entries.map(entry => [entry.id, entry]))
  const items = channel.stories
    .flatMap(article => {
      const entry = entries.get(article.id)
      return entry === undefined ? [] : [{ article, entry }]
    })
    .slice(0, FEED_LIMITS.items)
    .map(({ article, entry }) => itemOf(article, { entry, site: options.site }))
  const about = channelOptions(channel, options)
  return withNewest(about, items.slice(0, countFitting(withNewest(about, items))))
}

/** The feed as a document of this format. */
export function writeFeed(feed: NewsFeed, format: FeedFormat): string {
  return WRITERS[format](feed)
}

const WRITERS: { readonly [format in FeedFormat]: (feed: NewsFeed) => string } = {
  rss: feed => feed.rss2(),
  atom: feed => feed.atom1(),
  json: feed => feed.json1(),
}

function itemOf(article: Article, { entry, site }: { readonly entry: Entry; readonly site: Site }): NewsItem {
  const facts = factsOf({ article, image: undefined, site })
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

/** The feed's date is the newest of its items', never the clock's: no change of stories, no change of bytes. */
function withNewest(options: NewsFeedOptions, items: readonly NewsItem[]): NewsFeed {
  const newest = Math.max(...items.map(item => item.entry.updated))
  return new NewsFeed(items.length === 0 ? options : { ...options, updated: dateOf(newest) }, items)
}

/** How many of the feed's items, from the first, leave every one of its documents within the limit. */
function countFitting(feed: NewsFeed): number {
  return Math.min(...FORMATS.map(format => countFittingIn(feed, format)))
}

function countFittingIn(feed: NewsFeed, format: FeedFormat): number {
  const frame = writeFeed(new NewsFeed(feed.options), format)
  let left = FEED_LIMITS.bytes - Buffer.byteLength(frame) - DATE_BYTES
  for (const [count, { entry }] of feed.items.entries()) {
    left -= Buffer.byteLength(entry[format]) + SEPARATOR_BYTES
    if (left < 0) return count
  }
  return feed.items.length
}

const FORMATS: readonly FeedFormat[] = ['rss', 'atom', 'json']

/** What stands between two items; the first in JSON Feed has the most. */
const SEPARATOR_BYTES = 4

/** The date of fewer items may be written with milliseconds. */
const DATE_BYTES = '.000'.length
