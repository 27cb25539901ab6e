import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { RecordEntry } from '../../src/model/record.ts'
import { linesIn, readRecord, recordLine, writePlainRecord, writeRecord } from '../../src/output/record-file.ts'
import { newsroomOf, story } from '../support/newsroom.ts'

const PAGE = readFileSync(new URL('../../docs/record-format.md', import.meta.url), 'utf8')
const EXAMPLE = /```jsonl\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? ''

/** Reads a record as the page says, with nothing of Courant's own. */
function readAsDocumented(text: string) {
  const [header = {}, ...lines] = text
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line))
  return {
    sorted: lines.slice(0, header.stories),
    tail: lines.slice(header.stories),
    stories: new Map(lines.map(line => [line.id, line])),
  }
}

/** The names in the first column of the table below a heading. */
function fieldsBelow(heading: string): readonly string[] {
  const section = PAGE.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| `([a-z-]+)`/gm)].map(([, name = '']) => name)
}

const WHOLE: RecordEntry = {
  id: 'a',
  path: 'a.md',
  permalink: '/a/',
  hash: '',
  late: true,
  fresh: true,
  published: 0,
  updated: 1,
  withdrawn: true,
  former: ['/b/'],
  gone: 2,
  away: true,
  corrections: { a: 'b' },
  changes: { a: 'b' },
  feeds: { '/': 3 },
}

describe('docs/record-format.md', () => {
  test('its example is what Courant reads and writes, byte for byte', () => {
    const { sorted, tail, stories } = readAsDocumented(EXAMPLE)
    const record = readRecord(EXAMPLE, 'record.jsonl')
    expect([sorted.length, tail.length, linesIn(Buffer.from(EXAMPLE))]).toEqual([2, 1, { stories: 2, lines: 3 }])
    const [header, ...lines] = EXAMPLE.split('\n').slice(0, -1)
    const entriesOf = (line: string) => [...readRecord(`{"courant-record":1}\n${line}\n`, 'record.jsonl').values()]
    const first = new Map(
      lines
        .slice(0, 2)
        .flatMap(entriesOf)
        .map(entry => [entry.id, entry]),
    )
    expect(writeRecord(first) + lines.slice(2).flatMap(entriesOf).map(recordLine).join('')).toBe(EXAMPLE)
    expect(header).toBe('{"courant-record":2,"stories":2}')
    for (const [id, line] of stories) expect(recordLine(record.get(id) ?? WHOLE)).toBe(`${JSON.stringify(line)}\n`)
  })

  test('a newsroom whose process published a change is read right by who knows nothing but the page', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'Қазақстан' }), 'b.md': story({ title: 'B' }) })
    const memory = {}
    await newsroom.publish({ memory })
    newsroom.write({ 'a.md': story({ title: 'Қазақстан' }, 'Edited.') })
    await newsroom.publishChanges(['a.md'], { memory })
    const text = newsroom.read('record.jsonl')
    const { sorted, tail, stories } = readAsDocumented(text)
    expect([sorted.length, tail.length]).toEqual([2, 1])
    expect([...stories.values()].map(line => `${JSON.stringify(line)}\n`)).toEqual(
      [...readRecord(text, 'record.jsonl').values()].map(recordLine),
    )
  })

  test('its tables have the fields that there are, in their order', () => {
    const [header = '', line = ''] = writeRecord(new Map([[WHOLE.id, WHOLE]])).split('\n')
    expect(fieldsBelow('Header')).toEqual(Object.keys(JSON.parse(header)))
    expect(fieldsBelow('Lines')).toEqual(Object.keys(JSON.parse(line)))
    expect(PAGE).toContain(writePlainRecord(new Map()).trim())
  })
})
