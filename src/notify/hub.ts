import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import type { Instant } from '../model/instant.ts'
import { type Content, confirms, deliver, deny, type Reach } from './callback.ts'
import { FairQueue, QUEUES } from './fair-queue.ts'
import type { DeliveryOutcome, DueDelivery, HubLimits, HubStore, PendingIntent } from './hub-store.ts'
import { inTurn } from './in-turn.ts'
import { hubFailed, type Notifier, type NotifierEars, type TopicSite } from './notifier.ts'
import { type HubAnswer, readIntent } from './read-intent.ts'
import { TopicContents } from './topic-content.ts'
import { feedsOf, type PublishedFeeds } from './topics.ts'

/** What a hub stands on. */
export interface HubOptions extends NotifierEars {
  readonly out: string
  /** The list of what is public, where not the manifest of `out/`. */
  readonly manifest?: string | undefined
  readonly site: TopicSite
  readonly store: HubStore
  readonly reach: Omit<Reach, 'signal'>
  readonly limits?: HubLimits
  /** By which this process may note what is published, where others may too. */
  readonly fence?: number | undefined
  readonly now: () => Instant
}

const PER_HOST = 1_000
/** A file is on a disk with other things; a Redis has the memory that its operator gave it. */
const IN_ALL = { alone: 100_000, shared: 1_000_000 } as const
/** Deliveries that are taken from the store at once. */
const TAKEN_AT_ONCE = 500
/** Outcomes are written together: each would be a write of its own to the disk. */
const CONCLUDE_AFTER_MS = 25
/** Until it is looked again whether who does not answer has left places to others. */
const PLACES_MS = 100
/** The same of those that failed, whose places are fewer. */
const CROWDED_MS = 200
/** Another process may publish, and the clock may be set. */
const LOOK_EVERY_MS = 60_000
/** Where the store failed. */
const RETRY_MS = 2_000
/** What is on its way at the end may arrive. */
const DRAIN_MS = 3_000

/**
 * Courant's own hub (WebSub): takes subscriptions to the feeds in an `out/`, and delivers those that changed, as they stand when they are sent. All that it
 * must not forget is in its store before anybody is answered.
 */
export class Hub implements Notifier {
  readonly #options: HubOptions
  readonly #contents: TopicContents
  readonly #published: () => PublishedFeeds
  readonly #deliveries = new FairQueue(QUEUES.deliveries)
  readonly #questions = new FairQueue(QUEUES.questions)
  readonly #ending = new AbortController()
  readonly #onTheirWay = new Set<Promise<void>>()
  #site: TopicSite
  /** As noted in the store. */
  readonly #topics = new Map<OutPath, string>()
  #fence: number | undefined
  #isFailing = false
  #failures = 0
  #lookedAt: Instant = 0
  #concluded: DeliveryOutcome[] = []
  /** The last request for each topic and callback that waits to be verified. */
  readonly #unverified = new Map<string, PendingIntent>()
  #timer: NodeJS.Timeout | undefined
  readonly #looking: NodeJS.Timeout
  #soon: NodeJS.Timeout | undefined
  #ended = false

