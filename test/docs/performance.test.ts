import { expect, test } from 'vitest'
import { noResults, type Results } from '../../bench/report.ts'
import { withFigures } from '../../tools/performance-tables.ts'
import { read } from './documents.ts'

const DOCUMENT = read('docs/performance.md')

const TAKEN = { date: '2026-12-24', commit: '0123abcd', machine: '2 cores, linux-x64, Node 26.10' } as const

/** A run of one release, which is no figure of any run that was made. */
const RUN: Results = {
  ...noResults(),
  taken: TAKEN,
  visible: [
    {
      ...({ what: 'release', stories: 100_000, settings: 'search: false', broken: false, underLoad: true } as const),
      pageMs: [11, 22, 33],
      feedMs: [44, 55, 66],
    },
  ],
}

const ROW =
  /^\| five, and saves in between \| 100,000 +\| `search: false` +\| 3 +\| 55 +\| 66 +\| worst ≤ 100 ms, never early \| 2026-12-24, `0123abcd`, 2 cores, linux-x64, Node 26\.10 \|$/

test('docs/performance.md has the tables of the benchmark as tools/write-figures.ts writes them', () => {
  for (const name of ['publishes', 'changes', 'releases']) expect(DOCUMENT).toContain(`<!-- figures: ${name} -->`)
  expect(withFigures(DOCUMENT, noResults())).toBe(DOCUMENT)
})

test('every row has been measured, and says when, of which commit and on what machine', () => {
  const tables = [...DOCUMENT.matchAll(/<!-- figures: \w+ -->\n([\s\S]*?)<!-- end -->/gu)].map(([, body = '']) => body)
  const rows = tables.flatMap(body =>
    body.split('\n').filter(line => line.startsWith('|') && !/^\| (-|.* Measured +\|$)/.test(line)),
  )
  expect(rows.length).toBeGreaterThan(5)
  for (const row of rows) expect(row).toMatch(/\| 20\d\d-\d\d-\d\d, `[^`]+`, \d+ cores, [^|]+\|$/)
  expect(DOCUMENT).not.toMatch(/\| [–-] +\|/)
})

test('a run adds the rows that it measured, changes no others, and the next keeps them', () => {
  const empty = withFigures('<!-- figures: releases -->\n<!-- end -->', noResults())
  expect(empty).toContain('No row of this table has been measured.')
  const written = withFigures(empty, RUN)
  expect(written.split('\n').filter(line => /^\| (none|five)/.test(line))).toEqual([expect.stringMatching(ROW)])
  expect(withFigures(written, noResults())).toBe(written)
  const [, publishes] = /<!-- figures: publishes -->([\s\S]*?)<!-- end -->/u.exec(DOCUMENT) ?? []
  expect(withFigures(DOCUMENT, RUN)).toContain(publishes)
})

test('results that do not say when and where they were measured are refused', () => {
  expect(() => withFigures(DOCUMENT, { ...RUN, taken: undefined })).toThrow('"taken" is missing')
})

test('a table that does not exist is refused by name', () => {
  expect(() => withFigures('<!-- figures: others -->\n<!-- end -->', noResults())).toThrow('there is no table "others"')
})
