import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes a file whole: beside its place, then renamed into it, so that a reader finds the old or the new and a full disk
 * leaves the old. With `sync`, it also survives a loss of power. One process writes a file at a time (the lock sees to it),
 * so that the name beside it is always the same, and what a kill leaves there is taken up by the next write.
 */
export function writeWhole(file: string, content: string | Uint8Array, { sync = false, mode = 0o644 } = {}): void {
  mkdirSync(dirname(file), { recursive: true })
  const temporary = `${file}.tmp`
  try {
    writeFully(temporary, content, { sync, mode })
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Writes every byte of a new file, or throws: `write` may take less than it is given without an error. */
export function writeFully(file: string, content: string | Uint8Array, { sync = false, mode = 0o644 } = {}): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const descriptor = openSync(file, 'w', mode)
  try {
    writeAll(descriptor, bytes)
    if (sync) fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Writes every byte to an open file. @throws when the disk is full */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written)
}
