import { renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { workerData } from 'node:worker_threads'

/** What an intruder exchanges: paths below the newsroom's folder, and the folder outside that has others of the same names. */
export interface Exchanging {
  readonly articles: string
  readonly outside: string
  readonly paths: readonly string[]
}

function isExchanging(value: unknown): value is Exchanging {
  return typeof value === 'object' && value !== null && 'outside' in value
}

const told: unknown = workerData
const pauses = new Int32Array(new SharedArrayBuffer(4))

// Ends with its thread only. Every file and folder is itself for a moment, then a link to what is outside.
for (let turn = 1; isExchanging(told); turn++) {
  const { articles, outside, paths } = told
  for (const [index, path] of paths.entries()) {
    const [place, aside] = [join(articles, path), join(articles, '..', `aside-${index}`)]
    renameSync(place, aside)
    symlinkSync(join(outside, path), place)
    Atomics.wait(pauses, 0, 0, turn % 3)
    rmSync(place)
    renameSync(aside, place)
  }
  Atomics.wait(pauses, 0, 0, turn % 4)
}
