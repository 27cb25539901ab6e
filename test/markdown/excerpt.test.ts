import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excerptOf } from '../../src/markdown/excerpt.ts'

describe('excerptOf', () => {
  test.each([
    ['Plain text\nover two   lines.\n\nMore.', 'Plain text over two lines.'],
    ['# Heading\n\nA *first* **paragraph** with `<code>` & [a link](x.md "t").', 'A first paragraph with <code> & a link.'],
    ['Title\n===\n\nText', 'Text'],
    ['- list\n- list\n\n> quotation\n\n| a |\n|---|\n\n***\n\n```\nfence\n\nmore\n```\n\n    code\n\nText', 'Text'],
    ['![map](map.png)\n\nText', 'Text'],
    ['![map](map.png) Text', 'Text'],
    ['<!-- note\n\nhidden -->\n\n<div class="x">\n\nText <b title="y">bold</b><br>line\n\n</div>', 'Text boldline'],
    ['<!-- a note --> Hello <!-- b --> world[^1].\n\n[^1]: Foot.', 'Hello world.'],
    ['<!-- a -->\n<!-- b --> Text\n\nMore', 'Text'],
    ['<!-- never closed', ''],
    ['a <script>alert(1)</script> b', 'a b'],
    ['AT&amp;T &lt;b&gt; &eacute; \\*x\\* 1 < 2 & 3', 'AT&T <b> é *x* 1 < 2 & 3'],
    ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
    ['See https://example.org/x and [the *report*][r], `a[0][1]`.', 'See https://example.org/x and the report, a[0][1].'],
    ['Twelve[^1] members[^two]\nmet.\n\n[^1]: Of thirty.\n[^two]: All.', 'Twelve members met.'],
    ['Not a note: [^a-z] and `[^1]`.\n\n[^1]: A note.', 'Not a note: [^a-z] and [^1].'],
    ['Not a note: [^a-z].', 'Not a note: [^a-z].'],
    ['[^1]: A note.\n\n    More of it.\n\nText.[^1]', 'Text.'],
    ['a\u0000\uFDD0b', 'ab'],
    ['', ''],
    ['\n\n# Only a heading', ''],
    ['- '.repeat(990), ''],
    ['> '.repeat(990), ''],
  ])('of %j', (markdown, excerpt) => {
    expect(excerptOf(markdown)).toBe(excerpt)
  })

  test('is cut at a word before 280 characters', () => {
    const excerpt = excerptOf('ministers '.repeat(100))
    expect(excerpt).toBe(`${'ministers '.repeat(27).trim()}…`)
    expect(excerptOf(`${'a'.repeat(278)}🎉🎉`)).toBe(`${'a'.repeat(278)}…`)
    expect(excerptOf('a'.repeat(280))).toBe('a'.repeat(280))
  })

  test('of anything is one short well-formed line', () => {
    const markdown = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\n\n', '*', '[', '](', '<b ', '&lt;', '`', '|-|', '> ', '- ')),
    )
    fc.assert(
      fc.property(markdown, parts => {
        const excerpt = excerptOf(parts.join(''))
        expect(excerpt.length).toBeLessThanOrEqual(280)
        expect(excerpt).not.toMatch(/[\n\t]|^\s|\s$/)
        expect(excerpt.isWellFormed()).toBe(true)
      }),
    )
  })
})
