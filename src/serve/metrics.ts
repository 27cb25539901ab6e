import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Edition } from '../model/edition.ts'
import { OWN_HUB } from '../model/hub.ts'
import type { Instant } from '../model/instant.ts'
import type { CountedNotice } from '../notify/notifier.ts'
import { type AnsweredRequest, feedSubscribers } from './feed-subscribers.ts'

/** What a publish came to, as far as it is counted. */
export interface CountedPublish {
  /** Why it was made, and what became of it. */
  readonly reason: string
  readonly kind: string
  readonly seconds: number
  /** Stories by state; undefined where the newsroom was not read. */
  readonly states: Edition['states'] | undefined
  readonly upcoming: number | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** How late each release was, seconds. */
  readonly lateness: readonly number[]
}

/** What came of a delivery elsewhere, as far as it is counted. */
export interface CountedDelivery {
  /** The place. */
  readonly to: string
  readonly kind: 'delivered' | 'held' | 'failed'
  /** Files that differ there now. */
  readonly files: number
}

/** What is told and delivered from now on. */
export interface CountedSettings {
  /** The hub that the feeds name: its address, or `OWN_HUB`. */
  readonly hub: string | undefined
  /** The places that what is published is delivered to. */
  readonly places: readonly string[]
  /** When everything was last noted to be in all places; undefined for never. */
  readonly deliveredAt: Instant | undefined
}

/** How it goes, for Prometheus. */
export interface Metrics {
  readonly published: (publish: CountedPublish) => void
  /** A publish that threw. */
  readonly failed: () => void
  readonly answered: (request: AnsweredRequest) => void
  /** Something that is no request, or none to be answered, was refused with a status. */
  readonly refused: (status: number) => void
  readonly noticed: (notice: CountedNotice) => void
  /** Whether this process is the one of several that publishes. */
  readonly leads: (isLeading: boolean) => void
  readonly delivered: (delivery: CountedDelivery, at: Instant) => void
  /** What no setting names any more is forgotten. */
  readonly settled: (settings: CountedSettings) => void
  /** In the text format that `contentType` names. */
  readonly text: () => Promise<string>
  readonly contentType: string
}

// What alerts ask for is there before it first happens: of a counter that appears with 1 no increase is seen.
const REASONS = ['start', 'beat', 'due', 'saved', 'retry']
const DELIVERIES = ['delivered', 'held', 'failed'] as const
const PINGS = [
  { kind: 'ping', outcome: 'told' },
  { kind: 'ping', outcome: 'failed' },
] as const
const OWN_NOTICES = [
  ...(['confirmed', 'refused', 'denied'] as const).map(outcome => ({ kind: 'verification', outcome }) as const),
  ...(['delivered', 'failed', 'gone'] as const).map(outcome => ({ kind: 'delivery', outcome }) as const),
]

