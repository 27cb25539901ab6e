import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { outcomeOf } from '../engine/publish-outcome.ts'
import type { Instant } from '../model/instant.ts'
import { faultOf } from '../platform/thread-fault.ts'
import { RENDER_LIMITS } from '../render/render-limits.ts'
import { RenderPool } from '../render/render-pool.ts'
import { Interrupted } from './interrupted.ts'
import { Publisher } from './publisher.ts'
import type { FromPublisher, ThreadSettings, ToPublisher } from './publisher-thread.ts'

// A bar need not move more often than an eye sees.
const PROGRESS_EVERY_MS = 80

// Of a whole publish so much is left behind that V8 goes through all that is remembered during the next edit, 50 milliseconds that its readers
// wait for. When nothing is asked for and nothing is due, nobody waits. The larger the newsroom, the longer it takes.
const QUIET_MS = 1000
const DUE_SOON_MS = 10_000

/** Publishes whenever it is asked to, until its thread is ended. */
function serve(port: MessagePort, settings: ThreadSettings): void {
  const say = (message: FromPublisher): void => port.postMessage(message)
  let saidAtMs = 0
  const publisher = new Publisher({
    ...settings,
    pool: new RenderPool(RENDER_LIMITS),
    onStaged: files => say({ kind: 'staged', files }),
    onPlaced: () => say({ kind: 'placed' }),
    onProgress: ({ done, total }) => {
      const nowMs = performance.now()
      if (done < total && nowMs - saidAtMs < PROGRESS_EVERY_MS) return
      saidAtMs = nowMs
      say({ kind: 'progress', done, total })
    },
  })
  let collecting: NodeJS.Timeout | undefined
  port.on('message', async (asked: ToPublisher) => {
    if (asked.reason === 'interrupt') return publisher.interrupt()
    clearTimeout(collecting)
    try {
      const outcome = outcomeOf(await publisher.publish(asked))
      if (outcome.kind === 'published' && !isDueSoon(outcome.until))
        collecting = setTimeout(() => globalThis.gc?.(), QUIET_MS).unref()
      say({ kind: 'outcome', outcome, releases: publisher.released, isPartial: publisher.isPartial })
    } catch (error) {
      say(error instanceof Interrupted ? { kind: 'interrupted' } : { kind: 'fault', fault: faultOf(error) })
    }
  })
}

function isDueSoon(due: Instant | undefined): boolean {
  return due !== undefined && due - Date.now() < DUE_SOON_MS
}

if (parentPort) serve(parentPort, workerData)
