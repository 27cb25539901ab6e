import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  isComplete,
  isTailLong,
  lineOf,
  type Manifest,
  readHeader,
  readManifest,
  refuseNewerManifest,
  writeManifest,
} from '../../src/output/manifest-file.ts'
import { manifestLookup } from '../output/manifest-lookup.ts'
import { newsroomOf, story } from '../support/newsroom.ts'

const PAGE = readFileSync(new URL('../../docs/manifest-format.md', import.meta.url), 'utf8')
const EXAMPLE = /```jsonl\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? ''

/** Reads a manifest as the page says, with nothing of Courant's own: by its bytes. */
function readAsDocumented(bytes: Buffer) {
  const headerEnd = bytes.indexOf(0x0a) + 1
  const header = JSON.parse(bytes.toString('utf8', 0, headerEnd))
  const sortedEnd = headerEnd + header.sorted
  const linesIn = (start: number, end: number): readonly string[] => bytes.toString('utf8', start, end).split('\n').slice(0, -1)
  const sorted = linesIn(headerEnd, sortedEnd).map(line => JSON.parse(line))
  const tail = linesIn(sortedEnd, bytes.lastIndexOf(0x0a) + 1).map(line => JSON.parse(line))
  const entries = new Map([...sorted, ...tail].map(entry => [entry.path, entry]))
  return { header, sorted, tail, entries, endsSorted: bytes[sortedEnd - 1] }
}

/** The names in the first column of the table below a heading. */
function fieldsBelow(heading: string): readonly string[] {
  const section = PAGE.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| `([a-z0-9-]+)`/gm)].map(([, name = '']) => name)
}

describe('docs/manifest-format.md', () => {
  test('its example is what Courant reads and writes, byte for byte', () => {
    const { header, sorted, tail, entries } = readAsDocumented(Buffer.from(EXAMPLE))
    const listed: Manifest = new Map(sorted.map(entry => [entry.path, entry]))
    expect([sorted.length, tail.length]).toEqual([2, 4])
    expect(writeManifest(listed, header) + tail.map(lineOf).join('')).toBe(EXAMPLE)
    expect(readManifest(EXAMPLE)).toEqual(entries)
    expect(isComplete(EXAMPLE, readManifest(EXAMPLE))).toBe(true)
    const find = manifestLookup(Buffer.from(EXAMPLE))
    for (const [path, entry] of entries) expect(find(path)).toEqual(entry)
  })

  test('a newsroom that was published twice is read right by who knows nothing but the page', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'Қазақстан' }), 'static/é x.txt': 'text' })
    await newsroom.publish()
    const first = readAsDocumented(newsroom.out().get('manifest.jsonl') ?? Buffer.alloc(0))
    expect([first.tail, first.endsSorted, first.header.generation]).toEqual([[], 0x0a, 1])
    expect(first.sorted.map(({ path }) => path)).toEqual(first.sorted.map(({ path }) => path).toSorted())
    newsroom.write({ 'b.md': story({ title: 'B' }) })
    await newsroom.publish()
    const second = readAsDocumented(newsroom.out().get('manifest.jsonl') ?? Buffer.alloc(0))
    expect([second.header, second.sorted]).toEqual([first.header, first.sorted])
    expect(second.entries).toEqual(readManifest(newsroom.read('manifest.jsonl')))
    expect([...second.entries.keys(), 'manifest.jsonl'].sort()).toEqual([...newsroom.out().keys()].sort())
    // Announcements first; then lines of which the last is of an announced file.
    const announced = new Set(second.tail.filter(({ sha256 }) => sha256 === '').map(({ path }) => path))
    expect(second.tail.slice(0, announced.size).every(({ sha256 }) => sha256 === '')).toBe(true)
    expect(announced).toContain(second.tail.at(-1)?.path)
    expect(second.tail[announced.size]?.path).toBe('record.jsonl')
  })

  test('its tables have the fields that there are, in their order', () => {
    const text = writeManifest(new Map([['a', { path: 'a', sha256: 'b', size: 1, answer: { status: 410 } as const }]]), {
      identity: 'i',
      rebuilt: true,
    })
    const [header = '', line = ''] = text.split('\n')
    expect(fieldsBelow('Header')).toEqual(Object.keys(JSON.parse(header)))
    expect(fieldsBelow('Lines')).toEqual(Object.keys(JSON.parse(line)))
  })

  test('its answers are those that are read', () => {
    const answers = [...PAGE.matchAll(/`(\{"status":.*?\})`/g)].map(([, text = '']) => JSON.parse(text))
    expect(answers.map(({ status }) => status)).toEqual([301, 410, 200])
    for (const answer of answers) {
      const text = writeManifest(new Map([['a', { path: 'a', sha256: 'b', size: 1, answer }]]))
      expect(readManifest(text)?.get('a')?.answer).toEqual(answer)
    }
  })

  test('its limits of the tail are those that are kept', () => {
    const [, bytes = '', share = ''] =
      /longer than 1 MB\s+\(([\d,]+) bytes\) and than (\d+) % of the sorted part/.exec(PAGE) ?? []
    const least = Number(bytes.replaceAll(',', ''))
    const large = (least * 200) / Number(share)
    expect([
      isTailLong(least, 0),
      isTailLong(least + 1, 0),
      isTailLong(2 * least, large),
      isTailLong(2 * least + 1, large),
    ]).toEqual([false, true, false, true])
  })

  test('its version is that of Courant, and a later one is refused', () => {
    const [, version = ''] = /This page describes version (\d+)\./.exec(PAGE) ?? []
    expect(readHeader(writeManifest(new Map()))?.version).toBe(Number(version))
    const later = `{"courant-manifest":${Number(version) + 1},"generation":1,"sorted":0}\n`
    expect(readManifest(later)).toBeUndefined()
    expect(() => refuseNewerManifest(later, 'manifest.jsonl')).toThrow(expect.objectContaining({ code: 'newer-version' }))
  })

  test('a file that is cut anywhere is read as the page says', () => {
    const bytes = Buffer.from(EXAMPLE)
    const { header } = readAsDocumented(bytes)
    const sortedEnd = bytes.indexOf(0x0a) + 1 + header.sorted
    for (let end = 0; end <= bytes.length; end++) {
      const text = bytes.toString('utf8', 0, end)
      expect(isComplete(text, readManifest(text)), `${end} bytes`).toBe(end >= sortedEnd)
      if (end < sortedEnd) continue
      expect(readManifest(text), `${end} bytes`).toEqual(readAsDocumented(bytes.subarray(0, end)).entries)
    }
  })
})
