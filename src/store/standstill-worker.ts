import { parentPort, workerData } from 'node:worker_threads'
import { readStandstill } from './standstill.ts'
import type { StandstillQuestion } from './still-stands.ts'

/** Answers one question and ends. */
const { asOf, context }: StandstillQuestion = workerData
parentPort?.postMessage(readStandstill(asOf, context)?.changed.length === 0)
