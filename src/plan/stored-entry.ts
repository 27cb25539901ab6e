import type { FeedFormat } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'

/** A rendered entry in the store of entries: where it stands, and enough to describe the documents that carry it. */
export interface StoredEntry {
  /** Name of the pack. */
  readonly pack: string
  /** Where it begins in the pack, bytes: its formats, one after the other, and the page that its body belongs to, described. */
  readonly at: number
  /** UTF-8 bytes of each format. */
  readonly lengths: { readonly [format in FeedFormat]: number }
  /** UTF-8 bytes of the described page, as JSON. */
  readonly pageLength: number
  /** CRC-32 of all of it: a damaged pack is never published. */
  readonly crc: number
  /** Hash of what it says. */
  readonly hash: string
  /** When subscribers last had reason to look again. */
  readonly updated: Instant
  /** When the story came out. */
  readonly published: Instant
  /** Its short form, of a long story; it stands after it in the pack. */
  readonly short?: StoredEntry
}
