import { randomUUID } from 'node:crypto'
import type { Job, Queue, Worker } from 'bullmq'
import type { Instant } from '../model/instant.ts'
import { loadPackage, type Redis } from '../platform/redis.ts'

const NAME = 'deliveries'

/** For how long a delivery that was taken stays with its process, should that be killed. While the process lives it is prolonged. */
const LOCK_MS = 30_000

/** Jobs that are asked for at once, over one connection. */
const LANES = 25
/** BullMQ keeps the time in milliseconds in the upper part of a number, so that what is due at once keeps its order. */
const SCORE_A_MS = 0x1000
/** Jobs that a look brings forward: the next look is a minute later. */
const BROUGHT_AT_ONCE = 10_000
/** As many as a script is asked to prolong at once. */
const PROLONGED_AT_ONCE = 2_000

/** What a job carries: everything else is looked up when it is taken. */
interface Delivery {
  /** Id of the subscription. */
  readonly subscription: number
}

type DeliveryJob = Job<Delivery>

/**
 * BullMQ, as far as deliveries go. A subscription has one job at most: another that is added meanwhile is the same one, or, while it is in somebody's
 * hands, follows it. Who takes a job holds it until it is done, put later, or its process is gone for a while; then somebody else gets it.
 */
export class DeliveryQueue implements AsyncDisposable {
  readonly #redis: Redis
  readonly #queue: Queue<Delivery>
  readonly #worker: Worker<Delivery>
  readonly #token = randomUUID()
  readonly #taken = new Map<number, DeliveryJob>()
  readonly #prolonging: NodeJS.Timeout

  private constructor(
    redis: Redis,
    { queue, worker, lockMs }: { queue: Queue<Delivery>; worker: Worker<Delivery>; lockMs: number },
  ) {
    this.#redis = redis
    this.#queue = queue
    this.#worker = worker
    this.#prolonging = setInterval(() => void this.#prolong(lockMs), lockMs / 3)
  }

  /** Opens the queue below a prefix. @throws EnvironmentError where BullMQ is not installed */
  static async open(redis: Redis, { prefix, lockMs = LOCK_MS }: { prefix: string; lockMs?: number }): Promise<DeliveryQueue> {
    const { Queue, Worker } = await loadPackage('bullmq', () => import('bullmq'))
    // Events are for who looks on; nobody does.
    const common = { connection: redis, prefix: prefix.replace(/:$/, '') }
    const queue = new Queue<Delivery>(NAME, {
      ...common,
      streams: { events: { maxLen: 100 } },
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    })
    const worker = new Worker<Delivery>(NAME, null, {
      ...common,
      autorun: false,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      // However often processes are killed.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
    })
    // The connection's own are heard where it is made.
    queue.on('error', () => {})
    worker.on('error', () => {})
    await worker.startStalledCheckTimer()
    return new DeliveryQueue(redis, { queue, worker, lockMs })
  }

