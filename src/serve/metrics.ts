import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Edition } from '../model/edition.ts'
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
  readonly kind: string
}

/** How it goes, for Prometheus. */
export interface Metrics {
  readonly published: (publish: CountedPublish) => void
  /** A publish that threw. */
  readonly failed: () => void
  readonly answered: (request: AnsweredRequest) => void
  readonly noticed: (notice: CountedNotice) => void
  /** Whether this process is the one of several that publishes. */
  readonly leads: (isLeading: boolean) => void
  readonly delivered: (delivery: CountedDelivery, at: Instant) => void
  /** In the text format that `contentType` names. */
  readonly text: () => Promise<string>
  readonly contentType: string
}

/** Counts from now on, by a clock that is never set. */
export function countMetrics(nowMs: () => number = () => performance.now()): Metrics {
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
  const subscribers = feedSubscribers(nowMs)
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
  const leading = new Gauge({ name: 'courant_leads', help: '1 while this process is the one that publishes.', registers })
  leading.set(1)
  return {
    published: publish => {
      publishes.inc({ reason: publish.reason, outcome: publish.kind })
      seconds.observe(publish.seconds)
      for (const late of publish.lateness) lateness.observe(late)
      for (const [state, count] of Object.entries(publish.states ?? {})) stories.set({ state }, count)
      if (publish.upcoming !== undefined) upcoming.set(publish.upcoming)
      mistakes.reset()
      for (const { severity, code } of publish.diagnostics) mistakes.inc({ severity, code })
    },
    failed: () => publishes.inc({ reason: 'any', outcome: 'failed' }),
    answered: request => {
      answers.set(request.status, (answers.get(request.status) ?? 0) + 1)
      subscribers.note(request)
    },
    noticed: notice => {
      if (notice.kind === 'subscriptions') subscriptions.set(notice.count)
      else notices.inc({ kind: notice.kind, outcome: notice.outcome }, 'count' in notice ? notice.count : 1)
    },
    leads: isLeading => leading.set(isLeading ? 1 : 0),
    delivered: ({ to, kind }, at) => {
      deliveries.inc({ to, outcome: kind })
      if (kind === 'delivered') lastDelivery.set({ to }, at / 1000)
    },
    text: () => {
      // Node's own figures wake the process a hundred times a second: not unless somebody wants them.
      if (!isAsked) collectDefaultMetrics({ register: registry })
      isAsked = true
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}
