import { parentPort, workerData } from 'node:worker_threads'
import type { IndexAnswer } from './index-apart.ts'
import { makeIndex } from './search-index.ts'
import { faultOf } from './thread-fault.ts'

/** Makes one index and ends. */
async function answer(): Promise<IndexAnswer> {
  try {
    return { made: await makeIndex(workerData) }
  } catch (error) {
    return { fault: faultOf(error) }
  }
}

parentPort?.postMessage(await answer())
