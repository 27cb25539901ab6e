import { Worker } from 'node:worker_threads'
import type { Targets } from '../links/targets.ts'
import { threadFailure } from '../platform/thread-fault.ts'
import { threadScript } from '../platform/thread-script.ts'
import type { RenderTask } from './render-task.ts'
import { AT_TASK } from './render-worker.ts'

// Hostile markup takes gigabytes before it takes seconds; ordinary threads stay under 200 MB.
const MAX_HEAP_MB = 1024

// What one story leaves behind is collected before the next few: with more room a thread takes a third more memory and no less time.
const YOUNG_HEAP_MB = 16

// A theme needs no package.json, and its types are stripped as our own are.
const QUIET = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '--disable-warning=ExperimentalWarning']

interface Seen {
  readonly index: number
  readonly sinceMs: number
  readonly sinceCpuMs: number
}

/** The task that a thread is at, plus one, or 0 for none; for how long it has been seen at it; and how long the process used a processor meanwhile. */
export interface Work {
  readonly index: number
  readonly ranMs: number
  readonly cpuMs: number
}

/** A thread that renders, and what its pool knows of it. */
export interface RenderThread {
  readonly worker: Worker
  readonly at: Int32Array
  readonly pending: Map<number, RenderTask>
  /** Those that it has: they are large, and seldom others. */
  targets: Targets | undefined
  /** Version of the theme that it may have loaded. */
  theme: string | undefined
  /** The task it was last seen at, when that was first seen, and how long the process had used a processor by then. */
  seen: Seen
  /** What ended it, when it did not end well. */
  error: Error | undefined
}

/** Starts one. */
export function startThread({ maxHeapMb = MAX_HEAP_MB }: { readonly maxHeapMb?: number }): RenderThread {
  const at = new Int32Array(new SharedArrayBuffer(8))
  const worker = new Worker(threadScript('render-worker', import.meta.url), {
    workerData: at,
    // Standard output is for what a command says to machines: what a theme prints goes to people.
    stdout: true,
    execArgv: QUIET,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
  })
  worker.stdout.pipe(process.stderr, { end: false })
  worker.unref()
  const thread: RenderThread = {
    worker,
    at,
    pending: new Map(),
    targets: undefined,
    theme: undefined,
    seen: seenNow(0),
    error: undefined,
  }
  worker.on('error', error => {
    thread.error = threadFailure(error)
  })
  return thread
}

/** What a thread is at. */
export function workOf(thread: RenderThread): Work {
  const now = seenNow(Atomics.load(thread.at, AT_TASK))
  if (now.index !== thread.seen.index) thread.seen = now
  const { sinceMs, sinceCpuMs } = thread.seen
  return { index: now.index, ranMs: now.sinceMs - sinceMs, cpuMs: now.sinceCpuMs - sinceCpuMs }
}

/** A thread that is seen at a task for the first time. */
export function seenNow(index: number): Seen {
  const { user, system } = process.cpuUsage()
  return { index, sinceMs: performance.now(), sinceCpuMs: (user + system) / 1000 }
}
