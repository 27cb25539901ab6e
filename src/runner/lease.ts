import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { type Fence, standingFence } from '../output/fence.ts'
import { connectRedis, keyPrefix, type Redis, reached, type Shared } from '../platform/redis.ts'
import type { Paths } from '../state/paths.ts'

/** What became of the lease. */
export type LeaseChange =
  | { readonly kind: 'leads'; readonly fence: Fence }
  | { readonly kind: 'follows'; readonly holder: string }
  /** Redis gives no answer, or does again. */
  | { readonly kind: 'away'; readonly why: string }
  | { readonly kind: 'back' }

/**
 * The right to publish, which one of several processes has at a time. Only an answer from Redis gives or takes it: while Redis is away, whoever had
 * it last keeps it, so that what is due goes out, and nobody else can get it.
 */
export interface Lease extends AsyncDisposable {
  /** By which this process publishes; undefined while it is not the one that does. */
  readonly fence: () => Fence | undefined
  /** The same, asked of Redis anew where the last answer is old: this process may have been stopped. */
  readonly confirmed: () => Promise<Fence | undefined>
  /** Why it is not known who publishes; undefined where it is. */
  readonly problem: () => string | undefined
  /** How it stands. */
  readonly stands: () => LeaseChange
  /** Tells of changes from now on, until the answer is disposed of. */
  readonly heed: (listener: (change: LeaseChange) => void) => Disposable
}

/** How long a process that is gone keeps others waiting, at most; tests want it shorter. */
const LEASE_MS = 6_000

/** A slow answer is none: what is due does not wait for it. */
const ANSWER_MS = 1_500

// KEYS[1]: what all keys begin with. ARGV: who asks, for how long, and the last number on the disk: Redis may have lost what it knew.
const TAKE = `
  local p, me = KEYS[1], ARGV[1]
  local holder = redis.call('GET', p .. 'lease')
  if holder and holder ~= me then return { holder, 0 } end
  local fence = tonumber(redis.call('GET', p .. 'fence') or '0')
  if holder and fence > 0 then
    redis.call('PEXPIRE', p .. 'lease', ARGV[2])
    return { me, fence }
  end
  fence = math.max(fence, tonumber(ARGV[3])) + 1
  redis.call('SET', p .. 'fence', string.format('%d', fence))
  redis.call('SET', p .. 'lease', me, 'PX', ARGV[2])
  return { me, fence }
`

const RELEASE = `if redis.call('GET', KEYS[1] .. 'lease') == ARGV[1] then redis.call('DEL', KEYS[1] .. 'lease') end`

/** Stands for the lease in a Redis, and asks for it again and again. Settled when Redis answered once, or did not. */
export async function openLease(
  shared: Shared,
  { paths, leaseMs = LEASE_MS }: { readonly paths: Pick<Paths, 'state'>; readonly leaseMs?: number },
): Promise<Lease> {
  const redis = await connectRedis(shared.url, Math.min(ANSWER_MS, leaseMs / 4))
  const lease = new RedisLease(redis, { prefix: keyPrefix(shared), paths, leaseMs })
  await lease.ask()
  return lease
}

class RedisLease implements Lease {
  readonly #redis: Redis
  readonly #prefix: string
  readonly #paths: Pick<Paths, 'state'>
  readonly #leaseMs: number
  readonly #me = `${hostname()}:${process.pid}:${randomBytes(6).toString('hex')}`
  readonly #listeners = new Set<(change: LeaseChange) => void>()
  readonly #timer: NodeJS.Timeout
  #fence: Fence | undefined
  #away: string | undefined
  #holder = ''
  #heardMs = performance.now()
  #asking: Promise<void> | undefined
  #ended = false

  constructor(
    redis: Redis,
    { prefix, paths, leaseMs }: { readonly prefix: string; readonly paths: Pick<Paths, 'state'>; readonly leaseMs: number },
  ) {
    this.#redis = redis
    this.#prefix = prefix
    this.#paths = paths
    this.#leaseMs = leaseMs
    this.#timer = setInterval(() => void this.ask(), leaseMs / 3)
  }

  readonly fence = (): Fence | undefined => this.#fence

  readonly problem = (): string | undefined => (this.#fence ? undefined : this.#away)

  readonly stands = (): LeaseChange => {
    if (this.#fence) return { kind: 'leads', fence: this.#fence }
    return this.#away === undefined ? { kind: 'follows', holder: shownHolder(this.#holder) } : { kind: 'away', why: this.#away }
  }

  readonly confirmed = async (): Promise<Fence | undefined> => {
    if (performance.now() - this.#heardMs > this.#leaseMs) await this.ask()
    return this.#fence
  }

  readonly heed = (listener: (change: LeaseChange) => void): Disposable => {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) }
  }

  /** Asks for the lease, or to keep it. Throws nothing. */
  async ask(): Promise<void> {
    this.#asking ??= this.#askOnce().finally(() => {
      this.#asking = undefined
    })
    await this.#asking
  }

  async #askOnce(): Promise<void> {
    try {
      const values = [this.#me, this.#leaseMs, await standingFence(this.#paths)]
      if (this.#ended) return
      const answer: unknown = await reached(this.#redis).eval(TAKE, 1, this.#prefix, ...values)
      if (this.#ended) return
      const [holder, number] = Array.isArray(answer) ? answer : []
      this.#heard(undefined)
      if (holder === this.#me) this.#lead(Number(number))
      else this.#follow(String(holder))
    } catch (error) {
      if (!this.#ended) this.#heard(error instanceof Error ? error.message : String(error))
    }
  }

  #heard(problem: string | undefined): void {
    const before = this.#away
    this.#away = problem
    this.#heardMs = performance.now()
    if (problem !== undefined && before === undefined) this.#tell({ kind: 'away', why: problem })
    if (problem === undefined && before !== undefined) this.#tell({ kind: 'back' })
  }

  #lead(number: number): void {
    if (this.#fence?.number === number) return
    this.#fence = { number, holder: this.#me }
    this.#holder = this.#me
    this.#tell({ kind: 'leads', fence: this.#fence })
  }

  #follow(holder: string): void {
    this.#fence = undefined
    if (this.#holder === holder) return
    this.#holder = holder
    this.#tell({ kind: 'follows', holder: shownHolder(holder) })
  }

  #tell(change: LeaseChange): void {
    for (const listener of this.#listeners) listener(change)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    // What is being asked is not waited for: the disk may never answer. Redis answers in turn.
    this.#ended = true
    this.#fence = undefined
    // Where that fails it ends by itself.
    await this.#redis.eval(RELEASE, 1, this.#prefix, this.#me).catch(() => {})
    this.#redis.disconnect()
  }
}

/** `machine, process 4711`. */
function shownHolder(holder: string): string {
  return holder.split(':').slice(0, 2).join(', process ')
}
