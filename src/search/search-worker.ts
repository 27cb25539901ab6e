import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { isSystemError } from '../platform/environment-error.ts'
import { faultOf } from '../platform/thread-fault.ts'
import type { IndexAnswer } from './index-apart.ts'
import { makeIndex } from './search-index.ts'

/**
 * Lets what is due go first: an index may be late, a story may not. Linux has priorities by thread, and the program that is started from
 * this one inherits its own; elsewhere it would be that of the whole process. Where it is refused, all are alike.
 */
function giveWay(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  } catch (error) {
    if (!isSystemError(error, 'ERR_SYSTEM_ERROR')) throw error
  }
}

/** Makes one index and ends; sooner where it is told to. */
async function answer(signal: AbortSignal): Promise<IndexAnswer> {
  try {
    return { made: await makeIndex(workerData, signal) }
  } catch (error) {
    return signal.aborted ? { made: undefined } : { fault: faultOf(error) }
  }
}

giveWay()
const ending = new AbortController()
// Its program ends with it: a thread that is terminated waits for nobody.
parentPort?.once('message', () => ending.abort())
parentPort?.postMessage(await answer(ending.signal))
parentPort?.close()
