import { describe, expect, test } from 'vitest'
import { readYaml } from '../../src/fields/read-yaml.ts'

const REST = 'date: 2026-05-01\n'
const QUOTES = 'put the whole value into quotes:'

describe('slipAt', () => {
  test.each<[string, string]>([
    [`title:The harbour\n${REST}`, '1:7 a blank is missing after the colon | put one there: title: The harbour'],
    ['title: A\ndate:2026-05-01\n', '2:6 a blank is missing after the colon | put one there: date: 2026-05-01'],
    [
      `title The harbour\n${REST}`,
      '1:6 a colon is missing after the name of the field | put one there, and a blank: title: The harbour',
    ],
    [
      'title: A\n\n\nsection Ports\n',
      '4:8 a colon is missing after the name of the field | put one there, and a blank: section: Ports',
    ],
    [`title：港口\n${REST}`, '1:6 this colon is not the one that ends the name of a field | write : and a blank: title: 港口'],
    [`title: Ports: a start\n${REST}`, `1:8 a second colon stands in the line | ${QUOTES} title: "Ports: a start"`],
    [
      `title: "So" they say\n${REST}`,
      `1:8 something stands after the " that ends the value | ${QUOTES} title: '"So" they say'`,
    ],
    [`title: 'It's open'\n${REST}`, `1:8 something stands after the ' that ends the value | ${QUOTES} title: "It's open"`],
    [`title: [New] Ports\n${REST}`, `1:8 something stands after the ] that ends the value | ${QUOTES} title: "[New] Ports"`],
    [`title: @ports\n${REST}`, `1:8 a value cannot begin with @ | ${QUOTES} title: "@ports"`],
    [`title: - "A" 'b'\n${REST}`, `1:8 a value cannot begin with - | ${QUOTES} title: "- \\"A\\" 'b'"`],
    [`title: "Open\n${REST}`, '1:13 the " is not closed | close it: title: "Open"'],
    [`topics: [a, b\n${REST}`, '1:14 the [ is not closed | close it: topics: [a, b]'],
    [`topics:\n-ports\n- ferries\n${REST}`, '2:2 a blank is missing after the dash | put one there: - ports'],
    [
      `topics:\n  - ports\n - ferries\n${REST}`,
      '3:2 this line is not indented like the one above it | begin it in the same column: - ferries',
    ],
    [
      `title: A\n  ${REST}`,
      '2:1 this line is not indented like the one above it | begin it in the same column: date: 2026-05-01',
    ],
    [`summary: Long: ${'word '.repeat(20)}\n`, '1:10 a second colon stands in the line | put the whole value into quotes'],
  ])('slipAt: %j', (source, told) => {
    const read = readYaml(source)
    expect('message' in read && `${read.line}:${read.column} ${read.message} | ${read.remedy}`).toBe(told)
  })

  test.each(['a:\n\tb: 1\n', 'a: 1\na: 2\n', 'a: *b\n', `a: ${'['.repeat(40)}${']'.repeat(40)}\n`])(
    'slipAt: what the parser knows for certain is no slip: %j',
    source => {
      expect(readYaml(source)).toMatchObject({ message: expect.stringMatching(/tab|twice|aliases|deeply/) })
    },
  )
})
