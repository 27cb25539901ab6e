import fc from 'fast-check'
import { Marked } from 'marked'
import sanitizeHtml from 'sanitize-html'
import { expect, test } from 'vitest'
import { findingsOf, htmlOf } from './newsroom.ts'

const STOCK = new Marked({ gfm: true })

const EVERYTHING = {
  allowedTags: false as const,
  allowVulnerableTags: true,
  allowedAttributes: false as const,
  allowedEmptyAttributes: ['alt', 'checked', 'disabled'],
}

/** Marked's own HTML, spelled as ours: all but a language of code that could be none is allowed, only the writer is the same. */
function stockHtmlOf(markdown: string): string {
  return sanitizeHtml(STOCK.parse(markdown, { async: false }), EVERYTHING)
    .replace(/ class="language-[^"]*&[^"]*"/g, '')
    .trim()
}

/** Our HTML without what we add to marked's: ids, labels, places that scroll, parts of code. */
function plainHtmlOf(markdown: string): string {
  return htmlOf(markdown)
    .replace(/<div class="table" tabindex="0">([\s\S]*?<\/table>\n)<\/div>\n?/g, '$1')
    .replace(/<\/?label>/g, '')
    .replace(/<span class="code-\w+">|<\/span>/g, '')
    .replace(/ (?:id="[^"]*"|tabindex="0")/g, '')
    .trim()
}

/** Pieces of Markdown whose addresses need no change and in which no HTML stands. */
const BLOCKS = [
  'Plain text with *emphasis*, **strength**, ***both***, ~~deletion~~ and `code`.',
  '## A heading with `code` and [a link](https://example.org/a?b=c&d=e "title")',
  'Another heading\n---',
  '- one\n- two\n  - nested\n\n    loose\n- [ ] open\n- [x] done',
  '3. three\n4. four',
  '> A quotation\n> of *two* lines\n>\n> - with a list',
  '```ts\nconst a = b < c && d > e // "quoted" \'single\'\n```',
  '    indented <code> & more',
  '| left | centre | right |\n|:-----|:------:|------:|\n| `a` | **b** | c |\n| 1 | 2 |',
  '***',
  'A line  \nbroken, and \\*escaped\\* & an ampersand, 1 < 2, "quotes", it\'s &copy; &#8212; &amp;',
  '![An image](https://example.org/image.png) and <https://example.org/> and www.example.org and me@example.org',
  'A [reference][r] and [r].\n\n[r]: https://example.org/reference',
  'Қазақстан, 中文, العربية, 🎉 and e\u0301',
  'snake_case_words and 2 * 3 * 4 and unmatched ** and `',
]

test.each(BLOCKS)('renderBody: as marked renders %j', block => {
  expect(plainHtmlOf(block)).toBe(stockHtmlOf(block))
  expect(findingsOf(block)).toEqual([])
})

test('renderBody: as marked renders any sequence of blocks', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...BLOCKS), { maxLength: 12 }), blocks => {
      const body = blocks.join('\n\n')
      expect(plainHtmlOf(body)).toBe(stockHtmlOf(body))
    }),
    { numRuns: 60 },
  )
})

test('renderBody: as marked renders any text without addresses and HTML', () => {
  const piece = fc.constantFrom(
    'a',
    ' ',
    '\n',
    '\n\n',
    '*',
    '_',
    '**',
    '`',
    '~',
    '#',
    '- ',
    '> ',
    '1. ',
    '|',
    ':-',
    '\\',
    '&',
    ';',
    'é',
    '    ',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
      const body = `x${pieces.join('')}`
      // Where a body has a heading of the first level, in a quotation or an item of a list too, ours are one level lower.
      fc.pre(!/^(?:#|=+\s*$)/m.test(body.replaceAll(/^(?:[ >\-|0-9.]|\* )*/gm, '')))
      expect(plainHtmlOf(body)).toBe(stockHtmlOf(body))
    }),
    { numRuns: 300, examples: [[['\n', '~', '~', '~', '> ']]] },
  )
})
