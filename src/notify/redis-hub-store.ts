import type { Instant } from '../model/instant.ts'
import { connectRedis, keyPrefix, type Redis, reached, type Shared } from '../platform/redis.ts'
import { DeliveryQueue } from './delivery-queue.ts'
import {
  type DeliveryOutcome,
  type DueDelivery,
  type HubLimits,
  type HubStore,
  type Intent,
  KEPT_MS,
  type PendingIntent,
} from './hub-store.ts'
import { ADVANCE, CLAIM, CONCLUDE, CONFIRM, COUNT, FAILING, NOTE, REFUSE, RENOTE, REQUEST, TAKE } from './redis-hub-scripts.ts'
import { GIVE_UP_MS, LONGEST_MS, putOffMs, retryPauseMs } from './retry-pause.ts'
import type { Topics } from './topics.ts'

/** For how long a request is seen to by the process that took it. */
const CLAIM_MS = 60_000
/** Subscribers of a topic that get their deliveries in one step. */
const SPREAD_AT_ONCE = 1_000
/** Deliveries that are put back in a look at most. */
const MOST_PUT_BACK = 50
/** Until what failed, and finds no place, is taken again. */
const NO_PLACE_MS = 5_000
/** Other processes make deliveries due as well. */
const LOOK_EVERY_MS = 1_000

/**
 * Opens the hub's store in a Redis, which any number of processes share. Subscriptions are kept there as they are; BullMQ carries the deliveries.
 * Where Redis is not there, what is asked of the store fails until it is.
 * @throws EnvironmentError where a package is missing
 */
export async function openRedisStore(shared: Shared, options: { readonly lockMs?: number } = {}): Promise<HubStore> {
  const redis = await connectRedis(shared.url)
  const prefix = keyPrefix(shared)
  return new RedisHubStore(redis, { prefix, queue: await DeliveryQueue.open(redis, { prefix, ...options }) })
}

class RedisHubStore implements HubStore {
  readonly isShared = true
  readonly lookEveryMs: number = LOOK_EVERY_MS
  readonly #redis: Redis
  readonly #prefix: string
  readonly #queue: DeliveryQueue

  constructor(redis: Redis, { prefix, queue }: { readonly prefix: string; readonly queue: DeliveryQueue }) {
    this.#redis = redis
    this.#prefix = prefix
    this.#queue = queue
  }

  remedyOf() {
    return 'see to the Redis that REDIS_URL names'
  }

  async topics() {
    return new Map(Object.entries(await this.#reached.hgetall(`${this.#prefix}topics`)))
  }

  async note(topics: Topics, at: Instant, fence?: number) {
    await this.#run(NOTE, [fence ?? '', at, ...[...topics].flat()])
  }

  async request(intent: Intent, { perHost, all }: HubLimits, at: Instant) {
    const { topic, callback, mode, url, secret, leaseSeconds } = intent
    const fields = { mode, url, secret: secret ?? '', leaseSeconds }
    const id = await this.#run(REQUEST, [
      ...[topic, callback, new URL(callback).hostname, perHost, all, at + CLAIM_MS],
      ...Object.entries(fields).flat(),
    ])
    return typeof id === 'number' ? { ...intent, id } : undefined
  }

