import type { Channel } from '../model/edition.ts'

/** An item of a feed as a subscriber's reader knows it. */
export interface ItemMark {
  readonly id: string
  readonly title: string
  /** Its public date of change, RFC 3339: a later one brings the item up again. */
  readonly changed: string
  /** All that it says. */
  readonly content: string
}

/** What the subscribers of a feed will see of a publish. */
export interface SubscriberDiff {
  /** Items in the feed before; none when it is new itself. */
  readonly before: number
  readonly added: readonly ItemMark[]
  /** Changed where they are, without coming up again. */
  readonly edited: readonly ItemMark[]
  readonly resurfacing: readonly ItemMark[]
  /** No longer in the feed; readers keep the copy that they have. */
  readonly leaving: readonly ItemMark[]
}

/** Compares a feed as it stands with the feed to come. */
export function diffItems(before: readonly ItemMark[], after: readonly ItemMark[]): SubscriberDiff {
  const old = new Map(before.map(item => [item.id, item]))
  const now = new Set(after.map(({ id }) => id))
  const known = after.flatMap(item => {
    const was = old.get(item.id)
    return was && was.content !== item.content ? [{ item, later: Date.parse(item.changed) > Date.parse(was.changed) }] : []
  })
  return {
    before: before.length,
    added: after.filter(({ id }) => !old.has(id)),
    edited: known.filter(({ later }) => !later).map(({ item }) => item),
    resurfacing: known.filter(({ later }) => later).map(({ item }) => item),
    leaving: before.filter(({ id }) => !now.has(id)),
  }
}

/** What the subscribers of a channel will see. */
export interface ChannelDiff extends SubscriberDiff {
  readonly channel: Channel
}
