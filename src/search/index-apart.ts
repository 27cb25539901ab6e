import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { endThread } from '../platform/end-thread.ts'
import { errorOf, type ThreadFault, threadFailure } from '../platform/thread-fault.ts'
import { threadScript } from '../platform/thread-script.ts'
import type { Paths } from '../state/paths.ts'
import type { MadeIndex } from './search-index.ts'

const ENDING_MS = 10_000

/** What the thread answers. */
export type IndexAnswer = { readonly made: MadeIndex | undefined } | { readonly fault: ThreadFault }

/** An index in the making. Disposing ends it, made or not. */
export interface IndexApart extends AsyncDisposable {
  /** As `makeIndex`; undefined too where it was ended. */
  readonly made: Promise<MadeIndex | undefined>
}

/** Makes an index on a thread of its own: to read every page would keep this one from serving. */
export function makeIndexApart(paths: Paths): IndexApart {
  const worker = new Worker(threadScript('search-worker', import.meta.url), { workerData: paths })
  const ended = once(worker, 'exit')
  // An error is told to who waits for the index.
  ended.catch(() => {})
  const made = new Promise<MadeIndex | undefined>((resolve, reject) => {
    worker.once('message', (answer: IndexAnswer) => {
      if ('made' in answer) resolve(answer.made)
      else reject(errorOf(answer.fault))
    })
    worker.once('error', error => reject(threadFailure(error)))
    worker.once('exit', () => resolve(undefined))
  })
  return {
    made,
    [Symbol.asyncDispose]: async () => {
      worker.postMessage('end')
      await endThread(worker, { ms: ENDING_MS, ended })
    },
  }
}
