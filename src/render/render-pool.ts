import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import { type PackedTargets, packTargets } from '../links/targets.ts'
import { once } from '../model/once.ts'
import { TEMPLATE_NAMES } from '../model/theme.ts'
import { errorOf } from '../platform/thread-fault.ts'
import type { Broken } from '../theme/load-theme.ts'
import { stuckTemplate } from '../theme/theme-fault.ts'
import { RunPatience } from './patience.ts'
import type { RenderResult, RenderSetup, RenderTask, Slowness } from './render-task.ts'
import { type RenderThread, seenNow, startThread, workOf } from './render-thread.ts'
import { AT_TASK, AT_TEMPLATE, type FromWorker, type NumberedTask, type ToWorker } from './render-worker.ts'
import { TaskQueue } from './task-queue.ts'

/** How rendering is bounded. */
export interface RenderLimits {
  /** How long one article may take. */
  readonly deadlineMs: number
  /** How much memory a thread may take; a gigabyte when absent. */
  readonly maxHeapMb?: number
}

// A thread costs about as much to start as this many pages cost to render.
const TASKS_WORTH_A_THREAD = 60
// Large enough that passing it costs little, and at the end so small that no thread waits long for the others.
const LARGEST_BATCH = 48
// V8 keeps a text of more than 128 KB apart until it collects the whole heap, on both sides; a character may take two bytes.
const FULL_BATCH_LENGTH = 48 * 1024
const BATCHES_LEFT = 6
const WATCH_EVERY_MS = 100

/** Renders off the main thread, on as many cores as there are, ending whatever takes too long. Kept warm between publishes. */
export class RenderPool implements AsyncDisposable {
  readonly #limits: RenderLimits
  readonly #threads = new Set<RenderThread>()
  /** Templates of this version of the theme that ended a thread: they are not tried again. */
  #broken: { readonly version: string | undefined; readonly templates: Broken } = { version: undefined, templates: {} }

  constructor(limits: RenderLimits) {
    this.#limits = limits
  }

