import { expect, test } from 'vitest'
import { cleanSource } from '../../src/markdown/source-text.ts'

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
