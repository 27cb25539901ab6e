/**
 * The most one feed document carries. Readers ask for a feed hundreds of times a day and keep what they have seen: more
 * belongs into archives.
 */
export const FEED_LIMITS = {
  items: 50,
  /** UTF-8 bytes of a whole document. */
  bytes: 512 * 1024,
} as const

/** Room kept for what surrounds the items: the channel's texts, links and tombstones. */
const CHANNEL_BYTES = 16 * 1024

/** The share of it that tombstones may take: all 50 with ids of a hundred letters. */
export const TOMBSTONE_BYTES: number = CHANNEL_BYTES / 2

/** The most one item may take, UTF-8 bytes in any format, so that the newest story always finds room in its feed. */
export const ITEM_BYTES: number = FEED_LIMITS.bytes - CHANNEL_BYTES

/** The most that one part of a channel holds; a story that is larger alone is a part of its own. Two parts fit one document. */
export const PART_LIMITS = {
  items: FEED_LIMITS.items / 2,
  bytes: ITEM_BYTES / 2,
} as const
