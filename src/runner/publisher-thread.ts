import { rm } from 'node:fs/promises'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { PublishOutcome } from '../engine/publish-outcome.ts'
import type { Placed } from '../output/out-folder.ts'
import { atMost } from '../platform/at-most.ts'
import { endThread } from '../platform/end-thread.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import { errorOf, type ThreadFault, threadFailure } from '../platform/thread-fault.ts'
import { threadScript } from '../platform/thread-script.ts'
import type { Release } from '../state/releases.ts'
import type { Asked, PublisherSettings } from './publisher.ts'

/** How the thread publishes: plain data. */
export type ThreadSettings = Pick<PublisherSettings, 'paths' | 'record' | 'hub'>

/** What became of a publish, and what it released that was known to be due. */
export interface Told {
  readonly outcome: PublishOutcome
  readonly releases: readonly Release[]
  /** Whether what was saved is left to the next publish. */
  readonly isPartial: boolean
}

/** What the thread is told: to publish, or to let the publish in progress give way to what is due. */
export type ToPublisher = Asked | { readonly reason: 'interrupt' }

/** What the thread says: how far it is, what is staged, that what it published stands, and what became of it. */
export type FromPublisher =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'staged'; readonly files: readonly Placed[] }
  | { readonly kind: 'placed' }
  | ({ readonly kind: 'outcome' } & Told)
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'fault'; readonly fault: ThreadFault }

/** A publisher on a thread of its own, so that this one serves undisturbed. Disposing lets nothing finish: ask for nothing, and wait. */
export interface PublisherThread extends AsyncDisposable {
  /** Publishes once; never called while it is at it. @throws EnvironmentError as `publish` does, and `hung` where it says nothing any more */
  readonly publish: (asked: Asked) => Promise<Told | 'interrupted'>
  /** Lets the publish in progress give way to what is due, where that is ready. */
  readonly interrupt: () => void
  /** Nothing is published after this: what hangs is given up sooner. */
  readonly hurry: () => void
  /** Ends the thread, whatever it is at, with all that it remembers; the next publish starts another. */
  readonly drop: () => Promise<void>
}

/** Whom the thread tells. */
interface Ears extends Pick<PublisherSettings, 'onProgress' | 'onStaged' | 'onPlaced'> {
  /** How long a tick is by which silence is counted, milliseconds: a second when absent. */
  readonly tickMs?: number
}

// Of a publish that says nothing for so many ticks nothing is to be expected: a disk that does not answer keeps it. The first one may be
// large; later, so long a silence is known; and who is told to end should do so within seconds.
const PATIENCE = { first: 600, later: 60, ending: 10 }

// The thread says itself when garbage is collected: when it has nothing to do.
const COLLECTABLE = '--expose-gc'

// What a publish leaves behind is collected sooner: with more room the thread takes more memory, and no less time.
const YOUNG_HEAP_MB = 16

// What a disk keeps, while something is made ahead, say, nobody can end.
const ENDING_MS = 10_000
const TIDYING_MS = 2000

/**
 * Starts the thread. `onPlaced` is told as soon as what was published stands in `out/`. A thread that hangs is given up: what it is at
 * when the disk answers is the last that it does.
 */
export function startPublisher(
  settings: ThreadSettings,
  { onProgress, onStaged, onPlaced, tickMs = 1000 }: Ears,
): PublisherThread {
  let worker: Worker | undefined
  let stuck: Worker | undefined
  let longestSilence: number | undefined
  let isEnding = false
  // Ticks, and no clock: a process that is stopped hears nothing, and its thread says nothing.
  const patience = (): number => {
    if (isEnding) return Math.max(PATIENCE.ending, 2 * (longestSilence ?? 0))
    return longestSilence === undefined ? PATIENCE.first : Math.max(PATIENCE.later, 10 * longestSilence)
  }
  const start = (): Worker => {
    const script = threadScript('publisher-worker', import.meta.url)
    setFlagsFromString(COLLECTABLE)
    const started = new Worker(script, { workerData: settings, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_HEAP_MB } })
    started.unref()
    // What fails while nobody asks for anything is made good by the next one.
    started.on('error', () => {})
    started.once('exit', () => {
      if (worker === started) worker = undefined
      if (stuck === started) stuck = undefined
    })
    return started
  }
  return {
    publish: async asked => {
      if (stuck) throw hungUp()
      worker ??= start()
      const thread = worker
      const { promise, resolve, reject } = Promise.withResolvers<Told | 'interrupted'>()
      let silence = 0
      let silenceBefore = 0
      const onMessage = (message: FromPublisher): void => {
        silenceBefore = Math.max(silenceBefore, silence)
        silence = 0
        if (message.kind === 'progress') onProgress(message)
        else if (message.kind === 'staged') onStaged?.(message.files)
        else if (message.kind === 'placed') onPlaced()
        else if (message.kind === 'outcome') resolve(message)
        else if (message.kind === 'interrupted') resolve('interrupted')
        else reject(errorOf(message.fault))
      }
      // A thread that ends in the middle may have put a part in place: the next one begins with what stands, and mends it.
      const onEnd = (error: unknown): void =>
        reject(error instanceof Error ? threadFailure(error) : new Error('the thread that publishes ended by itself'))
      const giveUp = (): void => {
        worker = undefined
        stuck = thread
        void thread.terminate()
        reject(hungUp())
      }
      const ticking = setInterval(() => (++silence > patience() ? giveUp() : undefined), tickMs)
      thread.on('message', onMessage).once('error', onEnd).once('exit', onEnd)
      thread.postMessage(asked satisfies ToPublisher)
      try {
        return await promise
      } finally {
        clearInterval(ticking)
        // That of one that was given up is no measure for others.
        if (stuck !== thread) longestSilence = Math.max(longestSilence ?? 0, silenceBefore, silence)
        thread.off('message', onMessage).off('error', onEnd).off('exit', onEnd)
      }
    },
    interrupt: () => worker?.postMessage({ reason: 'interrupt' } satisfies ToPublisher),
    hurry: () => {
      isEnding = true
    },
    drop: async () => void (await worker?.terminate()),
    [Symbol.asyncDispose]: async () => {
      // One that was given up has been waited for.
      if (stuck) return await endThread(stuck, { ms: 0 })
      if (worker) await endThread(worker, { ms: ENDING_MS })
      // Where it stays, nobody else can read it, and whoever publishes next begins by removing it.
      await atMost(
        TIDYING_MS,
        rm(settings.paths.ahead, { recursive: true, force: true }).catch(() => {}),
      )
    },
  }
}

function hungUp(): EnvironmentError {
  return new EnvironmentError('hung', 'what publishes says nothing any more, as where a disk does not answer', {
    remedy: 'see whether the disks of the articles, of out/, of .courant/ and of the record answer: a network disk, say',
  })
}
