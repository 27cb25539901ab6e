import { FEED_ITEMS } from '../model/site.ts'

/**
 * The most one feed document carries unless `site.yaml` says otherwise. Readers ask for a feed hundreds of times a day and keep what they
 * have seen: more belongs into archives.
 */
export const FEED_LIMITS = {
  items: FEED_ITEMS.usual,
  /** UTF-8 bytes of a whole document. */
  bytes: 512 * 1024,
} as const

/**
 * Stories of one day stay in the current document together, however many they are: most readers poll once an hour and never see what came
 * and went in between. The day ends with the newest story, not with the clock, which would change the bytes by itself.
 */
export const BURST_LIMITS = {
  ageMs: 24 * 60 * 60 * 1000,
  items: FEED_ITEMS.most,
  bytes: 2 * 1024 * 1024,
} as const

/** Room kept for what surrounds the items: the channel's texts, links and tombstones. */
const CHANNEL_BYTES = 16 * 1024

/** The share of it that tombstones may take: all 50 with ids of a hundred letters. */
export const TOMBSTONE_BYTES: number = CHANNEL_BYTES / 2

/** The most one item may take, UTF-8 bytes in any format, so that the newest story always finds room in its feed. */
export const ITEM_BYTES: number = FEED_LIMITS.bytes - CHANNEL_BYTES

/** What stands between two items; the first in JSON Feed has the most. */
export const SEPARATOR_BYTES = 4

/** An entry that takes more has a short form as well. Thirty that take less fit one document. */
export const WHOLE_BYTES: number = Math.floor(ITEM_BYTES / FEED_ITEMS.least) - SEPARATOR_BYTES

/** The most that one part of a channel holds; a story that is larger alone is a part of its own. Two parts fit one document. */
export const PART_LIMITS = {
  items: FEED_LIMITS.items / 2,
  bytes: ITEM_BYTES / 2,
} as const

/** Room for the items of a document that is to carry this many, UTF-8 bytes: more items get more, up to a burst's. */
export function roomFor(items: number): number {
  return Math.min(BURST_LIMITS.bytes, FEED_LIMITS.bytes * Math.max(1, items / FEED_LIMITS.items)) - CHANNEL_BYTES
}

/** The same in a burst. */
export const BURST_ROOM: number = BURST_LIMITS.bytes - CHANNEL_BYTES
