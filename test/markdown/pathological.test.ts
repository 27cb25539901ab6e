import { expect, test } from 'vitest'
import { renderBody } from '../../src/markdown/render-body.ts'
import { CONTEXT } from './newsroom.ts'

/** Input that makes Markdown readers slow or deep, at a size at which ours finishes within the test's time or refuses. */
const HOSTILE: Readonly<Record<string, string>> = {
  'nested strong emphasis': `${'*a **a '.repeat(150)}b${' a** a*'.repeat(150)}`,
  'emphasis closers without openers': 'a_ '.repeat(2000),
  'emphasis openers without closers': '_a '.repeat(2000),
  'mismatched openers and closers': '*a_ '.repeat(1000),
  'openers and closers of threes': `x${'***'.repeat(10)}${'a**b'.repeat(500)}`,
  'long runs of asterisks': `a${'*'.repeat(5000)}b${'*'.repeat(5000)}`,
  'links without closers': '[ a_'.repeat(1000),
  'link closers without openers': 'a]'.repeat(3000),
  'nested brackets': `${'['.repeat(1000)}a${']'.repeat(1000)}`,
  'brackets and parentheses': '[a]('.repeat(1000),
  'link with open title': `[a](<b "${'c '.repeat(2000)}`,
  'images in images': `${'!['.repeat(300)}a${'](b)'.repeat(300)}`,
  'deep quotations': `${'> '.repeat(400)}a`,
  'deeper quotations than the stack': `${'>'.repeat(30_000)}a`,
  'deep lists': Array.from({ length: 120 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n'),
  'lists in a line': '- '.repeat(2000),
  'quotations in lists': `${'- > '.repeat(150)}a`,
  'backticks of rising length': Array.from({ length: 200 }, (_, length) => `e${'`'.repeat(length)}`).join(''),
  'unclosed backticks': '`a``b'.repeat(1000),
  'open tags': '<a b="c" '.repeat(1000),
  'open comments': 'a <!-- '.repeat(1000),
  'open instructions': 'a <?'.repeat(1000),
  'open declarations': 'a <!A '.repeat(1000),
  'open data sections': 'a <![CDATA['.repeat(1000),
  'elements within each other': '<div>'.repeat(3000),
  'unclosed inline elements': '<b><i>'.repeat(1500),
  'many references': `${'[a]: b\n'.repeat(2000)}`,
  'references that refer': `${'[a][b]'.repeat(1000)}\n\n[b]: https://example.org/`,
  'short rows of a wide table': `|${'a|'.repeat(1000)}\n|${'-|'.repeat(1000)}\n${'|\n'.repeat(2000)}`,
  'many small tables': '|a|b|\n|-|-|\n|\n\n'.repeat(500),
  'almost tables': `${'|a'.repeat(2000)}\n${'|-'.repeat(1999)}`,
  'addresses like mail': 'a.b@c.d-'.repeat(400),
  'addresses without end': `https://example.org/${'('.repeat(2000)}`,
  'character references': '&#x41;&copy;&#'.repeat(1000),
  escapes: '\\*'.repeat(5000),
  'blank lines': `a${'\n \n'.repeat(3000)}b`,
  spaces: `a${' '.repeat(20_000)}b`,
  'references to a footnote': `${'[^a]'.repeat(5000)}\n\n[^a]: b`,
  'footnotes in a row': Array.from({ length: 3000 }, (_, index) => `[^${index}]: [^${index + 1}]`).join('\n'),
  'footnotes within footnotes': '[^a]: '.repeat(10_000),
  'footnotes within each other': Array.from(
    { length: 400 },
    (_, depth) => `${'    '.repeat(depth)}[^${depth}]: a[^${depth + 1}]`,
  ).join('\n\n'),
  'footnotes in quotations': `[^0]\n\n${'> [^0]: '.repeat(500)}a`,
  'footnotes that almost begin': `[^a]: b\n\n${'c\n[^d]'.repeat(5000)}`,
  'unclosed labels': `[^a]: b\n\n${'[^'.repeat(10_000)}`,
  'a footnote of blank lines': `[^a]:${'\n'.repeat(20_000)}[^b]:${'\n    \n'.repeat(5000)}c`,
  'footnotes that end at once': '[^a]:\n\n'.repeat(4000),
  'code of one kind': `~~~csharp\n${`${'if '.repeat(100)}\n`.repeat(40)}~~~`,
  'code in a line': `~~~md\n${'[a]('.repeat(4000)}\n~~~`,
  'code of numbers': `~~~js\n${'1+'.repeat(5000)}\n~~~`,
  'many pieces of code': '~~~js\n1\n~~~\n\n'.repeat(2000),
  'sources of an image': `<img srcset="${'a '.repeat(5000)}${','.repeat(5000)}">`,
  attributes: `<p ${Array.from({ length: 2000 }, (_, index) => `a${index}="b"`).join(' ')}>x</p>`,
}

test.each(Object.entries(HOSTILE))('renderBody: finishes or refuses %s', (_, markdown) => {
  const { html, diagnostics } = renderBody(markdown, CONTEXT)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) expect(html).toBe('')
  expect(errors.every(({ code }) => code === 'too-large' || code === 'raw-html')).toBe(true)
  expect(html.length).toBeLessThanOrEqual(20 * markdown.length + 64 * 1024)
})
