import { closeSync, fsync, fsyncSync, openSync } from 'node:fs'
import { promisify } from 'node:util'
import { inParallel } from './in-parallel.ts'

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
