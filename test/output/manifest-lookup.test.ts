import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineOf, type ManifestEntry, readManifest, writeManifest } from '../../src/output/manifest-file.ts'
import { manifestLookup } from './manifest-lookup.ts'

const SHA = 'a'.repeat(64)
const segment = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter(text => !/^\.{1,2}$|\//.test(text))
const path = fc.oneof(
  fc.array(segment, { minLength: 1, maxLength: 3 }).map(parts => parts.join('/')),
  fc.constantFrom('index.html', 'a/index.html', '\uE000', '\u{1F4F0}', '2026/қазақстан/index.html'),
)

function entryOf(at: string, size = 1): ManifestEntry {
  return { path: at, sha256: SHA, size }
}

function manifestOf(paths: readonly string[]): string {
  return writeManifest(new Map(paths.map((at, size) => [at, entryOf(at, size)])))
}

describe('openManifest', () => {
  test('finds what the whole manifest names, in any script, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(path, { maxLength: 40 }), fc.array(path, { maxLength: 10 }), (named, announced) => {
        const text = manifestOf(named) + announced.map(at => lineOf({ path: at, sha256: '', size: 0 })).join('')
        const find = manifestLookup(Buffer.from(text))
        const whole = readManifest(text)
        for (const at of [...named, ...announced, 'never', '']) expect(find(at)).toEqual(whole?.get(at))
      }),
    )
  })

  test('tells what stands at an address: a redirect, a story that is gone', () => {
    const moved: ManifestEntry = { ...entryOf('a/index.html'), answer: { status: 301, to: '/b/' } }
    const gone: ManifestEntry = { ...entryOf('c/index.html'), answer: { status: 410 } }
    const find = manifestLookup(Buffer.from(writeManifest(new Map([moved, gone].map(entry => [entry.path, entry])))))
    expect([find('a/index.html'), find('c/index.html')]).toEqual([moved, gone])
  })

  test('passes over a line that is still being added', () => {
    const find = manifestLookup(Buffer.from(`${manifestOf(['a', 'b'])}${lineOf({ path: 'c', sha256: '', size: 0 })}{"path":"d`))
    expect(['a', 'b', 'c', 'd'].map(at => find(at)?.sha256)).toEqual([SHA, SHA, '', undefined])
  })

  test.each(['', '\n', 'news', '{"path":"a"}\n', '{"courant-manifest":2}\n', '{"courant-manifest":1}'])(
    'has nothing in %j',
    text => {
      expect(manifestLookup(Buffer.from(text + lineOf(entryOf('a'))))('a')).toBeUndefined()
    },
  )

  test('goes out of no folder, whatever a line says', () => {
    const find = manifestLookup(Buffer.from(manifestOf(['../outside.html'])))
    expect(find('../outside.html')).toBeUndefined()
  })
})
