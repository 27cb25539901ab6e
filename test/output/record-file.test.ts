import { describe, expect, test } from 'vitest'
import type { RecordEntry } from '../../src/model/record.ts'
import {
  isRecordTailLong,
  joinRecords,
  linesIn,
  readRecord,
  recordLine,
  writePlainRecord,
  writeRecord,
} from '../../src/output/record-file.ts'
import { EnvironmentError } from '../../src/platform/environment-error.ts'

function entry(id: string, path: string): RecordEntry {
  return {
    id,
    path,
    permalink: `/${path}/`,
    hash: 'ab'.repeat(32),
    published: Date.UTC(2026, 4, 3, 7, 0, 0, 1),
    former: [],
    gone: undefined,
  }
}

const ENTRIES = [entry('tag:b', 'қазақстан'), entry('tag:a', '2026/"quoted"'), entry('tag:é', 'x')]
const RECORD = new Map(ENTRIES.map(each => [each.id, each]))
const TEXT = writeRecord(RECORD)

function refusal(text: string): Pick<EnvironmentError, 'code' | 'message' | 'remedy'> {
  try {
    readRecord(text, 'out/record.jsonl')
  } catch (error) {
    if (error instanceof EnvironmentError) return { code: error.code, message: error.message, remedy: error.remedy }
    throw error
  }
  throw new Error('the record was read')
}

