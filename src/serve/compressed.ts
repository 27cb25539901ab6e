import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { ContentCoding } from './encoded-as.ts'
import type { PublishedFile } from './published.ts'

/** Compresses a file's bytes. */
export type Compress = (file: Pick<PublishedFile, 'body' | 'etag'>, coding: ContentCoding) => Buffer

const REMEMBERED_BYTES = 16 * 1024 * 1024

/**
 * Compresses, and remembers the bytes, so that a feed is compressed once for all who poll it. What was asked for longest ago is
 * forgotten first. `rememberedBytes` bounds the memory.
 */
export function compressor(rememberedBytes: number = REMEMBERED_BYTES): Compress {
  const remembered = new Map<string, Buffer>()
  let bytes = 0
  const forget = (key: string): Buffer | undefined => {
    const body = remembered.get(key)
    if (body && remembered.delete(key)) bytes -= body.length
    return body
  }
  return (file, coding) => {
    const key = `${file.etag} ${coding}`
    const body = forget(key) ?? compressed(file.body, coding)
    remembered.set(key, body)
    bytes += body.length
    for (const oldest of remembered.keys()) {
      if (bytes <= rememberedBytes) break
      forget(oldest)
    }
    return body
  }
}

/** Middling qualities: the bytes are made while others wait. */
function compressed(body: Buffer, coding: ContentCoding): Buffer {
  if (coding === 'gzip') return gzipSync(body, { level: 6 })
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants
  return brotliCompressSync(body, { params: { [BROTLI_PARAM_QUALITY]: 5, [BROTLI_PARAM_SIZE_HINT]: body.length } })
}