/** Counts from now on. `clockBehindSeconds` is asked for by how much the clock is behind the last publish. */
export function countMetrics({ clockBehindSeconds = () => 0 }: { readonly clockBehindSeconds?: () => number } = {}): Metrics {
  const registry = new Registry()
  const registers = [registry]
  let isAsked = false
  const publishes = new Counter({
    name: 'courant_publishes_total',
    help: 'Publishes, by why they were made and what became of them.',
    labelNames: ['reason', 'outcome'],
    registers,
  })
  const seconds = new Histogram({
    name: 'courant_publish_seconds',
    help: 'What a publish took.',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60],
    registers,
  })
  const lateness = new Histogram({
    name: 'courant_release_lateness_seconds',
    help: 'From when a story was due to when it was out.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 600],
    registers,
  })
  const stories = new Gauge({
    name: 'courant_stories',
    help: 'Stories by state: what their readers have of them, or not yet.',
    labelNames: ['state'],
    registers,
  })
  const upcoming = new Gauge({
    name: 'courant_upcoming',
    help: 'Moments that are to come, at which stories are released or change by themselves.',
    registers,
  })
  const mistakes = new Gauge({
    name: 'courant_mistakes',
    help: 'Mistakes in the newsroom as it was last published.',
    labelNames: ['severity', 'code'],
    registers,
  })
  // Counted at every answer, and put in the form of a metric only for who asks.
  const answers = new Map<number, number>()
  const countAnswer = (status: number): void => void answers.set(status, (answers.get(status) ?? 0) + 1)
  new Counter({
    name: 'courant_requests_total',
    help: 'Answers, by status: 304 is a reader who has it already.',
    labelNames: ['status'],
    registers,
    collect() {
      for (const [status, count] of answers) this.inc({ status }, count)
      answers.clear()
    },
  })
  const subscribers = feedSubscribers(() => performance.now())
  new Gauge({
    name: 'courant_feed_subscribers',
    help: 'Subscribers of a feed, as a reader that fetches for them says.',
    labelNames: ['feed', 'reader'],
    registers,
    collect() {
      this.reset()
      for (const { feed, reader, count } of subscribers.all()) this.set({ feed, reader }, count)
    },
  })
  const notices = new Counter({
    name: 'courant_notices_total',
    help: 'Pings of a hub, and what the own hub asked and sent its subscribers.',
    labelNames: ['kind', 'outcome'],
    registers,
  })
  const subscriptions = new Gauge({ name: 'courant_hub_subscriptions', help: 'Subscriptions of the own hub.', registers })
  const deliveries = new Counter({
    name: 'courant_deliveries_total',
    help: 'Deliveries elsewhere, by place and outcome.',
    labelNames: ['to', 'outcome'],
    registers,
  })
  const lastDelivery = new Gauge({
    name: 'courant_last_delivery_timestamp_seconds',
    help: 'When all that was published then was last known to be in a place.',
    labelNames: ['to'],
    registers,
  })
  new Gauge({
    name: 'courant_clock_behind_seconds',
    help: 'By how much the clock is behind the last publish: while it is, nothing is removed because of time, and new stories wait.',
    registers,
    collect() {
      this.set(clockBehindSeconds())
    },
  })
  const leading = new Gauge({ name: 'courant_leads', help: '1 while this process is the one that publishes.', registers })
  let isLeading = true
  leading.set(1)
  publishes.inc({ reason: 'any', outcome: 'failed' }, 0)
  for (const reason of REASONS) publishes.inc({ reason, outcome: 'misconfigured' }, 0)
  // Not known yet.
  upcoming.remove()
  subscriptions.remove()
  let settings: CountedSettings = { hub: undefined, places: [], deliveredAt: undefined }
  /** Who does not publish does not deliver either. */
  const startDelivering = (): void => {
    lastDelivery.reset()
    if (isLeading) for (const to of settings.places) lastDelivery.set({ to }, (settings.deliveredAt ?? 0) / 1000)
  }
  const forgetNewsroom = (): void => {
    stories.reset()
    mistakes.reset()
    upcoming.remove()
  }
  return {
    published: publish => {
      publishes.inc({ reason: publish.reason, outcome: publish.kind })
      seconds.observe(publish.seconds)
      for (const late of publish.lateness) lateness.observe(late)
      // Another has taken over meanwhile.
      if (!isLeading) return
      for (const [state, count] of Object.entries(publish.states ?? {})) stories.set({ state }, count)
      if (publish.upcoming !== undefined) upcoming.set(publish.upcoming)
      mistakes.reset()
      for (const { severity, code } of publish.diagnostics) mistakes.inc({ severity, code })
    },
    failed: () => publishes.inc({ reason: 'any', outcome: 'failed' }),
    answered: request => {
      countAnswer(request.status)
      subscribers.note(request)
    },
    refused: countAnswer,
    noticed: notice => {
      if (notice.kind === 'subscriptions') subscriptions.set(notice.count)
      else notices.inc({ kind: notice.kind, outcome: notice.outcome }, 'count' in notice ? notice.count : 1)
    },
    leads: isNow => {
      if (isNow === isLeading) return
      isLeading = isNow
      leading.set(isNow ? 1 : 0)
      if (!isNow) forgetNewsroom()
      startDelivering()
    },
    delivered: ({ to, kind, files }, at) => {
      // A look that finds everything there is none.
      if (kind !== 'delivered' || files > 0) deliveries.inc({ to, outcome: kind })
      if (kind === 'delivered' && isLeading) lastDelivery.set({ to }, at / 1000)
    },
    settled: now => {
      settings = now
      startDelivering()
      for (const to of now.places) for (const outcome of DELIVERIES) deliveries.inc({ to, outcome }, 0)
      if (now.hub !== OWN_HUB) subscriptions.remove()
      const told = now.hub === undefined ? [] : now.hub === OWN_HUB ? OWN_NOTICES : PINGS
      for (const notice of told) notices.inc(notice, 0)
    },
    text: async () => {
      // Node's own figures wake the process a hundred times a second: not unless somebody wants them.
      if (!isAsked) collectDefaultMetrics({ register: registry })
      isAsked = true
      return withoutUnmeasured(await registry.metrics())
    },
    contentType: registry.contentType,
  }
}

// Node's figures about a delay of its event loop, over the time since they were last asked for.
const LAGS = /^nodejs_eventloop_lag_\w+_seconds .*\n/gm
const NO_MEAN = /^nodejs_eventloop_lag_mean_seconds NaN$/im

/** Without figures for which nothing was measured yet: they would be no numbers, and one of them three hundred years. */
function withoutUnmeasured(text: string): string {
  return NO_MEAN.test(text) ? text.replace(LAGS, '') : text
}
