import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readLines, updateLines } from '../../src/engine/line-file.ts'
import { temporaryFolder } from '../support/newsroom.ts'

interface Value {
  readonly is: number
}

const HEAD = { version: 1 }

const mapOf = (from: number, to: number): Map<string, Value> =>
  new Map(Array.from({ length: to - from }, (_, index) => [`key ${from + index}`, { is: from + index }]))

function written(before: ReadonlyMap<string, Value>): string {
  const file = join(temporaryFolder(), 'lines.jsonl')
  updateLines(file, { head: HEAD, before: undefined, after: before })
  return file
}

test('adds what is new or other at the end, and reads the latest', () => {
  const before = mapOf(0, 20)
  const file = written(before)
  const first = readFileSync(file, 'utf8')
  const after = new Map([...before, ['key 3', { is: 300 }], ['key 20', { is: 20 }]])
  updateLines(file, { head: HEAD, before, after })
  expect(readFileSync(file, 'utf8')).toBe(`${first}["key 3",{"is":300}]\n["key 20",{"is":20}]\n`)
  expect(readLines(file)?.all()).toEqual(after)
  expect(readLines(file)?.find('key 3')).toEqual({ is: 300 })
})

test('touches nothing where nothing changed', () => {
  const before = mapOf(0, 20)
  const file = written(before)
  const { mtimeNs } = statSync(file, { bigint: true })
  updateLines(file, { head: HEAD, before, after: new Map(before) })
  expect(statSync(file, { bigint: true }).mtimeNs).toBe(mtimeNs)
})

test.each([
  ['something is gone', (before: Map<string, Value>) => new Map([...before].slice(1))],
  ['most is other', (before: Map<string, Value>) => new Map([...before].map(([key, value]) => [key, { ...value }]))],
])('is written anew where %s', (_, change) => {
  const before = mapOf(0, 20)
  const file = written(before)
  const after = change(before)
  updateLines(file, { head: HEAD, before, after })
  expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(1 + after.size)
  expect(readLines(file)?.all()).toEqual(after)
})

test('does not grow for ever', () => {
  let before = mapOf(0, 20)
  const file = written(before)
  for (let round = 0; round < 200; round++) {
    const after = new Map([...before, [`key ${round % 20}`, { is: 1_000 + round }]])
    updateLines(file, { head: HEAD, before, after })
    before = after
    expect(readFileSync(file, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(2 * before.size)
  }
  expect(readLines(file)?.all()).toEqual(before)
})

test.each([
  ['was cut short', (file: string) => appendFileSync(file, '["key 1",{"i')],
  ['is gone', (file: string) => writeFileSync(file, '')],
])('is written anew where what stands there %s', (_, damage) => {
  const before = mapOf(0, 20)
  const file = written(before)
  damage(file)
  const after = new Map([...before, ['key 20', { is: 20 }]])
  updateLines(file, { head: HEAD, before, after })
  expect(readLines(file)?.all()).toEqual(after)
})

test('reads a file that is longer than what is read at a time, and lines that are', () => {
  const long = 'x'.repeat(9_000_000)
  const values = new Map([[`${long} 1`, { is: 1 }], ...mapOf(0, 60_000), [`${long} 2`, { is: 2 }], ['last', { is: 3 }]])
  const file = join(temporaryFolder(), 'lines.jsonl')
  updateLines(file, { head: HEAD, before: undefined, after: values })
  expect(readLines(file)?.all()).toEqual(values)
})

test('finds the latest of each key, however many are asked for, and nothing for others', () => {
  const odd = ['a", b', 'a", c', 'a\\', 'é', '新', 'a,"', '']
  const keys = [...mapOf(0, 20).keys(), ...odd]
  const before = new Map(keys.map((key, index) => [key, { is: index }]))
  const file = written(before)
  updateLines(file, { head: HEAD, before, after: new Map([...before, ['a", b', { is: -1 }], ['key 3', { is: -3 }]]) })
  const lines = readLines<Value>(file)
  const all = lines?.all() ?? new Map()
  expect(keys.map(key => lines?.find(key))).toEqual(keys.map(key => all.get(key)))
  expect(['key', 'key 99', 'a", d', 'a"', 'É'].map(key => lines?.find(key))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
