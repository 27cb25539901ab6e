import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { onTestFinished } from 'vitest'
import type { Polled, Polling } from './polling-reader.ts'

/** Has a reader poll what is published in a folder, on a thread of its own, until it is asked what it met. */
export async function startPolling(polling: Polling): Promise<() => Promise<Polled>> {
  const reader = new Worker(new URL('./polling-reader.ts', import.meta.url), { workerData: polling })
  onTestFinished(() => void reader.terminate())
  await once(reader, 'message')
  return async () => {
    const answer = once(reader, 'message')
    reader.postMessage('enough')
    const [polled]: Polled[] = await answer
    if (!polled) throw new Error('the reader said nothing')
    return polled
  }
}
