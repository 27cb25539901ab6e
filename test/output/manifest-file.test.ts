import { describe, expect, test } from 'vitest'
import {
  isComplete,
  isTailLong,
  lineOf,
  type Manifest,
  readHeader,
  readManifest,
  writeManifest,
  writePlainList,
} from '../../src/output/manifest-file.ts'
import { manifestLookup } from './manifest-lookup.ts'

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
    const sorted = Buffer.byteLength(text.slice(text.indexOf('\n') + 1))
    expect(readHeader(text)).toEqual({ version: 2, generation: 1, sorted })
    expect(isComplete(text, readManifest(text))).toBe(true)
    const cut = text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1)
    expect(readManifest(cut)?.size).toBe(MANIFEST.size - 1)
    expect(isComplete(cut, readManifest(cut))).toBe(false)
    const plain = writePlainList(MANIFEST)
    expect(readHeader(plain)).toEqual({ version: 1, last: 'x/.../y' })
    const cutPlain = plain.slice(0, plain.lastIndexOf('\n', plain.length - 2) + 1)
    expect([plain, cutPlain].map(each => isComplete(each, readManifest(each)))).toEqual([true, false])
    // As it was before its first line told of the last.
    const old = plain.replace(/,"last":"[^"]*"/, '')
    expect(isComplete(old, readManifest(old))).toBe(true)
    expect(isComplete(writeManifest(MANIFEST, { rebuilt: true }), MANIFEST)).toBe(false)
  })

  test('has of each path what its last line says', () => {
    const entry = { path: 'a b.png', sha256: 'ef'.repeat(32), size: 9 }
    const added = { path: 'x/new', sha256: '', size: 0 }
    const text = writeManifest(MANIFEST) + lineOf({ ...entry, sha256: '', size: 0 }) + lineOf(added) + lineOf(entry)
    const expected = new Map([...MANIFEST, ['a b.png', entry] as const, ['x/new', added] as const])
    expect(readManifest(text)).toEqual(expected)
    expect(isComplete(text, readManifest(text))).toBe(true)
    const find = manifestLookup(Buffer.from(text))
    for (const path of [...MANIFEST.keys(), 'x/new', 'never']) expect(find(path)).toEqual(expected.get(path))
  })

  test('has its tail written into the sorted part once that is longer than 1 MB and 5 % of it', () => {
    const mb = 1024 * 1024
    expect([isTailLong(mb, 0), isTailLong(mb + 1, 0), isTailLong(2 * mb, 40 * mb), isTailLong(2 * mb + 1, 40 * mb)]).toEqual([
      false,
      true,
      false,
      true,
    ])
  })

  test.each([
    '',
    '[]\n',
    '{"courant-manifest":3}\n',
    '{"courant-manifest":2}\n',
    '{"courant-manifest":2,"generation":1}\n',
    '{"courant-manifest":1}\n{"path":"x\n{}\n',
    '\0\0',
  ])('is none when it is damaged, foreign or newer: %j', text => {
    expect(readManifest(text)).toBeUndefined()
  })
})
