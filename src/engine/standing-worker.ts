import { parentPort, workerData } from 'node:worker_threads'
import { type OutQuestion, outStands } from './out-stands.ts'

/** Answers one question and ends. */
const { out, cache }: OutQuestion = workerData
parentPort?.postMessage(outStands({ out, cache }))
