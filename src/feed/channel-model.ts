import type { FeedOptions, Item } from 'feed'
import type { Tombstone } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'

/**
 * A channel as `feed` models it, with what its options lack. All text is cleaned and on one line, all addresses are
 * absolute. What `feed` leaves optional and a right feed must have is required here.
 */
export interface NewsFeedOptions extends FeedOptions {
  /** The Atom id: it outlives the address. */
  readonly id: string
  readonly title: string
  /** The page that shows the same stories. */
  readonly link: string
  readonly description: string
  readonly language: string
  readonly generator: string
  /** The channel's documents; each calls its own `self`. */
  readonly feedLinks: DocumentLinks
  /** The CSS by which a browser shows the document, within the site: no part of what readers read. */
  readonly stylesheet: string
  /** Stories that are no more, told in Atom (RFC 6721). */
  readonly tombstones: readonly Tombstone[]
  /** Set in an archive: the documents that subscribers poll (RFC 5005 §4). */
  readonly current?: DocumentLinks
  /** The archives with the stories just before these. */
  readonly previous?: DocumentLinks
  /** Set in the oldest archive, which leads to none before it: the document with the stories just after these. */
  readonly next?: DocumentLinks
  /** The address at which the extension of JSON Feed is described. */
  readonly about: string
  /** Where the licence can be read. */
  readonly license?: string
  /** When the newest story came out. */
  readonly published?: Date
  /** The publisher: author of every story that names none. */
  readonly author: { readonly name: string; readonly email?: string; readonly link?: string }
  readonly picture?: ChannelPicture
  /** Square, for a small place (RFC 4287 §4.2.5). */
  readonly icon?: string
  /** Wide (RFC 4287 §4.2.8). */
  readonly logo?: string
  /** Square and large, for a timeline (JSON Feed 1.1, `icon`). */
  readonly avatar?: string
}

/** Addresses of one document in each format. */
export type DocumentLinks = { readonly rss: string; readonly atom: string; readonly json: string }

/** The channel's image with its size in pixels. */
export interface ChannelPicture {
  readonly url: string
  readonly alt: string | undefined
  readonly width: number
  readonly height: number
}

/** A story as `feed` models it, with its rendered entry. */
export interface NewsItem extends Item {
  readonly id: string
  readonly entry: Entry
}

/** What stands around the items of a document: `open`; the items, each on lines of its own, with `between` in between; `close`. */
export interface Frame {
  readonly open: string
  readonly between: string
  readonly close: string
  /** In place of items and `close` where there are no items. */
  readonly empty: string
}

/**
 * A story as each format writes it, rendered once and shared by every channel: nothing in it depends on the channel, so
 * each says its own language. Plain data, so that it passes from a worker thread.
 */
export interface Entry {
  readonly id: string
  /** When subscribers last had reason to look again. */
  readonly updated: Instant
  /** When the story came out. */
  readonly published: Instant
  /** An `item` of RSS 2.0, indented to stand in its channel. */
  readonly rss: string
  /** An `atom:entry` (RFC 4287 §4.1.2), indented to stand in its feed. */
  readonly atom: string
  /** An item of JSON Feed 1.1, indented to stand in its `items`. */
  readonly json: string
  /** The same by summary and link, of a long story: for a document that has no room for all of it. */
  readonly short?: Entry
}
