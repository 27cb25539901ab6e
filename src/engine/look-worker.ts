import { parentPort, workerData } from 'node:worker_threads'
import { listingNow } from '../sources/list-files.ts'
import { readTheme } from '../theme/read-theme.ts'
import { lastPublish } from './last-publish.ts'
import type { LookQuestion } from './still-stands.ts'

/** Answers one question and ends. */
const { asOf, inputs }: LookQuestion = workerData
const listing = listingNow(inputs.paths.articles)
using last = await lastPublish(asOf, { ...inputs, theme: readTheme(inputs.paths) }, { listing })
parentPort?.postMessage(last !== undefined && last.changed.length === 0 && !last.isDue)