  /** Sees to it that each of these subscriptions gets a delivery; those that are failing after all others. */
  async add(subscriptions: readonly number[], failing: ReadonlySet<number> = new Set()): Promise<void> {
    await this.#queue.addBulk(
      subscriptions.map(subscription => ({
        name: 'delivery',
        data: { subscription },
        opts: {
          deduplication: { id: String(subscription), keepLastIfActive: true },
          ...(failing.has(subscription) && { priority: 1 }),
        },
      })),
    )
  }

  /** The same, at once where it waited for its time. */
  async hasten(subscription: number): Promise<void> {
    await this.add([subscription])
    const id = await this.#queue.getDeduplicationJobId(String(subscription))
    const job = id === null ? undefined : await this.#queue.getJob(id)
    if (await job?.isDelayed()) await job?.promote().catch(() => {})
  }

  /** Takes what is due, those first that did not fail before; answers with subscriptions. */
  async take(most: number): Promise<readonly number[]> {
    const taken: number[] = []
    let left = most
    const lane = async (): Promise<void> => {
      while (left-- > 0) {
        const job = await this.#worker.getNextJob(this.#token, { block: false })
        if (!job) return
        const { subscription } = job.data
        this.#taken.set(subscription, job)
        taken.push(subscription)
      }
    }
    const lanes = await Promise.allSettled(Array.from({ length: Math.min(LANES, most) }, lane))
    const failed = lanes.find(({ status }) => status === 'rejected')
    // What was taken before it failed is there to be delivered.
    if (failed?.status === 'rejected' && taken.length === 0) throw failed.reason
    return taken
  }

  /** Lets go of what was taken and cannot be seen to: somebody gets it once it was not held for a while. */
  drop(subscriptions: readonly number[]): void {
    for (const subscription of subscriptions) this.#taken.delete(subscription)
  }

  /** A delivery that was taken is done with. */
  async done(subscription: number): Promise<void> {
    await this.#giveUp(subscription, job => job.moveToCompleted(undefined, this.#token, false))
  }

  /** A delivery that was taken is to be made later; after all others, where it failed. */
  async later(subscription: number, at: Instant, { isFailing }: { readonly isFailing: boolean }): Promise<void> {
    await this.#giveUp(subscription, async job => {
      // As BullMQ's own changePriority does, which would look for the job in the whole of what waits.
      if (isFailing) await this.#redis.hset(this.#queue.toKey(job.id ?? ''), 'priority', '1')
      await job.moveToDelayed(at, this.#token)
    })
  }

  /** When the next delivery is due that nobody has taken; 0 for at once, undefined for none. */
  async nextDue(): Promise<Instant | undefined> {
    const { wait = 0, prioritized = 0 } = await this.#queue.getJobCounts('wait', 'prioritized')
    if (wait + prioritized > 0) return 0
    const [, score] = await this.#redis.zrange(this.#queue.toKey('delayed'), 0, '0', 'WITHSCORES')
    return score === undefined ? undefined : Math.floor(Number(score) / SCORE_A_MS)
  }

  /** Makes due at once what waits for a time after this one, some at a time. */
  async bringForward(after: Instant): Promise<void> {
    const from = `(${after * SCORE_A_MS}`
    const ids = await this.#redis.zrange(this.#queue.toKey('delayed'), from, '+inf', 'BYSCORE', 'LIMIT', 0, BROUGHT_AT_ONCE)
    const promote = async (id: string): Promise<void> => void (await (await this.#queue.getJob(id))?.promote().catch(() => {}))
    await Promise.all(ids.map(promote))
  }

  /** Whether this one is taken by this process. */
  has(subscription: number): boolean {
    return this.#taken.has(subscription)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#prolonging)
    // Somebody else, or the next start, need not wait for them.
    await Promise.allSettled([...this.#taken.values()].map(job => job.moveToWait(this.#token)))
    await Promise.allSettled([this.#worker.close(true), this.#queue.close()])
  }

  /** What another has taken over meanwhile is not this one's to move. */
  async #giveUp(subscription: number, move: (job: DeliveryJob) => Promise<unknown>): Promise<void> {
    const job = this.#taken.get(subscription)
    if (!job) return
    try {
      await move(job)
    } catch (error) {
      if (!isLost(error)) throw error
    }
    this.#taken.delete(subscription)
  }

  async #prolong(lockMs: number): Promise<void> {
    const ids = [...this.#taken.values()].flatMap(({ id }) => id ?? [])
    for (let from = 0; from < ids.length; from += PROLONGED_AT_ONCE) {
      const some = ids.slice(from, from + PROLONGED_AT_ONCE)
      const tokens = some.map(() => this.#token)
      // What cannot be prolonged is told when it is given up.
      await this.#worker.extendJobLocks(some, tokens, lockMs).catch(() => {})
    }
  }
}

/** BullMQ's codes for a job that is gone, or in other hands. */
const LOST: ReadonlySet<unknown> = new Set([-1, -2, -3, -6])

function isLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && LOST.has(error.code)
}
