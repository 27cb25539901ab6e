import type { Patience, RenderTask, Slowness } from './render-task.ts'
import type { Work } from './render-thread.ts'

const BRIEF = 1 / 10
// Once so much went into texts that were set aside, the next ones get less: a newsroom may have thousands.
const GENEROUS = 2 / 10
const LEAST = 1 / 50
// What an ordinary text may take with all that is loaded for the first one.
const LEAST_MS = 100

/** The time that the bodies of one run may take, and what they took of it. */
export class RunPatience {
  readonly #deadlineMs: number
  readonly #giveUp: AbortSignal | undefined
  #setAsideMs = 0
  #sharedSinceMs: number | undefined

  /** Aborting `giveUp` ends the shared time. */
  constructor(deadlineMs: number, giveUp: AbortSignal | undefined) {
    this.#deadlineMs = deadlineMs
    this.#giveUp = giveUp
  }

  /**
   * Whether a task that has been running this long has had its time. A brief time is one of work: where the machine is busy with others, an
   * ordinary text waits for a processor, and is not slow for that.
   */
  isOver(task: RenderTask, { ranMs, cpuMs }: Pick<Work, 'ranMs' | 'cpuMs'>): boolean {
    const patience = patienceOf(task)
    if (patience === 'brief') return Math.min(ranMs, cpuMs) > this.#briefMs() || ranMs > this.#deadlineMs
    if (patience === 'full') return ranMs > this.#deadlineMs
    this.#sharedSinceMs ??= performance.now() - ranMs
    return this.isSpent(task)
  }

  /** Whether no time is left for a task, before it begins. */
  isSpent(task: RenderTask): boolean {
    if (patienceOf(task) !== 'shared') return false
    if (this.#giveUp?.aborted) return true
    return this.#sharedSinceMs !== undefined && performance.now() - this.#sharedSinceMs > this.#deadlineMs
  }

  /** Notes a task that was ended after it ran so long, and says how it used its time. */
  ended(task: RenderTask, ranMs: number): Slowness {
    const patience = patienceOf(task)
    if (patience === 'full') return 'tried'
    if (patience === 'shared') return this.#giveUp?.aborted ? 'untried' : 'tried'
    this.#setAsideMs += ranMs
    return 'set-aside'
  }

  #briefMs(): number {
    const part = this.#setAsideMs > GENEROUS * this.#deadlineMs ? LEAST : BRIEF
    return Math.min(this.#deadlineMs, Math.max(LEAST_MS, part * this.#deadlineMs))
  }
}

function patienceOf(task: RenderTask): Patience {
  return task.kind === 'page' ? task.patience : 'full'
}
