import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { isSystemFault } from './environment-error.ts'

/**
 * Writes a file whole: beside its place, then renamed into it, so that a reader finds the old or the new and a full disk
 * leaves the old. With `sync`, it also survives a loss of power. One process writes a file at a time (the lock sees to it),
 * so that the name beside it is always the same, and what a kill leaves there is taken up by the next write.
 */
export function writeWhole(file: string, content: Content, { sync = false, mode = 0o644 } = {}): void {
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

/** What a file is to hold. Lines that are made as they are written are never all in memory. */
type Content = string | Uint8Array | Iterable<string | Uint8Array>

/** Writes every byte of a new file, or throws: `write` may take less than it is given without an error. */
export function writeFully(file: string, content: Content, { sync = false, mode = 0o644 } = {}): void {
  const open: OpenFile = { path: file, descriptor: openSync(file, 'w', mode) }
  try {
    if (typeof content === 'string') writeAll(open, Buffer.from(content))
    else if (content instanceof Uint8Array) writeAll(open, content)
    else for (const part of inParts(content)) writeAll(open, part)
    if (sync) naming(open, () => fsyncSync(open.descriptor))
  } finally {
    closeSync(open.descriptor)
  }
}

/** A file that is open to be written. */
export interface OpenFile {
  readonly path: string
  readonly descriptor: number
}

/** Writes every byte to an open file. @throws when the disk is full */
export function writeAll(file: OpenFile, bytes: Uint8Array): void {
  naming(file, () => {
    for (let written = 0; written < bytes.length; ) written += writeSync(file.descriptor, bytes, written)
  })
}

/** The system says of an open file what is wrong, and not which file it is. */
function naming({ path }: OpenFile, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (isSystemFault(error)) error.message += ` '${path}'`
    throw error
  }
}

const PART_LENGTH = 1024 * 1024

/** The same in parts that are worth a write each, as far as it is text. */
function* inParts(content: Iterable<string | Uint8Array>): Generator<Uint8Array> {
  let text = ''
  for (const part of content) {
    if (typeof part === 'string') text += part
    if (typeof part === 'string' && text.length < PART_LENGTH) continue
    if (text !== '') yield Buffer.from(text)
    text = ''
    if (typeof part !== 'string') yield part
  }
  yield Buffer.from(text)
}
