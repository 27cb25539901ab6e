import { Worker } from 'node:worker_threads'
import type { Instant } from '../model/instant.ts'
import type { StandstillContext } from './standstill.ts'

/** What a thread is asked. */
export interface StandstillQuestion {
  readonly asOf: Instant
  readonly context: StandstillContext
}

/**
 * Whether everything stands as the last publish left it, found out on a thread of its own: to look at tens of thousands of files
 * would keep this one from serving. False when that cannot be told.
 */
export function stillStands(asOf: Instant, context: StandstillContext): Promise<boolean> {
  const question: StandstillQuestion = { asOf, context }
  // From source the worker is TypeScript; in the package it stands beside this file.
  const script = new URL(import.meta.url.endsWith('.ts') ? './standstill-worker.ts' : './standstill-worker.js', import.meta.url)
  const worker = new Worker(script, { workerData: question })
  return new Promise(resolve => {
    worker.once('message', (stands: boolean) => resolve(stands))
    worker.once('error', () => resolve(false))
    worker.once('exit', () => resolve(false))
  })
}
