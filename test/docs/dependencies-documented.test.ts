import { expect, test } from 'vitest'
import { read, rowsByName, sectionOf } from './documents.ts'

const PACKAGE: Readonly<Record<'dependencies' | 'devDependencies', Record<string, string>>> = JSON.parse(read('package.json'))
const DECISIONS = read('docs/decisions.md')

test('dependencies: each has a row in docs/decisions.md with what it brings and how to leave it, and no other has', () => {
  const rows = rowsByName(sectionOf(DECISIONS, '## Runtime dependencies'))
  expect([...rows.keys()].sort()).toEqual(Object.keys(PACKAGE.dependencies).sort())
  for (const [name, cells] of rows)
    expect(
      cells.filter(cell => cell.length > 10),
      name,
    ).toHaveLength(2)
})

test('devDependencies: each has a row in docs/decisions.md, and no other has', () => {
  const rows = rowsByName(sectionOf(DECISIONS, '## Development dependencies'))
  expect([...rows.keys()].sort()).toEqual(Object.keys(PACKAGE.devDependencies).sort())
})
