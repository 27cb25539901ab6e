import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { apart } from './apart.ts'
import type { ContentCoding } from './wanted-coding.ts'

/** A body in a content coding, at middling qualities: the bytes are made while others wait. */
export function compressed(body: Buffer, coding: ContentCoding): Buffer {
  return apart(coding === 'gzip' ? gzipSync(body, { level: 6 }) : brotliOf(body))
}

function brotliOf(body: Buffer): Buffer {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants
  return brotliCompressSync(body, { params: { [BROTLI_PARAM_QUALITY]: 5, [BROTLI_PARAM_SIZE_HINT]: body.length } })
}
