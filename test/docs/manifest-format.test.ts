import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isComplete, readHeader, readManifest } from '../../src/output/manifest-file.ts'
import { manifestLookup } from '../../src/output/manifest-lookup.ts'

test('the example of the manifest format is read as the page says', () => {
  const page = readFileSync(new URL('../../docs/manifest-format.md', import.meta.url), 'utf8')
  const example = /```jsonl\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  expect(readHeader(example)).toMatchObject({ version: 2, generation: 1, identity: '7e52da80ef843d336b88a941' })
  const manifest = readManifest(example)
  expect([...(manifest?.keys() ?? [])]).toEqual(['index.html'])
  expect(manifest?.get('index.html')?.size).toBe(951)
  expect(isComplete(example, manifest)).toBe(true)
  expect(manifestLookup(Buffer.from(example))('404.html')).toBeUndefined()
  expect(manifestLookup(Buffer.from(example))('index.html')).toEqual(manifest?.get('index.html'))
})
