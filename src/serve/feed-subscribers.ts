import { isFeedFile } from '../feed/feed-file.ts'
import { remembered } from './remembered.ts'
import { pathOf } from './request-path.ts'

/** A request for a feed, as it was answered. */
export interface AnsweredRequest {
  readonly status: number
  /** What was asked for (RFC 9112 §3.2). */
  readonly target: string
  readonly userAgent: string
}

/** For how many a reader fetches a feed. */
export interface Subscribed {
  readonly feed: string
  readonly reader: string
  readonly count: number
}

/** What readers that fetch for many last said for how many. */
export interface FeedSubscribers {
  readonly note: (request: AnsweredRequest) => void
  readonly all: () => readonly Subscribed[]
}

const SUBSCRIBERS = /(\d{1,9}) (?:subscribers?|readers?)\b/i
/** What some begin with, as browsers do, before they say their name. */
const COMPATIBLE = /^Mozilla\/\S+ \(compatible; /i

// Names can be invented. So only so many are known, of which one that asks every hour gives way to none.
const MOST_KNOWN = 2000
const HOUR_MS = 3_600_000
/** Whoever does not ask for so long has left. */
const LEFT_MS = 48 * HOUR_MS

/** Listens to what readers say from now on, by a clock that is never set. */
export function feedSubscribers(nowMs: () => number): FeedSubscribers {
  /** Whoever was heard longest ago comes first. */
  const known = new Map<string, Subscribed & { readonly heardMs: number }>()
  const statedBy = remembered(statedSubscribers)
  const makeRoom = (): boolean => {
    for (const [key, { heardMs }] of known) {
      if (known.size < MOST_KNOWN) break
      if (nowMs() - heardMs < HOUR_MS) return false
      known.delete(key)
    }
    return true
  }
  return {
    note: ({ status, target, userAgent }) => {
      // Of a feed that is there.
      const stated = status === 200 || status === 304 ? statedBy(userAgent) : undefined
      const feed = stated && pathOf(target)
      if (!feed || !isFeedFile(feed)) return
      const key = `${feed} ${stated.reader}`
      if (known.delete(key) || makeRoom()) known.set(key, { feed, ...stated, heardMs: nowMs() })
    },
    all: () => {
      for (const [key, { heardMs }] of known) if (nowMs() - heardMs > LEFT_MS) known.delete(key)
      return [...known.values()]
    },
  }
}

/** For how many a reader fetches, by its user agent; undefined where that does not say. */
function statedSubscribers(userAgent: string): Omit<Subscribed, 'feed'> | undefined {
  const [, count] = SUBSCRIBERS.exec(userAgent) ?? []
  const reader = userAgent
    .replace(COMPATIBLE, '')
    .split(/[/ (;]/, 1)[0]
    ?.slice(0, 40)
  return count === undefined || !reader ? undefined : { reader, count: Number(count) }
}
