import { parentPort, workerData } from 'node:worker_threads'
import { listingNow } from './list-files.ts'

/** Lists one folder and ends. */
parentPort?.postMessage(listingNow(workerData))
