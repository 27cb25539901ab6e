import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { oneLine, safeJson, visible } from '../../src/cli/print.ts'

describe('visible', () => {
  test.each([
    ['\u001B]52;c;ZXZpbA==\u0007', String.raw`\x1B]52;c;ZXZpbA==\x07`],
    ['\u009B31m\u009D0;title\u009C', String.raw`\x9B31m\x9D0;title\x9C`],
    ['over\rwritten\b\u007F', String.raw`over\x0Dwritten\x08\x7F`],
    ['\u202Efdp.exe\u2066\u200F\u061C', String.raw`\u202Efdp.exe\u2066\u200F\u061C`],
    ['\u2028\u{E0041}\uD800', String.raw`\u2028\u{E0041}\uD800`],
    ['plain, é, 日本, العربية, 👩‍🚀\tand a\nline', 'plain, é, 日本, العربية, 👩‍🚀\tand a\nline'],
  ])('visible: %j', (text, shown) => {
    expect(visible(text)).toBe(shown)
  })

  test('oneLine: writes a line end out as well', () => {
    expect(oneLine('a\nPublished 3 stories.\u001B')).toBe(String.raw`a\nPublished 3 stories.\x1B`)
  })
})

test('safeJson: says the same in JSON, without a character that a terminal acts on', () => {
  const value = { 'a\u009B': 'b\u202E\u007F\u{E0041} \\ " \u001B', c: ['é', '👩‍🚀', '\u200F'] }
  const json = safeJson(JSON.stringify(value))
  expect(json).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u{E0041}]/u)
  expect(json).toContain('👩‍🚀')
  expect(JSON.parse(json)).toEqual(value)
})

test('every command writes through print.ts: nothing else in src/ reaches for the console or a standard stream', () => {
  const root = fileURLToPath(new URL('../../src', import.meta.url))
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ts'))
  const writing = /console\.\w+\(|process\.std(?:out|err)\.write|write(?:Bounded)?\(process\.std/
  expect(files.filter(path => writing.test(readFileSync(join(root, path), 'utf8')))).toEqual(['cli/print.ts'])
})
