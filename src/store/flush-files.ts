import { closeSync, existsSync, fsync, fsyncSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inParallel } from './in-parallel.ts'
import type { MadeArtifact } from './made-artifact.ts'

const AT_ONCE = 64

/**
 * Has files survive a loss of power. A disk flushes many at once in the time of one, and one after the other in that of each. It is asked
 * before this returns, so that it is at it whatever the thread does meanwhile.
 */
export async function flushFiles(files: readonly string[]): Promise<void> {
  await inParallel(files, AT_ONCE, async file => {
    const descriptor = openSync(file, 'r')
    try {
      await flushed(descriptor)
    } finally {
      closeSync(descriptor)
    }
  })
}

const flushed = promisify(fsync)

/** Has one file, or the names in a folder, survive a loss of power. Returns when the disk has it. */
export function flushNow(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Of what was made, the staged files that subscribers poll already: what stands there is replaced, and all else is made again after a loss of power. */
export function polledFiles(made: readonly MadeArtifact[], out: string): readonly string[] {
  return made.flatMap(({ artifact, made: { staged } }) =>
    staged !== undefined && artifact.kind === 'feed' && !artifact.archive && existsSync(join(out, artifact.path))
      ? [staged]
      : [],
  )
}
