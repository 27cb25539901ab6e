import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { SECRET } from './secret-fields.ts'

/** The unguessable words that stand in bytes, however they are packed, escaped or encoded. */
export function secretsIn(bytes: Uint8Array | string): readonly string[] {
  const buffer = Buffer.from(bytes)
  const texts = [buffer, ...unpacked(buffer)].flatMap(readings)
  return [...new Set(texts.flatMap(text => [...text.matchAll(SECRET)].map(([word]) => word.toLowerCase())))].sort()
}

function unpacked(bytes: Buffer): readonly Buffer[] {
  return [gunzipSync, inflateSync, brotliDecompressSync].flatMap(unpack => {
    try {
      return [unpack(bytes)]
    } catch {
      return []
    }
  })
}

/** As text, without marks and blanks that could part a word, as UTF-16, and base64 read. */
function readings(bytes: Buffer): readonly string[] {
  const text = bytes.toString('latin1')
  const joined = text.replace(/[\0\s\u00ad]|<[^<>]*>|&(?:#x?)?\w+;/g, '')
  const encoded = (text.match(/[A-Za-z0-9+/_-]{16,}/g) ?? []).flatMap(run =>
    [0, 1, 2, 3].map(skip => Buffer.from(run.slice(skip), 'base64').toString('latin1')),
  )
  return [text, joined, ...encoded]
}
