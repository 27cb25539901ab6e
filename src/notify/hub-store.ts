import type { OutPath } from '../model/address.ts'
import type { Instant } from '../model/instant.ts'
import type { Topics } from './topics.ts'

/** What a subscriber asks a hub for (WebSub §5.1). */
export interface Intent {
  readonly mode: 'subscribe' | 'unsubscribe'
  readonly topic: OutPath
  /** The topic's address, as the subscriber wrote it. */
  readonly url: string
  readonly callback: string
  readonly secret: string | undefined
  readonly leaseSeconds: number
}

/** A request that waits for its subscriber to confirm it. */
export interface PendingIntent extends Intent {
  readonly id: number
}

/** A subscription to which a topic is to be delivered. */
export interface DueDelivery {
  /** Of the subscription. */
  readonly id: number
  readonly topic: OutPath
  readonly callback: string
  readonly secret: string | undefined
  /** Hash of what is published of the topic, as it was noted. */
  readonly sha256: string
  /** Set where it failed last. */
  readonly isFailing?: boolean
}

/** What became of a delivery. */
export type DeliveryOutcome =
  /** The subscriber has these bytes. */
  | { readonly kind: 'delivered'; readonly id: number; readonly sha256: string }
  /** It may or may not have them, and is to get them again. */
  | { readonly kind: 'failed'; readonly id: number }
  /** It wants nothing any more. */
  | { readonly kind: 'gone'; readonly id: number }
  /** Nothing was sent, since what is to be sent was just being replaced. */
  | { readonly kind: 'put-off'; readonly id: number }

/**
 * What a hub must not forget: subscriptions, requests for them, what was published last, and who has not got it. Each subscription has one
 * delivery at most, of its topic as it is then: so the latest wins, and no subscriber gets an older document after a newer one. Every method is whole
 * when its promise is settled, and survives a kill.
 */
export interface HubStore extends AsyncDisposable {
  /** Whether other processes use it too. */
  readonly isShared: boolean
  /** How often to ask it again what is due. */
  readonly lookEveryMs: number
  /** What an operator is to do about what it threw. */
  readonly remedyOf: (error: unknown) => string
  /** What was last published, as it was noted. */
  readonly topics: () => Promise<Topics>
  /**
   * Notes what is published now, and with it, in one step, that subscribers of what changed are to get it. Topics that are not named stay. Where a
   * later fence was given out than the one it is noted with, nothing is.
   */
  readonly note: (topics: Topics, at: Instant, fence?: number) => Promise<void>
  /**
   * Keeps a request, in place of an earlier one for the same topic and callback; undefined, and nothing kept, where its host has too many
   * subscriptions and requests by then.
   */
  readonly request: (intent: Intent, limits: HubLimits, at: Instant) => Promise<PendingIntent | undefined>
  /** Takes requests over that nobody sees to: their process was killed. */
  readonly pending: (at: Instant) => Promise<readonly PendingIntent[]>
  /**
   * Carries a request out; nothing happens where another took its place meanwhile. Who confirms anew is there again: what it has not got is due at once.
   */
  readonly confirm: (intent: PendingIntent, at: Instant) => Promise<void>
  /** Drops a request. */
  readonly refuse: (intent: PendingIntent) => Promise<void>
  /**
   * Takes deliveries that are due until they are concluded or this process is gone: those whose subscriber failed before last, and so many of them at
   * most.
   */
  readonly take: (at: Instant, most: number, mostFailing?: number) => Promise<readonly DueDelivery[]>
  readonly conclude: (outcomes: readonly DeliveryOutcome[], at: Instant) => Promise<void>
  /** When the next delivery is due that is not taken; undefined for none. */
  readonly nextDue: (at: Instant) => Promise<Instant | undefined>
  /**
   * Makes due at once what a clock that was ahead put off: what waits for longer than anything does; where it is known that the clock was set back,
   * whatever waits, and what was given up.
   */
  readonly mendDue: (at: Instant, how: { readonly isSetBack: boolean }) => Promise<void>
  /** Subscriptions whose lease has not ended. Forgets others after `KEPT_MS`, and before where their place is needed. */
  readonly count: (at: Instant) => Promise<number>
}

/** For how long a subscription is kept whose lease has ended, milliseconds: a clock that jumped ahead ends none for good once it is put right. */
export const KEPT_MS: number = 30 * 24 * 60 * 60_000

/** How many subscriptions and requests there may be. */
export interface HubLimits {
  readonly perHost: number
  readonly all: number
}

/** A hub's memory, as another store can take it over. */
export interface KeptHub {
  /** What was published last, but for topics of which somebody had not got it. */
  readonly topics: Topics
  readonly subscriptions: readonly (Pick<Intent, 'topic' | 'callback' | 'secret'> & { readonly expires: Instant })[]
}
