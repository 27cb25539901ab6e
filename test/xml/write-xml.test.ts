import { describe, expect, test } from 'vitest'
import { cdata, clean, cleanLine, emptyElement, escapeText, textElement } from '../../src/xml/write-xml.ts'
import { attributesOf, canonicalXml, textsOf } from '../feed/read-xml.ts'

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index)

const ALLOWED_CONTROLS = [0x9, 0xa, 0xd]

const FORBIDDEN = [
  ...range(0x0, 0x1f).filter(code => !ALLOWED_CONTROLS.includes(code)),
  ...range(0x80, 0x9f),
  ...range(0xd800, 0xdfff),
  ...range(0xfdd0, 0xfdef),
  ...range(0, 16).flatMap(plane => [plane * 0x10000 + 0xfffe, plane * 0x10000 + 0xffff]),
]

describe('clean', () => {
  test('drops every character that XML 1.0 forbids, every C1 control and every noncharacter, and nothing else around it', () => {
    for (const code of FORBIDDEN) expect(clean(`a${String.fromCodePoint(code)}b`), code.toString(16)).toBe('ab')
  })

  test('keeps every other character of the first planes', () => {
    const forbidden = new Set(FORBIDDEN)
    const kept = range(0x20, 0x2ffff).filter(code => !forbidden.has(code))
    const text = kept.map(code => String.fromCodePoint(code)).join('')
    expect(clean(text) === text).toBe(true)
  })

  test('keeps a pair of surrogates and drops a lone one beside it', () => {
    expect(clean('🎉\ud83c')).toBe('🎉')
    expect(clean('\udf89🎉')).toBe('🎉')
  })

  test('ends lines as an XML parser would', () => {
    expect(clean('a\r\nb\rc\nd')).toBe('a\nb\nc\nd')
  })
})

test('cleanLine: a line break of any convention and a tab become one space', () => {
  expect(cleanLine('a\r\nb\nc\rd\te\vf\fg\u0085h\u2028i\u2029j')).toBe('a b c d e f g h i j')
})

test('cleanLine: spaces that the author wrote stay', () => {
  expect(cleanLine('  a  b\u00a0c ')).toBe('  a  b\u00a0c ')
})

test('escapeText: & and < are hexadecimal references, written once', () => {
  expect(escapeText('AT&T a < b &amp; ]]>')).toBe('AT&#x26;T a &#x3C; b &#x26;amp; ]]&#x3E;')
})

test('cdata: ]]> is cut, however often it stands', () => {
  expect(cdata('a]]>b]]>')).toBe('<![CDATA[a]]]]><![CDATA[>b]]]]><![CDATA[>]]>')
})

test('textElement and emptyElement: what a parser reads is what was given', async () => {
  const hard = 'a\t\nb "c" \'d\' <e> &amp; ]]> é Қ 🎉 \u2028'
  const canonical = await canonicalXml(`<r>${textElement('t', hard)}${emptyElement('e', { a: hard, b: undefined })}</r>`)
  expect(textsOf(canonical, 't')).toEqual([hard])
  expect(attributesOf(canonical, 'e', 'a')).toEqual([hard])
  expect(canonical).not.toContain('b=')
})
