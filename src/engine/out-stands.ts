import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { CacheDatabase, cacheFile } from '../db/cache-database.ts'
import { MANIFEST_FILE } from '../output/manifest-file.ts'
import { standingIn, standingMark } from '../output/standing.ts'
import { sizeIfThere } from '../platform/if-there.ts'
import { threadScript } from '../platform/thread-script.ts'
import type { Paths } from '../state/paths.ts'

/** What a thread is asked. */
export type OutQuestion = Pick<Paths, 'out' | 'cache'>

/** Whether every published file is as the last publish left it; undefined where that is not known. */
export function outStands(paths: OutQuestion): boolean | undefined {
  using cache = CacheDatabase.open(cacheFile(paths))
  try {
    return cache && standsIn(paths.out, cache)
  } catch {
    // Damaged: whoever reads it for more finds out the same.
    return undefined
  }
}

/** The same, of an open cache. */
export function standsIn(out: string, cache: CacheDatabase): boolean {
  const standing = standingIn(out)
  for (const [path, mark] of cache.map('in-out').entries()) {
    const now = standing(path)
    if (now === undefined || JSON.stringify(standingMark(now)) !== mark) return false
  }
  return true
}

// Fewer files are looked at in the time in which a thread starts: a megabyte of the manifest is some five thousand of them.
const LARGE_MANIFEST = 1024 * 1024

/** Finds that out on a thread, while this one looks at the newsroom; undefined where it is as well done here. */
export function outStandsBeside({ out, cache }: OutQuestion): Promise<boolean | undefined> | undefined {
  if ((sizeIfThere(join(out, MANIFEST_FILE)) ?? 0) < LARGE_MANIFEST) return undefined
  const question: OutQuestion = { out, cache }
  const worker = new Worker(threadScript('standing-worker', import.meta.url), {
    workerData: question,
    // What it reads is of no use a moment later: with more room it is only collected later.
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  })
  worker.unref()
  return new Promise(resolve => {
    worker.once('message', resolve)
    worker.once('error', () => resolve(undefined))
    worker.once('exit', () => resolve(undefined))
  })
}
