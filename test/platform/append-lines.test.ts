import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appendLines } from '../../src/platform/append-lines.ts'
import { parseJsonLines } from '../../src/platform/json-lines.ts'
import { temporaryFolder } from '../support/newsroom.ts'

test('lines are appended after the last whole line, wherever a kill cut the file: none is unreadable, and no later one is lost', () => {
  const file = join(temporaryFolder(), 'lines.jsonl')
  const lines = ['header', 'é', 'x'.repeat(5000), 'last'].map(id => `${JSON.stringify({ id })}\n`)
  const whole = Buffer.from(lines.join(''))
  for (let cut = 0; cut <= whole.length; cut++) {
    writeFileSync(file, whole.subarray(0, cut))
    appendLines(file, '{"id":"later"}\n{"id":"latest"}\n')
    const kept = whole.subarray(0, cut).toString('latin1').split('\n').length - 1
    const read = parseJsonLines(readFileSync(file, 'utf8')).map(line => JSON.stringify(line))
    expect(read).toEqual([...lines.slice(0, kept).map(line => line.trim()), '{"id":"later"}', '{"id":"latest"}'])
  }
})

test('nothing is appended where there is no file', () => {
  expect(() => appendLines(join(temporaryFolder(), 'none'), 'x\n')).toThrow('ENOENT')
})
