import type { Worker } from 'node:worker_threads'
import { atMost } from './at-most.ts'
import { endBySignal } from './end-by-signal.ts'

/**
 * Ends a thread, or waits for one that ends by itself, but not for longer than `ms`: what a disk keeps, nobody can end. Such a thread is
 * left, and the process ends by a signal if it still has it then.
 */
export async function endThread(
  thread: Worker,
  { ms, ended = thread.terminate() }: { readonly ms: number; readonly ended?: Promise<unknown> },
): Promise<void> {
  let isKept = true
  const ending = ended.then(() => {
    isKept = false
  })
  await atMost(ms, ending)
  if (!isKept) return
  thread.unref()
  void thread.terminate()
  process.once('exit', () => (isKept ? endBySignal() : undefined))
}
