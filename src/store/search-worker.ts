import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { isSystemError } from './environment-error.ts'
import type { IndexAnswer } from './index-apart.ts'
import { makeIndex } from './search-index.ts'
import { faultOf } from './thread-fault.ts'

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

/** Makes one index and ends. */
async function answer(): Promise<IndexAnswer> {
  try {
    return { made: await makeIndex(workerData) }
  } catch (error) {
    return { fault: faultOf(error) }
  }
}

giveWay()
parentPort?.postMessage(await answer())
