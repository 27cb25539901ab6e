/** How many requests may be on their way. */
export interface QueueLimits {
  /** Of those that were sent just now. */
  readonly prompt: number
  /** When a request that is not answered leaves its place to others. */
  readonly promptMs: number
  /** To one host. */
  readonly perHost: number
  /** In all. */
  readonly all: number
  /** Of those in all, to who failed before; as many as there are when absent. */
  readonly failing?: number
}

/** Of deliveries, and of questions whether somebody subscribed: whoever asks for those without end keeps no delivery waiting. */
export const QUEUES: { readonly deliveries: QueueLimits; readonly questions: QueueLimits } = {
  deliveries: { prompt: 256, promptMs: 300, perHost: 10, all: 4_000, failing: 1_000 },
  questions: { prompt: 64, promptMs: 300, perHost: 10, all: 1_000 },
}

interface Waiting {
  readonly host: string
  readonly work: () => Promise<void>
  /** Whether whom it is for failed before. */
  readonly isFailing: boolean
}

/**
 * Sends requests, many at once, so that none waits for a slow one: what is not answered soon goes on beside the others and gives its place to
 * the next. A host gets few at a time, and keeps nobody waiting but itself. Those to who failed before are sent when no other waits, and have some of
 * the places alone: however many never answer, the others find some free.
 */
export class FairQueue {
  readonly #limits: QueueLimits
  readonly #waiting: Waiting[] = []
  readonly #failing: Waiting[] = []
  readonly #held = new Map<string, Waiting[]>()
  readonly #atHost = new Map<string, number>()
  #prompt = 0
  #all = 0
  #allFailing = 0

  constructor(limits: QueueLimits) {
    this.#limits = limits
  }

  /** How many wait for a place, apart from those that wait for their own host. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** The same of those to who failed before. */
  get waitingFailing(): number {
    return this.#failing.length
  }

  /** Does some work when its turn comes. It throws nothing. */
  add(host: string, work: () => Promise<void>, { isFailing = false }: Partial<Pick<Waiting, 'isFailing'>> = {}): void {
    const waiting = { host, work, isFailing }
    this.#rowOf(waiting).push(waiting)
    this.#sendNext()
  }

  #rowOf({ isFailing }: Pick<Waiting, 'isFailing'>): Waiting[] {
    return isFailing ? this.#failing : this.#waiting
  }

  #sendNext(): void {
    const { prompt, all, failing = all } = this.#limits
    while (this.#prompt < prompt && this.#all < all) {
      const next = this.#waiting.shift() ?? (this.#allFailing < failing ? this.#failing.shift() : undefined)
      if (!next) return
      if ((this.#atHost.get(next.host) ?? 0) < this.#limits.perHost) this.#send(next)
      else this.#hold(next)
    }
  }

  #hold(waiting: Waiting): void {
    const held = this.#held.get(waiting.host)
    if (held) held.push(waiting)
    else this.#held.set(waiting.host, [waiting])
  }

  async #send({ host, work, isFailing }: Waiting): Promise<void> {
    this.#prompt++
    this.#all++
    if (isFailing) this.#allFailing++
    this.#atHost.set(host, (this.#atHost.get(host) ?? 0) + 1)
    let isPrompt = true
    const leave = (): void => {
      if (isPrompt) this.#prompt--
      isPrompt = false
    }
    const timer = setTimeout(() => {
      leave()
      this.#sendNext()
    }, this.#limits.promptMs)
    await work()
    clearTimeout(timer)
    leave()
    this.#all--
    if (isFailing) this.#allFailing--
    this.#leaveHost(host)
    this.#sendNext()
  }

  #leaveHost(host: string): void {
    const left = (this.#atHost.get(host) ?? 1) - 1
    if (left === 0) this.#atHost.delete(host)
    else this.#atHost.set(host, left)
    const held = this.#held.get(host)
    const next = held?.shift()
    if (held?.length === 0) this.#held.delete(host)
    if (next) this.#rowOf(next).unshift(next)
  }
}
