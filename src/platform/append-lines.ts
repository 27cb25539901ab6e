import { closeSync, constants, fstatSync, fsyncSync, ftruncateSync, openSync, readSync } from 'node:fs'
import { writeAll } from './write-whole.ts'

const LINE_END = 10
const PIECE_BYTES = 4096

/**
 * Appends lines to a file that exists. A last line that a kill or a loss of power left without its end is cut off first, so that no later
 * line is joined to it. Where the disk is full, the file is left without any of the lines. With `sync`, they survive a loss of power.
 */
export function appendLines(file: string, lines: string, { sync = false } = {}): void {
  const descriptor = openSync(file, constants.O_RDWR | constants.O_APPEND)
  try {
    const { size } = fstatSync(descriptor)
    const end = endOfLines(descriptor, size)
    if (end < size) ftruncateSync(descriptor, end)
    try {
      writeAll({ path: file, descriptor }, Buffer.from(lines))
      if (sync) fsyncSync(descriptor)
    } catch (error) {
      ftruncateSync(descriptor, end)
      throw error
    }
  } finally {
    closeSync(descriptor)
  }
}

/** Where the last line ends that has an end. */
function endOfLines(descriptor: number, size: number): number {
  const piece = Buffer.allocUnsafe(PIECE_BYTES)
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - PIECE_BYTES)
    const length = readSync(descriptor, piece, 0, end - start, start)
    const at = piece.subarray(0, length).lastIndexOf(LINE_END)
    if (at >= 0) return start + at + 1
    end = start
  }
  return 0
}
