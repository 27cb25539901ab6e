import { promisify } from 'node:util'
import { type BrotliOptions, brotliCompress, brotliCompressSync, constants, gzip, gzipSync, type ZlibOptions } from 'node:zlib'
import { apart } from './apart.ts'
import type { ContentCoding } from './wanted-coding.ts'

/** A body in a content coding. */
export function compressed(body: Buffer, coding: ContentCoding): Buffer {
  return apart(coding === 'gzip' ? gzipSync(body, gzipFor(body)) : brotliCompressSync(body, brotliFor(body)))
}

/** The same, made beside this thread. */
export async function compressedBeside(body: Buffer, coding: ContentCoding): Promise<Buffer> {
  return apart(await (coding === 'gzip' ? gzipped(body, gzipFor(body)) : brotlied(body, brotliFor(body))))
}

const gzipped: (body: Buffer, options: ZlibOptions) => Promise<Buffer> = promisify(gzip)
const brotlied: (body: Buffer, options: BrotliOptions) => Promise<Buffer> = promisify(brotliCompress)

// Middling qualities: the bytes are made while others wait. A feed of 220 KB takes 5 milliseconds by level 6, and 3 by level 4, for 2 % more.
const LARGE_BYTES = 64 * 1024

function gzipFor({ length }: Buffer): ZlibOptions {
  return { level: length > LARGE_BYTES ? 4 : 6 }
}

function brotliFor({ length }: Buffer): BrotliOptions {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants
  return { params: { [BROTLI_PARAM_QUALITY]: 5, [BROTLI_PARAM_SIZE_HINT]: length } }
}
