import { expect, test } from 'vitest'
import { cleanSource, positionsIn } from '../../src/markdown/source-text.ts'

const FORBIDDEN = /[\p{Cc}\p{Noncharacter_Code_Point}\p{Cs}]/u
const KEPT = '\t\n\x7F'

function expectedOf(character: string): string {
  if (character === '\r') return '\n'
  return FORBIDDEN.test(character) && !KEPT.includes(character) ? '' : character
}

test('cleanSource: takes out each character that is forbidden, and no other', () => {
  const wrong: string[] = []
  for (let point = 0; point <= 0x10ffff; point += 1) {
    const character = String.fromCodePoint(point)
    if (cleanSource(`a${character}b`) !== `a${expectedOf(character)}b`) wrong.push(point.toString(16))
  }
  expect(wrong).toEqual([])
})

test('positionsIn: names the line and the column at which a character of the cleaned source stands in the source', () => {
  const source = 'a\r\n\u0001b\rc\uFFFE\uD800d\n\r\n\u0001\r\n🎉e\u0085\r\nf'
  const cleaned = cleanSource(source)
  const lines = source.split(/\r\n|[\r\n]/)
  const positionOf = positionsIn(source)
  for (const [offset, character] of cleaned.split('').entries()) {
    const { line, column } = positionOf(offset)
    expect(character === '\n' ? lines[line - 1]?.length : lines[line - 1]?.[column - 1]).toBe(
      character === '\n' ? column - 1 : character,
    )
  }
  expect(positionOf(cleaned.length)).toEqual({ line: 7, column: 2 })
})

test('positionsIn: finishes with hundreds of thousands of places', () => {
  const positionOf = positionsIn('a\u0001\r\n'.repeat(300_000))
  const last = Array.from({ length: 600_000 }, (_, offset) => positionOf(offset)).at(-1)
  expect(last).toEqual({ line: 300_000, column: 3 })
})
