import { describe, expect, test } from 'vitest'
import { editLines, type LineEdit } from '../../src/platform/json-lines.ts'

const FILE = Buffer.from('head\nb 1\na ü\nc 3\n')

function to(start: string, line: string): LineEdit {
  return { start, line: () => `${line}\n` }
}

describe('editLines', () => {
  test('puts lines in the place of others, in whatever order the file and the edits have them', () => {
    const edits = [to('c', 'c is longer now'), to('a', 'a é'), to('b', '')]
    expect(editLines(FILE, edits)?.toString()).toBe('head\n\na é\nc is longer now\n')
  })

  test('gives each line as it was', () => {
    const seen: string[] = []
    const line = (before: string): string => {
      seen.push(before)
      return before
    }
    const edits = ['c', 'a'].map(start => ({ start, line }))
    expect(editLines(FILE, edits)?.equals(FILE)).toBe(true)
    expect(seen).toEqual(['a ü\n', 'c 3\n'])
  })

  test('touches nothing where a line is not there; the first is none of them', () => {
    expect(editLines(FILE, [to('a', 'a'), to('d', 'd')])).toBeUndefined()
    expect(editLines(FILE, [to('head', 'h')])).toBeUndefined()
  })
})
