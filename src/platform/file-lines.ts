import { closeSync, openSync, readSync } from 'node:fs'
import { ifThere } from './if-there.ts'

/** A line of a file, without its end: where it stands, and its bytes. */
export interface FileLine {
  readonly at: number
  readonly bytes: Buffer
}

const PIECE_BYTES = 1024 * 1024
const LINE_END = 10

/** The lines of a file of any length, of which a piece or a line at a time is in memory; none where there is no file. */
export function* linesOf(file: string): Generator<FileLine> {
  let at = 0
  let begun: Buffer[] = []
  const whole = (last: Buffer): FileLine => {
    const line = { at, bytes: begun.length === 0 ? last : Buffer.concat([...begun, last]) }
    at += line.bytes.length + 1
    begun = []
    return line
  }
  for (const piece of piecesOf(file)) {
    let start = 0
    for (let end = piece.indexOf(LINE_END); end >= 0; end = piece.indexOf(LINE_END, start)) {
      yield whole(piece.subarray(start, end))
      start = end + 1
    }
    if (start < piece.length) begun.push(piece.subarray(start))
  }
  const last = begun.pop()
  if (last) yield whole(last)
}

/** A file's bytes, piece by piece, each of its own memory; none where there is no file. */
function* piecesOf(file: string): Generator<Buffer> {
  const descriptor = ifThere(() => openSync(file, 'r'))
  if (descriptor === undefined) return
  try {
    for (;;) {
      const piece = Buffer.allocUnsafeSlow(PIECE_BYTES)
      const length = readSync(descriptor, piece)
      if (length === 0) return
      yield piece.subarray(0, length)
    }
  } finally {
    closeSync(descriptor)
  }
}

/** Bytes of a file from a place on; fewer where it ends, and none where there is no file. */
export function bytesAt(file: string, { at, length }: { readonly at: number; readonly length: number }): Buffer {
  const descriptor = ifThere(() => openSync(file, 'r'))
  if (descriptor === undefined) return Buffer.alloc(0)
  try {
    const bytes = Buffer.allocUnsafe(length)
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, at))
  } finally {
    closeSync(descriptor)
  }
}