  async pending(at: Instant) {
    return listIn(await this.#run(CLAIM, [at, at + CLAIM_MS])).map(claimed => {
      const [id, fields] = listIn(claimed)
      return intentIn(Number(id), listIn(fields))
    })
  }

  async confirm({ id, mode, topic, callback, secret, leaseSeconds }: PendingIntent, at: Instant) {
    const host = new URL(callback).hostname
    await this.#run(CONFIRM, [id, mode, topic, callback, host, secret ?? '', at, at + leaseSeconds * 1000])
  }

  async refuse({ id }: PendingIntent) {
    await this.#run(REFUSE, [id])
  }

  async take(at: Instant, most: number, mostFailing = most) {
    await this.#spread()
    const due: DueDelivery[] = []
    const held: number[] = []
    try {
      for (let putBack = 0; due.length < most && putBack < MOST_PUT_BACK; ) {
        // Few at a time, where those of which there are too many are to be put back.
        const ids = await this.#queue.take(Math.min(most - due.length, mostFailing < most ? MOST_PUT_BACK : most))
        if (ids.length === 0) break
        held.push(...ids)
        const wanted = await this.#wanted(ids, at)
        const tooMany = new Set(failingIn(wanted).slice(mostFailing - failingIn(due).length))
        await Promise.all([...tooMany].map(({ id }) => this.#queue.later(id, at + NO_PLACE_MS, { isFailing: true })))
        putBack += tooMany.size
        due.push(...wanted.filter(one => !tooMany.has(one)))
      }
      return due
    } catch (error) {
      this.#queue.drop(held)
      throw error
    }
  }

  /** What is to be delivered to these. Where nothing is, that is done with. */
  async #wanted(ids: readonly number[], at: Instant): Promise<readonly DueDelivery[]> {
    const found = listIn(await this.#run(TAKE, [at, ...ids])).map(listIn)
    await Promise.all(ids.map((id, index) => (found[index]?.length ? undefined : this.#queue.done(id))))
    return ids.flatMap((id, index) => dueIn(id, found[index] ?? []))
  }

  async conclude(outcomes: readonly DeliveryOutcome[], at: Instant) {
    const mine = outcomes.filter(({ id }) => this.#queue.has(id))
    if (mine.length === 0) return
    const concluded = listIn(
      await this.#run(
        CONCLUDE,
        mine.flatMap(outcome => [outcome.kind, outcome.id, outcome.kind === 'delivered' ? outcome.sha256 : '']),
      ),
    )
    const moves = mine.map(({ kind, id }, index) => this.#move(id, { kind, at, answer: listIn(concluded[index]).map(Number) }))
    for (const move of await Promise.allSettled(moves)) if (move.status === 'rejected') throw move.reason
  }

  async #move(
    id: number,
    { kind, at, answer }: { readonly kind: DeliveryOutcome['kind']; readonly at: Instant; readonly answer: readonly number[] },
  ): Promise<void> {
    const [failures = 0, since = at, hasIt = 1] = answer
    const isFailing = kind === 'failed'
    // What was published meanwhile is due at once.
    const due = kind === 'delivered' ? at : at + (isFailing ? retryPauseMs(failures) : putOffMs(at - since))
    const isOver = kind === 'delivered' ? hasIt === 1 : due - since > GIVE_UP_MS
    if (answer.length === 0 || isOver) await this.#queue.done(id)
    else await this.#queue.later(id, due, { isFailing })
  }

  async nextDue(at: Instant) {
    const { untold, hasten } = await this.#toSpread()
    if (untold.length + hasten.length > 0) return at
    const due = await this.#queue.nextDue()
    return due === undefined ? undefined : Math.max(due, at)
  }

  async mendDue(at: Instant, { isSetBack }: { readonly isSetBack: boolean }) {
    if (isSetBack) await this.#run(RENOTE, [])
    await this.#queue.bringForward(isSetBack ? at : at + LONGEST_MS)
  }

  async count(at: Instant) {
    return Number(await this.#run(COUNT, [at, at - KEPT_MS]))
  }

  async [Symbol.asyncDispose]() {
    await this.#queue[Symbol.asyncDispose]()
    this.#redis.disconnect()
  }

  /**
   * Gives some of those that are still to get one a delivery. Killed at any moment, whoever comes next begins where this one was: a delivery that is
   * added twice is one.
   */
  async #spread(): Promise<void> {
    const { untold, hasten } = await this.#toSpread()
    for (const id of hasten) {
      await this.#queue.hasten(Number(id))
      await this.#redis.srem(`${this.#prefix}hasten`, id)
    }
    for (const [topic, reached] of untold) {
      const [generation, last] = reached.split(':')
      const of = `${this.#prefix}of:${topic}`
      const ids = await this.#redis.zrange(of, `(${last}`, '+inf', 'BYSCORE', 'LIMIT', 0, SPREAD_AT_ONCE)
      const failing = ids.length === 0 ? [] : listIn(await this.#run(FAILING, ids)).map(Number)
      await this.#queue.add(ids.map(Number), new Set(failing))
      const next = ids.length < SPREAD_AT_ONCE ? '' : `${generation}:${ids.at(-1)}`
      await this.#run(ADVANCE, [topic, reached, next])
    }
  }

  async #toSpread() {
    const [untold, hasten] = await Promise.all([
      this.#reached.hgetall(`${this.#prefix}untold`),
      this.#redis.smembers(`${this.#prefix}hasten`),
    ])
    return { untold: Object.entries(untold), hasten }
  }

  get #reached(): Redis {
    return reached(this.#redis)
  }

  async #run(script: string, values: readonly (string | number)[]): Promise<unknown> {
    return this.#reached.eval(script, 1, this.#prefix, ...values)
  }
}

function failingIn(due: readonly DueDelivery[]): readonly DueDelivery[] {
  return due.filter(({ isFailing }) => isFailing)
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function dueIn(id: number, [topic, callback, secret, sha256, failures]: readonly unknown[]): readonly DueDelivery[] {
  if (topic === undefined) return []
  const due = { id, topic: String(topic), callback: String(callback), secret: secretIn(secret), sha256: String(sha256) }
  return [Number(failures) > 0 ? { ...due, isFailing: true } : due]
}

/** From names and values, one after the other. */
function intentIn(id: number, fields: readonly unknown[]): PendingIntent {
  const named = new Map(fields.flatMap((name, at) => (at % 2 === 0 ? [[String(name), String(fields[at + 1])] as const] : [])))
  const text = (name: string): string => named.get(name) ?? ''
  return {
    id,
    mode: text('mode') === 'subscribe' ? 'subscribe' : 'unsubscribe',
    topic: text('topic'),
    url: text('url'),
    callback: text('callback'),
    secret: secretIn(text('secret')),
    leaseSeconds: Number(text('leaseSeconds')),
  }
}

function secretIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