  /** Starts threads ahead of need: they load what they render with while this one reads the newsroom. */
  warm(threads: number = availableParallelism()): void {
    while (this.#threads.size < threads) this.#startThread()
  }

  /**
   * Renders every task, which is described when its turn comes; results are in the order of the tasks, whatever the order of
   * the threads.
   * @throws as `renderEach` does
   */
  async render(
    setup: RenderSetup,
    {
      tasks,
      onProgress,
      onResult,
      ...options
    }: {
      readonly tasks: readonly (() => RenderTask)[]
      readonly onProgress: (done: number) => void
      readonly onResult?: RenderOptions['onResult'] | undefined
    } & Omit<RenderOptions, 'tasks' | 'onResult'>,
  ): Promise<readonly RenderResult[]> {
    const results: RenderResult[] = new Array(tasks.length)
    let done = 0
    await this.renderEach(setup, {
      ...options,
      tasks,
      onResult: (result, index) => {
        results[index] = result
        onResult?.(result, index)
        onProgress(++done)
      },
    })
    return results
  }

  /**
   * Renders every task and passes each result to `onResult`, with the number of its task. No result is kept: there may be a million.
   * @throws whatever the machine did wrong (a full disk, say); an article's own faults are results. The reason of `interrupted`, once that
   * is aborted
   */
  async renderEach(
    setup: RenderSetup,
    { tasks, onResult, threads = availableParallelism(), interrupted, giveUp }: RenderOptions,
  ): Promise<void> {
    const queue = new TaskQueue(tasks)
    const wanted = Math.min(threads, Math.ceil(queue.count(threads * TASKS_WORTH_A_THREAD) / TASKS_WORTH_A_THREAD))
    if (wanted === 0) return
    interrupted?.throwIfAborted()
    // Who has something to do meanwhile finds the threads at work.
    const stale = this.#staleFor(setup.theme?.version)
    if (stale.length > 0) await this.#end(stale)
    this.warm(wanted)
    const failed = new AbortController()
    const patience = new RunPatience(this.#limits.deadlineMs, giveUp)
    const packed = once(() => packTargets(setup.targets))
    const run = { setup, queue, onResult, patience, packed, failed: failed.signal }
    const works = [...this.#threads].slice(0, queue.count(this.#threads.size)).map(thread => this.#work(thread, run))
    try {
      await untilInterrupted(Promise.all(works), interrupted)
    } catch (error) {
      // What the other threads are still at belongs to a publish that is over: none of it may reach the next one.
      failed.abort()
      await this[Symbol.asyncDispose]()
      await Promise.allSettled(works)
      throw error
    }
    for (const { worker } of this.#threads) send(worker, { over: true })
  }

  #startThread(): RenderThread {
    const thread = startThread(this.#limits)
    this.#threads.add(thread)
    thread.worker.once('exit', () => this.#threads.delete(thread))
    return thread
  }

  async #work(first: RenderThread, run: Run): Promise<void> {
    for (let thread = first; ; thread = this.#startThread()) {
      const ended = await this.#drain(thread, run)
      if (ended === 'empty' || run.failed.aborted) return
      const stuck = ended.index - 1
      const isTheme = this.#noteTemplate(ended, run.setup)
      for (const [index, task] of thread.pending) {
        if (index === stuck && !isTheme) run.onResult(this.#slow(task, ended, run.patience), index)
        else run.queue.giveBack({ index, task })
      }
    }
  }

  #slow(task: RenderTask, { reason, ranMs }: Ended, patience: RunPatience): RenderResult {
    const slowness = reason === 'crash' ? 'tried' : patience.ended(task, ranMs)
    return tooSlow(task, { slowness, reason, ranMs, ...this.#limits })
  }

  /** What a thread has loaded stays in it: for another version of the theme there are others. */
  #staleFor(version: string | undefined): readonly RenderThread[] {
    if (this.#broken.version !== version) this.#broken = { version, templates: {} }
    return [...this.#threads].filter(({ theme }) => theme !== undefined && theme !== version)
  }

  async #end(threads: readonly RenderThread[]): Promise<void> {
    await Promise.all(threads.map(({ worker }) => worker.terminate()))
    for (const thread of threads) this.#threads.delete(thread)
  }

  /** Whether a template of the theme ended the thread; then it is not tried again, and its pages are made without it. */
  #noteTemplate({ template, reason }: Ended, { theme }: RenderSetup): boolean {
    const name = TEMPLATE_NAMES[template - 1]
    if (!theme || name === undefined) return false
    const templates = { ...this.#broken.templates, [name]: stuckTemplate(theme, { name, reason, ...this.#limits }) }
    this.#broken = { version: theme.version, templates }
    return true
  }

  /** Feeds a thread until the queue is empty, or until its task took too long or ended it. */
  #drain(thread: RenderThread, { setup, queue, onResult, patience, packed, failed }: Run): Promise<'empty' | Ended> {
    const { worker, pending, at } = thread
    const { promise, resolve, reject } = Promise.withResolvers<'empty' | Ended>()
    const next = (): void => {
      const batch: string[] = []
      const most = Math.ceil(queue.count(LARGEST_BATCH * BATCHES_LEFT) / BATCHES_LEFT)
      for (let length = 0; batch.length < most && length < FULL_BATCH_LENGTH; ) {
        const taken = queue.take()
        if (!taken) break
        const { index, task } = taken
        if (patience.isSpent(task)) {
          onResult(tooSlow(task, { slowness: 'untried', reason: 'deadline', ranMs: 0, ...this.#limits }), index)
          continue
        }
        pending.set(index, task)
        const text = JSON.stringify(taken satisfies NumberedTask)
        length += text.length
        batch.push(text)
      }
      if (batch.length > 0) send(worker, { tasks: `[${batch.join(',')}]` })
      else if (pending.size === 0) resolve('empty')
    }
    const goOn = (attempts: readonly FromWorker[]): void => {
      for (const { index, result } of attempts) {
        pending.delete(index)
        if (result) onResult(result, index)
      }
      const failed = attempts.find(({ result }) => !result)
      if (failed) reject(failed.fault ? errorOf(failed.fault) : new Error('a page could not be rendered'))
      else next()
    }
    // To describe the next task may fail, and so may whatever `onResult` does.
    const orReject = (work: () => void): void => {
      try {
        work()
      } catch (error) {
        reject(error)
      }
    }
    const onMessage = (message: string): void => orReject(() => goOn(JSON.parse(message)))
    // Tasks are numbered anew at every publish: what was seen in the last one says nothing of this one.
    thread.seen = seenNow(0)
    let overdue: { readonly index: number; readonly ranMs: number } | undefined
    const watch = setInterval(() => {
      const now = workOf(thread)
      const task = pending.get(now.index - 1)
      // A template has the whole time, whatever body it is for.
      const isOver =
        task && (Atomics.load(at, AT_TEMPLATE) === 0 ? patience.isOver(task, now) : now.ranMs > this.#limits.deadlineMs)
      if (overdue !== undefined || !isOver) return
      overdue = now
      void worker.terminate()
    }, WATCH_EVERY_MS)
    const onExit = (): void => {
      const index = overdue?.index ?? Atomics.load(at, AT_TASK)
      const template = Atomics.load(at, AT_TEMPLATE)
      // A thread that ends without a task in hand cannot work on this machine: another would end the same way.
      if (index === 0 && !failed.aborted) reject(thread.error ?? new Error('a thread for rendering ended by itself'))
      else resolve({ index, template, reason: overdue === undefined ? 'crash' : 'deadline', ranMs: overdue?.ranMs ?? 0 })
    }
    worker.on('message', onMessage).once('exit', onExit)
    const { targets, ...rest } = setup
    const { templates: broken } = this.#broken
    send(worker, { setup: rest, broken, targets: thread.targets === targets ? undefined : packed() })
    thread.targets = targets
    thread.theme = setup.theme?.version ?? thread.theme
    // One batch is at hand while the other is worked on, so that no thread waits for this one.
    orReject(() => {
      next()
      next()
    })
    return promise.finally(() => {
      clearInterval(watch)
      worker.off('message', onMessage).off('exit', onExit)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const threads = [...this.#threads]
    // Whoever renders meanwhile, or next, starts others.
    this.#threads.clear()
    await Promise.all(threads.map(({ worker }) => worker.terminate()))
  }
}

/** What may end a run before its time. */
export interface Interruptions {
  /** Ends it: all that was rendered is lost. */
  readonly interrupted?: AbortSignal | undefined
  /** Ends the time that slow bodies share: the others are rendered. */
  readonly giveUp?: AbortSignal | undefined
}

/** What is to be rendered, and by whom. */
export interface RenderOptions extends Interruptions {
  readonly tasks: Iterable<() => RenderTask>
  /** Gets each result as it comes, with the number of its task. */
  readonly onResult: (result: RenderResult, index: number) => void
  /** The most threads that are started for it; as many as there are processors when absent. */
  readonly threads?: number | undefined
}

interface Run extends Pick<RenderOptions, 'onResult'> {
  readonly setup: RenderSetup
  readonly queue: TaskQueue
  readonly patience: RunPatience
  /** The targets of the setup, for threads that do not have them. */
  readonly packed: () => PackedTargets
  /** Aborted when the machine failed one of the threads. */
  readonly failed: AbortSignal
}

interface Ended {
  /** The task that the thread was at, plus one. */
  readonly index: number
  /** The template of the theme that it was at, plus one. */
  readonly template: number
  readonly reason: 'deadline' | 'crash'
  readonly ranMs: number
}

/** Waits for work, or throws as soon as it is interrupted. */
async function untilInterrupted(work: Promise<unknown>, interrupted: AbortSignal | undefined): Promise<void> {
  if (!interrupted) return void (await work)
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(interrupted.reason)
  interrupted.addEventListener('abort', onAbort)
  try {
    await Promise.race([work, promise])
  } finally {
    interrupted.removeEventListener('abort', onAbort)
  }
}

function send(worker: Worker, message: ToWorker): void {
  worker.postMessage(message)
}

/** How the rendering of a body was ended, and how long it may take at most. */
interface TooSlow {
  readonly slowness: Slowness
  readonly reason: 'crash' | 'deadline'
  readonly deadlineMs: number
  readonly ranMs: number
}

/** The result of a task that was not rendered in time, or needed too much memory. */
function tooSlow(task: RenderTask, how: TooSlow): RenderResult {
  const body = task.kind === 'page' || task.kind === 'inspect' || task.kind === 'show' ? task.body : undefined
  const severity = how.slowness === 'set-aside' ? 'warning' : 'error'
  const at = { path: body?.path ?? '', line: body?.bodyLine ?? 1, column: 1 }
  return {
    kind: 'failed',
    slowness: how.slowness,
    diagnostics: [{ severity, code: 'too-slow', ...at, message: messageOf(how), remedy: PLAINER }],
  }
}

const PLAINER = 'look for very long lines, deep nesting or a huge table, and make it plainer'

// Whoever was ended so shortly before the end of its time had all of it.
const NEARLY = 0.9

function messageOf({ slowness, reason, deadlineMs, ranMs }: TooSlow): string {
  const seconds = `${deadlineMs / 1000} seconds`
  if (reason === 'crash') return 'the text needs more memory than there is to turn into a page'
  if (slowness === 'set-aside')
    return `the text takes long to turn into a page: everything else is published first, then Courant tries this one for up to ${seconds}`
  const hadAll = slowness === 'tried' && ranMs > NEARLY * deadlineMs
  return hadAll
    ? `the text takes longer than ${seconds} to turn into a page`
    : `no time was left to turn the text into a page: all texts that take long share ${seconds} of a publish`
}
