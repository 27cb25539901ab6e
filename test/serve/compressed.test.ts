import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compressed, compressedBeside } from '../../src/serve/compressed.ts'

test('compressed: gives back the same bytes, in fewer', () => {
  const body = Buffer.from('A paragraph of the story, which goes on. '.repeat(100))
  const [br, gzip] = [compressed(body, 'br'), compressed(body, 'gzip')]
  expect([brotliDecompressSync(br), gunzipSync(gzip)]).toEqual([body, body])
  expect(Math.max(br.length, gzip.length)).toBeLessThan(body.length / 10)
  for (const bytes of [br, gzip]) expect(bytes.buffer.byteLength).toBe(bytes.length)
})

test('compressedBeside: the same bytes as compressed, in memory of their own', async () => {
  const body = Buffer.from('A paragraph of the story, which goes on. '.repeat(100))
  for (const coding of ['br', 'gzip'] as const) {
    const bytes = await compressedBeside(body, coding)
    expect(bytes).toEqual(compressed(body, coding))
    expect(bytes.buffer.byteLength).toBe(bytes.length)
  }
})
