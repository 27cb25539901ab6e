import { Worker } from 'node:worker_threads'
import { endThread } from '../platform/end-thread.ts'
import { threadScript } from '../platform/thread-script.ts'
import type { DeliveryReport } from './deliver.ts'
import type { Deliverer, KeepDelivering } from './keep-delivering.ts'

/** How the thread delivers: plain data. */
export type DeliverySettings = Omit<KeepDelivering, 'onReports'>

/** What the thread is told. */
export type ToDeliverer =
  | { readonly kind: 'published'; readonly basePath: string; readonly fence: number | undefined }
  | { readonly kind: 'end' }

/** What the thread says. */
export type FromDeliverer = readonly DeliveryReport[]

// What is under way then goes on where it stopped, at the next start.
const DRAIN_MS = 10_000
const ENDING_MS = 2000

/** A deliverer on a thread of its own: to hash and to link thousands of files keeps neither who publishes nor who serves. */
export function startDeliverer(
  settings: DeliverySettings,
  { onReports, onError }: Pick<KeepDelivering, 'onReports'> & { readonly onError: (error: unknown) => void },
): Deliverer {
  let worker: Worker | undefined
  const start = (): Worker => {
    const script = threadScript('delivery-worker', import.meta.url)
    const started = new Worker(script, { workerData: settings })
    started.on('message', onReports)
    started.on('error', onError)
    started.once('exit', () => {
      if (worker === started) worker = undefined
    })
    return started
  }
  const tell = (message: ToDeliverer): void => worker?.postMessage(message)
  return {
    published: (basePath, fence) => {
      worker ??= start()
      tell({ kind: 'published', basePath, fence })
    },
    [Symbol.asyncDispose]: async () => {
      const ending = worker
      if (!ending) return
      const ended = new Promise(resolve => ending.once('exit', resolve))
      tell({ kind: 'end' })
      const late = setTimeout(() => ending.terminate(), DRAIN_MS)
      await endThread(ending, { ms: DRAIN_MS + ENDING_MS, ended })
      clearTimeout(late)
    },
  }
}
