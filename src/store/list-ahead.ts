import { Worker } from 'node:worker_threads'
import type { Listing } from './list-files.ts'
import { threadScript } from './thread-script.ts'

/**
 * Lists a newsroom on a thread of its own, for a command that still has its program to load: looks at ten thousand files take as long. To be
 * asked once; undefined when it cannot be listed, or when the thread cannot. Nobody waits for it who does not ask.
 */
export function listAhead(articles: string): () => Promise<Listing | undefined> {
  const worker = new Worker(threadScript('list-worker'), { workerData: articles })
  const listing = new Promise<Listing | undefined>(resolve => {
    worker.once('message', resolve)
    worker.once('error', () => resolve(undefined))
    worker.once('exit', () => resolve(undefined))
  })
  worker.unref()
  return () => {
    worker.ref()
    return listing
  }
}
