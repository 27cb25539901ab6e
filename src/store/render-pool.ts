import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { TEMPLATE_NAMES } from '../model/theme.ts'
import type { Broken } from './load-theme.ts'
import type { Looks } from './looks-ahead.ts'
import type { RenderResult, RenderSetup, RenderTask } from './render-task.ts'
import { AT_TASK, AT_TEMPLATE, type FromWorker, type NumberedTask, type ToWorker } from './render-worker.ts'
import type { Targets } from './targets.ts'
import { stuckTemplate } from './theme-fault.ts'
import { errorOf } from './thread-fault.ts'
import { threadScript } from './thread-script.ts'

/** How rendering is bounded. */
export interface RenderLimits {
  /** How long one article may take. */
  readonly deadlineMs: number
  /** How much memory a thread may take; a gigabyte when absent. */
  readonly maxHeapMb?: number
}

// Hostile markup takes gigabytes before it takes seconds; ordinary threads stay under 200 MB.
const MAX_HEAP_MB = 1024

// What one story leaves behind is collected before the next few: with more room a thread takes a third more memory and no less time.
const YOUNG_HEAP_MB = 16

// A theme needs no package.json, and its types are stripped as our own are.
const QUIET = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '--disable-warning=ExperimentalWarning']

// A thread costs about as much to start as this many pages cost to render.
const TASKS_WORTH_A_THREAD = 60
// Large enough that passing it costs little, and at the end so small that no thread waits long for the others.
const LARGEST_BATCH = 48
// V8 keeps a text of more than 128 KB apart until it collects the whole heap, on both sides; a character may take two bytes.
const FULL_BATCH_LENGTH = 48 * 1024
const BATCHES_LEFT = 6
const WATCH_EVERY_MS = 100

interface Thread {
  readonly worker: Worker
  readonly at: Int32Array
  readonly pending: Map<number, RenderTask>
  /** Those that it has: they are large, and seldom others. */
  targets: Targets | undefined
  /** Version of the theme that it may have loaded. */
  theme: string | undefined
  /** The task it was last seen at, and when that was first seen. */
  seen: { readonly index: number; readonly sinceMs: number }
  /** What ended it, when it did not end well. */
  error: Error | undefined
}

/** Renders off the main thread, on as many cores as there are, ending whatever takes too long. Kept warm between publishes. */
export class RenderPool implements AsyncDisposable {
  readonly #limits: RenderLimits
  readonly #threads = new Set<Thread>()
  /** Templates of this version of the theme that ended a thread: they are not tried again. */
  #broken: { readonly version: string | undefined; readonly templates: Broken } = { version: undefined, templates: {} }

  constructor(limits: RenderLimits) {
    this.#limits = limits
  }

