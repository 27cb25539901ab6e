import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'

const PART_LENGTH = 1024 * 1024

/** SHA-256 of a file's bytes, hex; a film is never in memory whole. */
export function fileHash(file: string): string {
  const hash = createHash('sha256')
  const descriptor = openSync(file, 'r')
  try {
    const part = Buffer.alloc(PART_LENGTH)
    for (let length = readSync(descriptor, part); length > 0; length = readSync(descriptor, part))
      hash.update(part.subarray(0, length))
  } finally {
    closeSync(descriptor)
  }
  return hash.digest('hex')
}
