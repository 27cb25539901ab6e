import { rmSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { PublishOutcome } from './publish-outcome.ts'
import type { Asked, PublisherSettings } from './publisher.ts'
import type { Placed } from './store/out-folder.ts'
import type { Release } from './store/releases-file.ts'
import { errorOf, type ThreadFault } from './store/thread-fault.ts'

/** How the thread publishes: plain data. */
export type ThreadSettings = Pick<PublisherSettings, 'paths' | 'record' | 'hub'>

/** What became of a publish, and what it released that was known to be due. */
export interface Told {
  readonly outcome: PublishOutcome
  readonly releases: readonly Release[]
}

/** What the thread says: how far it is, what is staged, that what it published stands, and what became of it. */
export type FromPublisher =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'staged'; readonly files: readonly Placed[] }
  | { readonly kind: 'placed' }
  | ({ readonly kind: 'outcome' } & Told)
  | { readonly kind: 'fault'; readonly fault: ThreadFault }

/** A publisher on a thread of its own, so that this one serves undisturbed. Disposing lets nothing finish: ask for nothing, and wait. */
export interface PublisherThread extends AsyncDisposable {
  /** Publishes once; never called while it is at it. @throws EnvironmentError as `publish` does */
  readonly publish: (asked: Asked) => Promise<Told>
  /** Ends the thread, whatever it is at, with all that it remembers; the next publish starts another. */
  readonly drop: () => Promise<void>
}

/** Starts the thread. `onPlaced` is told as soon as what was published stands in `out/`. */
export function startPublisher(
  settings: ThreadSettings,
  { onProgress, onStaged, onPlaced }: Pick<PublisherSettings, 'onProgress' | 'onStaged' | 'onPlaced'>,
): PublisherThread {
  let worker: Worker | undefined
  const start = (): Worker => {
    const script = new URL(`./publisher-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
    const started = new Worker(script, { workerData: settings })
    started.unref()
    // What fails while nobody asks for anything is made good by the next one.
    started.on('error', () => {})
    started.once('exit', () => {
      if (worker === started) worker = undefined
    })
    return started
  }
  return {
    publish: asked => {
      worker ??= start()
      const thread = worker
      const { promise, resolve, reject } = Promise.withResolvers<Told>()
      const onMessage = (message: FromPublisher): void => {
        if (message.kind === 'progress') onProgress(message)
        else if (message.kind === 'staged') onStaged?.(message.files)
        else if (message.kind === 'placed') onPlaced()
        else if (message.kind === 'outcome') resolve(message)
        else reject(errorOf(message.fault))
      }
      // A thread that ends in the middle may have put a part in place: the next one begins with what stands, and mends it.
      const onEnd = (error: unknown): void =>
        reject(error instanceof Error ? error : new Error('the thread that publishes ended by itself'))
      thread.on('message', onMessage).once('error', onEnd).once('exit', onEnd)
      thread.postMessage(asked)
      return promise.finally(() => thread.off('message', onMessage).off('error', onEnd).off('exit', onEnd))
    },
    drop: async () => void (await worker?.terminate()),
    [Symbol.asyncDispose]: async () => {
      await worker?.terminate()
      try {
        rmSync(settings.paths.ahead, { recursive: true, force: true })
      } catch {
        // Nobody else can read it, and whoever publishes next begins by removing it.
      }
    },
  }
}
