import { expect, test } from 'vitest'
import { noResults } from '../../bench/report.ts'
import { withFigures } from '../../tools/performance-tables.ts'
import { read } from './documents.ts'

const DOCUMENT = read('docs/performance.md')

test('docs/performance.md has every row and every goal of the benchmark (tools/write-figures.ts writes them)', () => {
  for (const name of ['publishes', 'changes', 'releases']) expect(DOCUMENT).toContain(`<!-- figures: ${name} -->`)
  expect(withFigures(DOCUMENT, noResults())).toBe(DOCUMENT)
})

test('a run replaces the figures of what it measured, and no others', () => {
  const release = { what: 'release', stories: 100_000, settings: 'search: false', broken: false, underLoad: true } as const
  const written = withFigures(DOCUMENT, {
    ...noResults(),
    visible: [{ ...release, pageMs: [11, 22, 33], feedMs: [44, 55, 66] }],
  })
  const changed = written.split('\n').filter(line => !DOCUMENT.includes(line))
  expect(changed).toHaveLength(1)
  expect(changed[0]).toMatch(
    /^\| five, and saves in between \| 100,000 +\| `search: false` +\| 3 +\| 55 +\| 66 +\| worst ≤ 100 ms, never early \|$/,
  )
  expect(withFigures(written, noResults())).toBe(written)
})

test('a table that does not exist is refused by name', () => {
  expect(() => withFigures('<!-- figures: others -->\n<!-- end -->', noResults())).toThrow('there is no table "others"')
})
