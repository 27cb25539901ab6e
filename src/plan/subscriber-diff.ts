import type { FeedHead } from '../model/edition.ts'

/** An item as it stands in a JSON Feed. */
export interface FeedItem {
  readonly id: string
  /** Its JSON, UTF-8. */
  readonly content: Buffer
}

/** An item of a feed as a subscriber's reader knows it. */
export interface ItemMark {
  readonly id: string
  readonly title: string
  /** Its address, where it has one. */
  readonly url?: string
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
export function diffItems(before: readonly FeedItem[], after: readonly FeedItem[]): SubscriberDiff {
  const old = new Map(before.map(item => [item.id, item]))
  const now = new Set(after.map(({ id }) => id))
  const known = after.flatMap(item => {
    const was = old.get(item.id)
    if (!was || was.content.equals(item.content)) return []
    const { mark, changed } = factsOf(item)
    return [{ mark, later: changed > factsOf(was).changed }]
  })
  return {
    before: before.length,
    added: after.filter(({ id }) => !old.has(id)).map(markOf),
    edited: known.filter(({ later }) => !later).map(({ mark }) => mark),
    resurfacing: known.filter(({ later }) => later).map(({ mark }) => mark),
    leaving: before.filter(({ id }) => !now.has(id)).map(markOf),
  }
}

function markOf(item: FeedItem): ItemMark {
  return factsOf(item).mark
}

/** An item's mark, and its public date of change: a later one brings it up again. */
function factsOf({ id, content }: FeedItem): { readonly mark: ItemMark; readonly changed: number } {
  const item: {
    readonly title?: unknown
    readonly url?: unknown
    readonly date_published?: unknown
    readonly date_modified?: unknown
  } = JSON.parse(content.toString('utf8'))
  const changed = Date.parse(String(item.date_modified ?? item.date_published ?? ''))
  const url = typeof item.url === 'string' ? { url: item.url } : {}
  return { mark: { id, title: String(item.title ?? ''), ...url }, changed }
}

/** What the subscribers of a channel will see. */
export interface ChannelDiff extends SubscriberDiff {
  readonly channel: FeedHead['channel']
}
