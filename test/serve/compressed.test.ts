import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compressed } from '../../src/serve/compressed.ts'

test('compressed: gives back the same bytes, in fewer', () => {
  const body = Buffer.from('A paragraph of the story, which goes on. '.repeat(100))
  const [br, gzip] = [compressed(body, 'br'), compressed(body, 'gzip')]
  expect([brotliDecompressSync(br), gunzipSync(gzip)]).toEqual([body, body])
  expect(Math.max(br.length, gzip.length)).toBeLessThan(body.length / 10)
  for (const bytes of [br, gzip]) expect(bytes.buffer.byteLength).toBe(bytes.length)
})