describe('the record', () => {
  test('reads back as it was written', () => {
    expect(readRecord(TEXT, 'record.jsonl')).toEqual(new Map([...RECORD].sort()))
  })

  test('is one line a story, sorted by id, whatever the order before', () => {
    const reversed = new Map(ENTRIES.toReversed().map(each => [each.id, each]))
    expect(writeRecord(reversed)).toBe(TEXT)
    expect(TEXT.split('\n').map(line => line.slice(0, 20))).toEqual([
      '{"courant-record":2,',
      '{"id":"tag:a","path"',
      '{"id":"tag:b","path"',
      '{"id":"tag:é","path"',
      '',
    ])
    expect(TEXT).toContain('"published":"2026-05-03T07:00:00.001Z"')
  })

  test('of a story that moved and is gone says so, and reads back', () => {
    const gone: RecordEntry = { ...entry('tag:a', 'a'), former: ['/old/', '/older/'], gone: Date.UTC(2026, 5, 1) }
    const text = writeRecord(new Map([[gone.id, gone]]))
    expect(text).toContain('"former":["/old/","/older/"],"gone":"2026-06-01T00:00:00.000Z"}')
    expect([...readRecord(text, 'record.jsonl').values()]).toEqual([gone])
    expect(TEXT).not.toMatch(/former|gone/)
  })

  test('says which story came out late', () => {
    const late: RecordEntry = { ...entry('tag:a', 'a'), late: true }
    expect([...readRecord(writeRecord(new Map([[late.id, late]])), 'record.jsonl').values()]).toEqual([late])
  })

  test('with two lines of one story, as git may merge it, joins them: the earliest publication, every address', () => {
    const ours = { ...entry('tag:a', 'ours'), former: ['/first/'], published: Date.UTC(2026, 4, 2) } as const
    const theirs = { ...entry('tag:a', 'theirs'), former: ['/first/', '/second/'] } as const
    const [header, line] = writePlainRecord(new Map([[ours.id, ours]])).split('\n')
    const merged = `${header}\n${line}\n${writePlainRecord(new Map([[theirs.id, theirs]]))}`
    expect([...readRecord(merged, 'record.jsonl').values()]).toEqual([
      { ...theirs, published: ours.published, former: ['/first/', '/second/', '/ours/'] },
    ])
  })

  test('is appended to: a later line of a story stands for the earlier, and a last line without its end for nothing', () => {
    const before = { ...entry('tag:a', 'old'), former: ['/older/'] } as const
    const after = { ...entry('tag:a', 'new'), published: before.published + 1 }
    const appended = writeRecord(new Map([[before.id, before]])) + recordLine(after) + recordLine(entry('tag:b', 'b'))
    expect([...readRecord(appended, 'record.jsonl').values()]).toEqual([after, entry('tag:b', 'b')])
    expect(linesIn(Buffer.from(appended))).toEqual({ stories: 1, lines: 3 })
    const torn = appended.slice(0, -30)
    expect([...readRecord(torn, 'record.jsonl').values()]).toEqual([after])
    expect(linesIn(Buffer.from(torn))).toBeUndefined()
    // An editor may leave out the last end of a line.
    expect([...readRecord(appended.trimEnd(), 'record.jsonl').keys()]).toEqual(['tag:a', 'tag:b'])
  })

  test('is joined where a merge in git left two headers, whatever was appended on either side', () => {
    const here = { ...entry('tag:a', 'here'), former: ['/first/'] } as const
    const there = { ...entry('tag:a', 'there'), former: ['/first/'] } as const
    const others = new Map(['tag:b', 'tag:c'].map(id => [id, entry(id, id)]))
    const merged = `${writeRecord(new Map([[here.id, here]]))}${writeRecord(new Map([...others, [there.id, there]]))}`
    const [first] = readRecord(merged, 'record.jsonl').values()
    expect(first).toEqual({ ...there, former: ['/first/', '/here/'] })
    expect(linesIn(Buffer.from(merged))).toBeUndefined()
  })

  test('is written whole where its tail has more than 2,000 lines and 5 %', () => {
    expect(isRecordTailLong({ stories: 10, lines: 2010 })).toBe(false)
    expect(isRecordTailLong({ stories: 10, lines: 2011 })).toBe(true)
    expect(isRecordTailLong({ stories: 100_000, lines: 105_000 })).toBe(false)
    expect(isRecordTailLong({ stories: 100_000, lines: 105_001 })).toBe(true)
  })

  test('with two lines of one story, of which one moved on or is gone, knows it as moved, and as gone', () => {
    const there = { ...entry('tag:a', 'there'), former: ['/here/'] } as const
    const here = { ...entry('tag:a', 'here'), gone: Date.UTC(2026, 5, 1) } as const
    const both = { ...there, gone: here.gone }
    for (const [a, b] of [
      [there, here],
      [here, there],
    ] as const) {
      expect(joinRecords(new Map([['tag:a', a]]), new Map([['tag:a', b]])).get('tag:a')).toEqual(both)
    }
  })

  test('joined with one that was rebuilt from feeds keeps the file that it knows', () => {
    const known = entry('tag:a', 'a')
    const rebuilt = { ...known, path: '', hash: '' }
    for (const [a, b] of [
      [known, rebuilt],
      [rebuilt, known],
    ] as const) {
      expect([...joinRecords(new Map([['tag:a', a]]), new Map([['tag:a', b]])).values()]).toEqual([known])
    }
  })

  test('of a newer version is refused in words that say what to do', () => {
    expect(refusal(TEXT.replace('record":2', 'record":3'))).toEqual({
      code: 'newer-version',
      message: 'out/record.jsonl is of version 3; this Courant knows version 2',
      remedy: 'a newer Courant wrote it: publish with that one',
    })
  })

  test.each([
    ['nothing', '', 'is not a record of Courant'],
    ['another file', '{"version":1}\n', 'is not a record of Courant'],
    ['a merge conflict', TEXT.replace('\n', '\n<<<<<<< ours\n'), 'is damaged'],
    ['a last line cut short', TEXT.slice(0, -30), 'is cut short'],
    ['a last line cut short, of version 1', writePlainRecord(RECORD).slice(0, -30), 'is damaged'],
    ['zeros', '\0'.repeat(64), 'is damaged'],
    ['a line that is no story', `${TEXT}{"id":"tag:c"}\n`, 'holds a line that is no story: {"id":"tag:c"}'],
    ['a date that is none', TEXT.replaceAll('2026-05-03T07', 'noon'), /^holds a line that is no story: /],
    ['an address that is none', TEXT.replaceAll('"permalink":"/', '"permalink":"'), /^holds a line that is no story: /],
  ])('with %s is refused, since ids rest on it', (_, text, message) => {
    const { code, message: said } = refusal(text)
    expect(code).toBe('record-unreadable')
    expect(said.replace('out/record.jsonl ', '')).toMatch(message)
  })
})
