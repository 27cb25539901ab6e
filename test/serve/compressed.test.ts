import { randomBytes } from 'node:crypto'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compressor } from '../../src/serve/compressed.ts'

function fileOf(etag: string): { readonly etag: string; readonly body: Buffer } {
  return { etag, body: randomBytes(1000) }
}

test('compressor: compresses a file once for each coding', () => {
  const compress = compressor()
  const file = fileOf('"a"')
  const br = compress(file, 'br')
  const gzip = compress(file, 'gzip')
  expect(brotliDecompressSync(br)).toEqual(file.body)
  expect(gunzipSync(gzip)).toEqual(file.body)
  expect(compress(file, 'br')).toBe(br)
  expect(compress(file, 'gzip')).toBe(gzip)
})

test('compressor: forgets what was asked for longest ago', () => {
  const compress = compressor(2500)
  const [a, b, c] = [fileOf('"a"'), fileOf('"b"'), fileOf('"c"')]
  const first = compress(a, 'br')
  const second = compress(b, 'br')
  expect(compress(a, 'br')).toBe(first)
  compress(c, 'br')
  expect(compress(a, 'br')).toBe(first)
  expect(compress(b, 'br')).not.toBe(second)
})

test('compressor: does not keep what is larger than its memory', () => {
  const compress = compressor(500)
  const file = fileOf('"a"')
  const once = compress(file, 'gzip')
  expect(compress(file, 'gzip')).not.toBe(once)
  expect(compress(file, 'gzip')).toEqual(once)
})
