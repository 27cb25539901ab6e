import { describe, expect, test } from 'vitest'
import { isComplete, lineOf, type Manifest, readHeader, readManifest, writeManifest } from '../../src/output/manifest-file.ts'

const MANIFEST: Manifest = new Map(
  ['index.html', '2026/қазақстан/index.html', 'a b.png', '..well/x', 'x/.../y'].map(path => [
    path,
    { path, sha256: 'cd'.repeat(32), size: 7 },
  ]),
)

function withLine(line: unknown): string {
  return `${writeManifest(MANIFEST)}${JSON.stringify(line)}\n`
}

describe('the manifest', () => {
  test('reads back as it was written, sorted by path', () => {
    const text = writeManifest(MANIFEST)
    expect(readManifest(text)).toEqual(MANIFEST)
    const paths = [...(readManifest(text)?.keys() ?? [])]
    expect(paths).toEqual(paths.toSorted())
  })

  test.each(['', '.', '..', '../x', 'a/../../x', '/etc/passwd', 'a//b', 'a/./b', 'a/', 'a/..'])(
    'never names what lies outside: %j',
    path => {
      expect(readManifest(withLine({ path, sha256: '', size: 0 }))).toEqual(MANIFEST)
    },
  )

  test.each([null, 7, [], {}, { path: 'x' }, { path: 7, sha256: '', size: 0 }, { path: 'x', sha256: '', size: '0' }])(
    'passes over an entry that is none: %j',
    line => {
      expect(readManifest(withLine(line))).toEqual(MANIFEST)
    },
  )

  test('is read up to a line that was being added when its publisher was killed', () => {
    const text = writeManifest(MANIFEST)
    expect(readManifest(`${text}{"path":"x`)).toEqual(MANIFEST)
    expect(readManifest(`${text}${lineOf({ path: 'x', sha256: '', size: 0 })}{"pa`)?.has('x')).toBe(true)
  })

  test('tells by its first line whether lines are missing at its end', () => {
    const text = writeManifest(MANIFEST)
    expect(readHeader(text)).toEqual({ last: 'x/.../y' })
    expect(isComplete(text, readManifest(text))).toBe(true)
    const cut = text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1)
    expect(readManifest(cut)?.size).toBe(MANIFEST.size - 1)
    expect(isComplete(cut, readManifest(cut))).toBe(false)
    // As it was before its first line told of the last.
    const old = text.replace(/,"last":"[^"]*"/, '')
    expect(isComplete(old, readManifest(old))).toBe(true)
    expect(isComplete(writeManifest(MANIFEST, { rebuilt: true }), MANIFEST)).toBe(false)
  })

  test.each(['', '[]\n', '{"courant-manifest":2}\n', '{"courant-manifest":1}\n{"path":"x\n{}\n', '\0\0'])(
    'is none when it is damaged, foreign or newer: %j',
    text => {
      expect(readManifest(text)).toBeUndefined()
    },
  )
})
