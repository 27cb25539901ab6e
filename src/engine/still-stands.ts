import { Worker } from 'node:worker_threads'
import type { Instant } from '../model/instant.ts'
import { threadScript } from '../platform/thread-script.ts'
import type { PublishInputs } from './publish-inputs.ts'

/** What a thread is asked. */
export interface LookQuestion {
  readonly asOf: Instant
  /** The theme is read there. */
  readonly inputs: Omit<PublishInputs, 'theme'>
}

/**
 * Whether everything stands as the last publish left it, found out on a thread of its own: to look at tens of thousands of files
 * would keep this one from serving. False when that cannot be told, and once `signal` is aborted: a disk that does not answer keeps the
 * thread for as long.
 */
export function stillStands(asOf: Instant, inputs: LookQuestion['inputs'], signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false)
  const question: LookQuestion = { asOf, inputs }
  const worker = new Worker(threadScript('look-worker', import.meta.url), { workerData: question })
  return new Promise(resolve => {
    worker.once('message', (stands: boolean) => resolve(stands))
    worker.once('error', () => resolve(false))
    worker.once('exit', () => resolve(false))
    const giveUp = (): void => {
      void worker.terminate()
      resolve(false)
    }
    signal.addEventListener('abort', giveUp, { once: true })
  })
}