  /** Starts threads ahead of need: they load what they render with while this one reads the newsroom. */
  warm(threads: number = availableParallelism()): void {
    while (this.#threads.size < threads) this.#startThread()
  }

  /** Has one of the threads look at files, if there is one; it renders what comes meanwhile after that. */
  look(looks: Looks): void {
    const [thread] = this.#threads
    if (thread) send(thread.worker, { looks })
  }

  /**
   * Renders every task, which is described when its turn comes; results are in the order of the tasks, whatever the order of
   * the threads.
   * @throws whatever the machine did wrong (a full disk, say); an article's own faults are results.
   */
  async render(
    setup: RenderSetup,
    {
      tasks,
      onProgress,
      onResult,
      threads = availableParallelism(),
    }: {
      readonly tasks: readonly (() => RenderTask)[]
      readonly onProgress: (done: number) => void
      /** Told each result as it comes, with the place of its task. */
      readonly onResult?: ((result: RenderResult, index: number) => void) | undefined
      /** The most that are started for it; as many as there are processors when absent. */
      readonly threads?: number | undefined
    },
  ): Promise<readonly RenderResult[]> {
    if (tasks.length === 0) return []
    // Who has something to do meanwhile finds the threads at work.
    const stale = this.#staleFor(setup.theme?.version)
    if (stale.length > 0) await this.#end(stale)
    const results: RenderResult[] = new Array(tasks.length)
    const queue = Array.from(tasks, (_, index) => index).reverse()
    let done = 0
    const settle = (index: number, result: RenderResult): void => {
      results[index] = result
      onResult?.(result, index)
      onProgress(++done)
    }
    this.warm(Math.min(threads, Math.ceil(tasks.length / TASKS_WORTH_A_THREAD)))
    const failed = new AbortController()
    const works = [...this.#threads]
      .slice(0, tasks.length)
      .map(thread => this.#work(thread, { setup, tasks, queue, settle, failed: failed.signal }))
    try {
      await Promise.all(works)
    } catch (error) {
      // What the other threads are still at belongs to a publish that is over: none of it may reach the next one.
      failed.abort()
      await this[Symbol.asyncDispose]()
      await Promise.allSettled(works)
      throw error
    }
    for (const { worker } of this.#threads) send(worker, { over: true })
    return results
  }

  #startThread(): Thread {
    const thread = startThread(this.#limits)
    this.#threads.add(thread)
    thread.worker.once('exit', () => this.#threads.delete(thread))
    return thread
  }

  async #work(first: Thread, run: Run): Promise<void> {
    for (let thread = first; ; thread = this.#startThread()) {
      const ended = await this.#drain(thread, run)
      if (ended === 'empty' || run.failed.aborted) return
      const stuck = ended.index - 1
      const isTheme = this.#noteTemplate(ended, run.setup)
      for (const [index, task] of thread.pending) {
        if (index === stuck && !isTheme) run.settle(index, tooSlow(task, ended.reason, this.#limits))
        else run.queue.push(index)
      }
    }
  }

  /** What a thread has loaded stays in it: for another version of the theme there are others. */
  #staleFor(version: string | undefined): readonly Thread[] {
    if (this.#broken.version !== version) this.#broken = { version, templates: {} }
    return [...this.#threads].filter(({ theme }) => theme !== undefined && theme !== version)
  }

  async #end(threads: readonly Thread[]): Promise<void> {
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
  #drain(thread: Thread, { setup, tasks, queue, settle, failed }: Run): Promise<'empty' | Ended> {
    const { worker, pending, at } = thread
    const { promise, resolve, reject } = Promise.withResolvers<'empty' | Ended>()
    const next = (): void => {
      const batch: string[] = []
      const most = Math.min(LARGEST_BATCH, Math.ceil(queue.length / BATCHES_LEFT))
      for (let length = 0; batch.length < most && length < FULL_BATCH_LENGTH; ) {
        const index = queue.pop()
        const task = index === undefined ? undefined : tasks[index]?.()
        if (index === undefined || task === undefined) break
        pending.set(index, task)
        const text = JSON.stringify({ index, task } satisfies NumberedTask)
        length += text.length
        batch.push(text)
      }
      if (batch.length > 0) send(worker, { tasks: `[${batch.join(',')}]` })
      else if (pending.size === 0) resolve('empty')
    }
    const onMessage = (message: string): void => {
      const attempts: readonly FromWorker[] = JSON.parse(message)
      for (const { index, result } of attempts) {
        pending.delete(index)
        if (result) settle(index, result)
      }
      const failed = attempts.find(({ result }) => !result)
      if (failed) reject(failed.fault ? errorOf(failed.fault) : new Error('a page could not be rendered'))
      else next()
    }
    // Tasks are numbered anew at every publish: what was seen in the last one says nothing of this one.
    thread.seen = { index: 0, sinceMs: performance.now() }
    let overdue: number | undefined
    const watch = setInterval(() => {
      if (overdue !== undefined || !isOverdue(thread, this.#limits.deadlineMs)) return
      overdue = Atomics.load(at, AT_TASK)
      void worker.terminate()
    }, WATCH_EVERY_MS)
    const onExit = (): void => {
      const index = overdue ?? Atomics.load(at, AT_TASK)
      const template = Atomics.load(at, AT_TEMPLATE)
      // A thread that ends without a task in hand cannot work on this machine: another would end the same way.
      if (index === 0 && !failed.aborted) reject(thread.error ?? new Error('a thread for rendering ended by itself'))
      else resolve({ index, template, reason: overdue === undefined ? 'crash' : 'deadline' })
    }
    worker.on('message', onMessage).once('exit', onExit)
    const { targets, ...rest } = setup
    const { templates: broken } = this.#broken
    send(worker, { setup: rest, broken, targets: thread.targets === targets ? undefined : targets })
    thread.targets = targets
    thread.theme = setup.theme?.version ?? thread.theme
    // One batch is at hand while the other is worked on, so that no thread waits for this one.
    next()
    next()
    return promise.finally(() => {
      clearInterval(watch)
      worker.off('message', onMessage).off('exit', onExit)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()))
    this.#threads.clear()
  }
}

interface Run {
  readonly setup: RenderSetup
  readonly tasks: readonly (() => RenderTask)[]
  /** Places of tasks that nobody took yet, the next one last. */
  readonly queue: number[]
  readonly settle: (index: number, result: RenderResult) => void
  /** Aborted when the machine failed one of the threads. */
  readonly failed: AbortSignal
}

interface Ended {
  /** The task that the thread was at, plus one. */
  readonly index: number
  /** The template of the theme that it was at, plus one. */
  readonly template: number
  readonly reason: 'deadline' | 'crash'
}

function startThread({ maxHeapMb = MAX_HEAP_MB }: RenderLimits): Thread {
  const at = new Int32Array(new SharedArrayBuffer(8))
  const worker = new Worker(threadScript('render-worker'), {
    workerData: at,
    // Standard output is for what a command says to machines: what a theme prints goes to people.
    stdout: true,
    execArgv: QUIET,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
  })
  worker.stdout.pipe(process.stderr, { end: false })
  worker.unref()
  const thread: Thread = {
    worker,
    at,
    pending: new Map(),
    targets: undefined,
    theme: undefined,
    seen: { index: 0, sinceMs: 0 },
    error: undefined,
  }
  worker.on('error', error => {
    thread.error = error instanceof Error ? error : new Error(String(error))
  })
  return thread
}

function send(worker: Worker, message: ToWorker): void {
  worker.postMessage(message)
}

function isOverdue(thread: Thread, deadlineMs: number): boolean {
  const index = Atomics.load(thread.at, AT_TASK)
  const nowMs = performance.now()
  if (index !== thread.seen.index) thread.seen = { index, sinceMs: nowMs }
  return index !== 0 && nowMs - thread.seen.sinceMs > deadlineMs
}

function tooSlow(task: RenderTask, reason: Ended['reason'], { deadlineMs }: RenderLimits): RenderResult {
  const message =
    reason === 'deadline'
      ? `the text takes longer than ${deadlineMs / 1000} seconds to turn into a page`
      : 'the text needs more memory than there is to turn into a page'
  const body = task.kind === 'feed' || task.kind === 'read' ? undefined : task.body
  const remedy = 'look for very long lines, deep nesting or a huge table, and make it plainer'
  return {
    kind: 'failed',
    diagnostics: [
      { severity: 'error', code: 'too-slow', path: body?.path ?? '', line: body?.bodyLine ?? 1, column: 1, message, remedy },
    ],
  }
}
