import { parentPort, workerData } from 'node:worker_threads'
import { readTheme } from '../theme/read-theme.ts'
import { readStandstill } from './standstill.ts'
import { standstillContext } from './standstill-context.ts'
import type { StandstillQuestion } from './still-stands.ts'

/** Answers one question and ends. */
const { asOf, inputs }: StandstillQuestion = workerData
const context = standstillContext({ ...inputs, theme: readTheme(inputs.paths) })
parentPort?.postMessage(readStandstill(asOf, context)?.changed.length === 0)