  private constructor(options: HubOptions) {
    this.#options = options
    this.#site = options.site
    this.#fence = options.fence
    this.#contents = new TopicContents(options.out)
    this.#published = feedsOf(options.out, options.manifest)
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY_MS)
  }

  /** Opens a hub, and makes good what was undone when it last ended: requests, deliveries, and what was published since. */
  static async open(options: HubOptions): Promise<Hub> {
    const hub = new Hub(options)
    await hub.#look()
    return hub
  }

  /** Answers a subscriber's form. Whether the subscriber meant it is asked afterwards. */
  async ask(form: string): Promise<HubAnswer> {
    const { store, reach, now } = this.#options
    const { limits = { perHost: PER_HOST, all: store.isShared ? IN_ALL.shared : IN_ALL.alone } } = this.#options
    const read = () => readIntent(form, { site: this.#site, topics: this.#topics, allowPrivate: reach.allowPrivate })
    let intent = read()
    if ('status' in intent && intent.status === 404 && store.isShared) {
      await this.#learn()
      intent = read()
    }
    if ('status' in intent) return intent
    const pending = await this.#orFail(() => store.request(intent, limits, now()))
    if (!pending) return { status: 429, text: 'There are too many subscriptions for this host.' }
    this.#verify(pending)
    return { status: 202, text: 'Accepted: the callback is asked next.' }
  }

  published(site: TopicSite, fence?: number): void {
    this.#site = site
    this.#fence = fence ?? this.#fence
    this.#look()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true
    clearInterval(this.#looking)
    const late = setTimeout(() => this.#ending.abort(), DRAIN_MS)
    await Promise.all(this.#onTheirWay)
    clearTimeout(late)
    // Whatever look is in hand ends first.
    await this.#look()
    await this.#settle()
    clearTimeout(this.#timer)
    clearTimeout(this.#soon)
    await this.#options.store[Symbol.asyncDispose]()
  }

  /** Notes what is published now, and has it delivered. Of several processes, one publishes, and one notes. */
  readonly #look: () => Promise<void> = inTurn(() =>
    this.#saying(async () => {
      if (this.#ended) return
      const { store, now, onCounted } = this.#options
      const at = now()
      await store.mendDue(at, { isSetBack: at < this.#lookedAt })
      this.#lookedAt = at
      if (!store.isShared || this.#fence !== undefined) await store.note(this.#published().topics, at, this.#fence)
      await this.#learn()
      for (const intent of await store.pending(at)) this.#verify(intent)
      onCounted({ kind: 'subscriptions', count: await store.count(at) })
      await this.#settle()
    }),
  )

  /** What whoever publishes noted. */
  async #learn(): Promise<void> {
    for (const [path, sha256] of await this.#options.store.topics()) this.#topics.set(path, sha256)
  }

  /** Writes what became of deliveries, and sends what is due. */
  readonly #settle: () => Promise<void> = inTurn(() =>
    this.#saying(async () => {
      clearTimeout(this.#timer)
      await this.#conclude()
      let isMore = true
      while (isMore && !this.#ended && this.#deliveries.waiting < TAKEN_AT_ONCE) isMore = await this.#takeSome()
      this.#timer = setTimeout(this.#settle, isMore ? PLACES_MS : await this.#untilDueMs())
    }),
  )

  /** Sends what is due; whether there may be more. */
  async #takeSome(): Promise<boolean> {
    const { store, now } = this.#options
    // While some are taken others arrive, and are not to be held for longer than that.
    const [taken] = await Promise.all([store.take(now(), TAKEN_AT_ONCE, this.#mostFailing), this.#conclude()])
    for (const due of taken) {
      this.#topics.set(due.topic, due.sha256)
      this.#send(due, { by: this.#deliveries, work: () => this.#deliver(due) })
    }
    return taken.length === TAKEN_AT_ONCE
  }

  get #mostFailing(): number {
    return Math.max(TAKEN_AT_ONCE - this.#deliveries.waitingFailing, 0)
  }

  async #untilDueMs(): Promise<number> {
    const { store, now } = this.#options
    const next = (await store.nextDue(now())) ?? Number.POSITIVE_INFINITY
    // What failed, and finds no place, is due all the while.
    const leastMs = this.#mostFailing < TAKEN_AT_ONCE ? CROWDED_MS : CONCLUDE_AFTER_MS
    return Math.min(Math.max(next - now(), leastMs), store.lookEveryMs)
  }

  async #conclude(): Promise<void> {
    const concluded = this.#concluded
    this.#concluded = []
    try {
      await this.#options.store.conclude(concluded, this.#options.now())
    } catch (error) {
      this.#concluded = [...concluded, ...this.#concluded]
      throw error
    }
  }

  #settleSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined
      this.#settle()
    }, CONCLUDE_AFTER_MS)
  }

  async #deliver(due: DueDelivery): Promise<void> {
    const content = await this.#contentOf(due.topic)
    const kind = content ? await deliver(due, content, this.#reach()) : 'put-off'
    // What was cut off at the end is due again at the next start.
    if (kind === 'failed' && this.#ending.signal.aborted) return
    if (kind !== 'put-off') this.#options.onCounted({ kind: 'delivery', outcome: kind })
    const { id } = due
    this.#concluded.push(kind === 'delivered' ? { kind, id, sha256: content?.sha256 ?? '' } : { kind, id })
    this.#settleSoon()
  }

  /** The topic's document as it is published now; undefined while it is being replaced, or is somebody else's. */
  async #contentOf(topic: OutPath): Promise<Content | undefined> {
    const get = () => this.#contents.get(topic, { sha256: this.#topics.get(topic), site: this.#site })
    const content = get()
    if (content) return content
    await this.#look()
    return get()
  }

  /** Asks once, however often the subscriber asked meanwhile: what it asked last counts. */
  #verify(last: PendingIntent): void {
    const key = `${last.topic} ${last.callback}`
    const isAsked = this.#unverified.has(key)
    this.#unverified.set(key, last)
    if (isAsked) return
    const work = (): Promise<void> =>
      this.#saying(async () => {
        const { store, now, onCounted } = this.#options
        const intent = this.#unverified.get(key) ?? last
        this.#unverified.delete(key)
        const outcome = await this.#outcomeOf(intent)
        // What was cut off at the end is asked again at the next start.
        if (this.#ending.signal.aborted) return
        if (outcome === 'confirmed') await store.confirm(intent, now())
        else await store.refuse(intent)
        onCounted({ kind: 'verification', outcome })
      })
    this.#send(last, { by: this.#questions, work })
  }

  async #outcomeOf(intent: PendingIntent): Promise<'confirmed' | 'refused' | 'denied'> {
    if (intent.mode === 'subscribe' && !this.#isPublished(intent.topic)) {
      await deny(intent, 'There is no such feed any more.', this.#reach())
      return 'denied'
    }
    return (await confirms(intent, this.#reach())) ? 'confirmed' : 'refused'
  }

  /** Of a feed that moved, the page that leads there may stand in its place. */
  #isPublished(topic: OutPath): boolean {
    return !this.#published().moved.has(topic) && existsSync(join(this.#options.out, topic))
  }

  #send(
    { callback, isFailing = false }: Pick<DueDelivery, 'callback' | 'isFailing'>,
    { by, work }: { readonly by: FairQueue; readonly work: () => Promise<void> },
  ): void {
    const send = async (): Promise<void> => {
      if (this.#ended) return
      const onItsWay = work().finally(() => this.#onTheirWay.delete(onItsWay))
      this.#onTheirWay.add(onItsWay)
      await onItsWay
    }
    by.add(new URL(callback).hostname, send, { isFailing })
  }

  #reach(): Reach {
    return { ...this.#options.reach, signal: this.#ending.signal }
  }

  /** Nothing that fails here may end the hub: the store's disk may be full, or Redis away, for a while. That is said once. */
  async #saying(work: () => Promise<void>): Promise<void> {
    const failures = this.#failures
    try {
      await this.#orFail(work)
      // What failed within, or besides, is not over by that.
      if (!this.#isFailing || this.#failures > failures || this.#ended) return
      this.#isFailing = false
      this.#options.onSaid({ level: 'info', event: 'hub-works', words: 'The hub works again.' })
    } catch {
      clearTimeout(this.#timer)
      if (!this.#ended) this.#timer = setTimeout(this.#look, RETRY_MS)
    }
  }

  /** Says what fails, and throws it on. */
  async #orFail<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (!this.#isFailing)
        this.#options.onSaid(hubFailed(`The hub cannot work just now: ${why}`, this.#options.store.remedyOf(error)))
      this.#isFailing = true
      this.#failures++
      throw error
    }
  }
}
