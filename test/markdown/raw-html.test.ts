import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderBody } from '../../src/markdown/render-body.ts'
import { CONTEXT, findingsOf, htmlOf } from './newsroom.ts'

const OPEN = [
  'script',
  'style',
  'textarea',
  'title',
  'xmp',
  'iframe',
  'noscript',
  'template',
  'plaintext',
  'select',
  'svg',
  'math',
  'noembed',
]

test.each(OPEN)('renderBody: <%s> left open is an error at its place, as a block and in a line', element => {
  for (const [body, place] of [
    [`first\n\n<${element}>\n\nrest`, '10:1'],
    [`first\n\nin a line <${element} class="x"> of text\n\nrest`, '10:11'],
    [`> - \`<${element}>\` is code, <${element}> is not`, `8:${19 + element.length}`],
  ] as const) {
    const { html, diagnostics } = renderBody(body, CONTEXT)
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    expect(errors.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual([`raw-html ${place}`])
    expect(errors[0]?.remedy).toContain(`</${element}>`)
    expect(html).toBe('')
  }
})

test.each([
  ['first\n\n<!-- open\n\nrest', '10:1'],
  ['> <!-- open in a quotation\n\nrest <!-- closed --> end', '8:3'],
  ['first\n\n<div title="open>\n\nrest', '10:1'],
  ['first\n\n<div title="open>\n\nrest <b title="x">y</b> end', '10:1'],
  ['first\n\n<div\n\nrest', '10:1'],
  ['- first\n- <p>\n  text <style>\n  rest', '10:8'],
])('renderBody: %j leaves markup open', (body, place) => {
  expect(findingsOf(body)).toEqual([`error raw-html ${place}`])
})

test('renderBody: what is raw HTML only because a <script> is open before it is blamed at its own place', () => {
  expect(findingsOf("<b><svg><script></b>'<!--")).toEqual(['error raw-html 8:4', 'error raw-html 8:22'])
})

test('renderBody: lines count as in the file when they end in CR LF and hold what is taken out', () => {
  expect(findingsOf('a\uFDD0\r\n\r\nb\u0001 <script>\r\nc')).toEqual(['error raw-html 10:4'])
})

test('renderBody: what is shown as code leaves nothing open', () => {
  const body = '`<script>` and ``<!-- ` ``\n\n```html\n<textarea>\n<!--\n```\n\n    <style>\n\n\\<title>'
  expect(findingsOf(body)).toEqual([])
  expect(htmlOf(body)).toContain('&lt;title&gt;')
})

test.each(['script', 'style', 'svg', 'math', 'select', 'textarea', 'noscript', 'template'])(
  'renderBody: <%s> with its end is left out with a warning',
  element => {
    expect(htmlOf(`a <${element}>hidden</${element}> b`)).toBe('<p>a  b</p>')
    expect(findingsOf(`a <${element}>hidden</${element}> b`)).toEqual(['warning raw-html 8:3'])
    expect(findingsOf(`<${element}>\nhidden\n</${element}>\n\n<${element}>\nhidden\n</${element}>`)).toEqual([
      'warning raw-html 8:1',
      'warning raw-html 12:1',
    ])
  },
)

test('renderBody: comments go without a word', () => {
  expect(htmlOf('a <!-- b --> c\n\n<!--\n\nd\n\n-->\n\ne')).toBe('<p>a  c</p>\n<p>e</p>')
  expect(findingsOf('a <!-- <script> --> c\n\n<!--\n\n<div\n\n-->\n\ne')).toEqual([])
})

test('renderBody: an iframe becomes a link to what it shows', () => {
  expect(htmlOf('a <iframe src="https://video.example/embed/1" title="The <b>debate</b>"></iframe> b')).toBe(
    '<p>a <a href="https://video.example/embed/1">The &lt;b&gt;debate&lt;/b&gt;</a> b</p>',
  )
  expect(htmlOf('<iframe src="/about/">fallback</iframe>\n\nend')).toBe('<a href="@/about/">/about/</a><p>end</p>')
  expect(htmlOf('a <iframe src="javascript:x">fallback</iframe> b <iframe>none</iframe> c')).toBe('<p>a  b  c</p>')
})

test.each([
  ['https://www.youtube.com/embed/abc-DEF_1', 'https://www.youtube.com/watch?v=abc-DEF_1', 'Video (YouTube)'],
  ['//www.youtube-nocookie.com/embed/abc?start=30&rel=0', 'https://www.youtube.com/watch?v=abc&t=30s', 'Video (YouTube)'],
  ['https://www.youtube.com/embed/videoseries?list=PL1', 'https://www.youtube.com/playlist?list=PL1', 'Videos (YouTube)'],
  ['https://player.vimeo.com/video/123?h=a1b2', 'https://vimeo.com/123/a1b2', 'Video (Vimeo)'],
  ['https://player.vimeo.com/video/123', 'https://vimeo.com/123', 'Video (Vimeo)'],
])('renderBody: a frame with %s becomes a titled link to the page of the video, with a warning', (src, page, title) => {
  const href = page.replaceAll('&', '&amp;')
  expect(htmlOf(`<iframe src="${src}" allowfullscreen></iframe>`)).toBe(`<a href="${href}">${title}</a>`)
  expect(htmlOf(`<iframe src="${src}" title="The debate"></iframe>`)).toBe(`<a href="${href}">The debate</a>`)
  expect(renderBody(`a\n\n<iframe src="${src}" title="The debate"></iframe>`, CONTEXT).diagnostics).toMatchObject([
    {
      severity: 'warning',
      code: 'raw-html',
      line: 10,
      message: `the embedded page became a link to ${page}: pages and feeds show no frames`,
      remedy: `write the link yourself: [The debate](${page})`,
    },
  ])
})

test('renderBody: elements, attributes and classes that are not on the list go, their text stays', () => {
  expect(
    htmlOf(
      '<p id="x" class="y" style="color:red" onclick="z()" lang="kk" dir="ltr">a <font color="red">b</font> ' +
        '<span data-x="1" title="t">c</span> <form action="/x">d<input name="n"></form></p>',
    ),
  ).toBe('<p lang="kk" dir="ltr">a b <span title="t">c</span> </p>d<p></p>')
  expect(htmlOf('<code class="language-ts evil">x</code><time datetime="2015-06-10">y</time><a name="z">w</a>')).toBe(
    '<p><code>x</code><time datetime="2015-06-10">y</time>w</p>',
  )
})

test('renderBody: tags left open or closed twice come out balanced', () => {
  expect(htmlOf('<div><b>x</i></div></div>')).toBe('<div><b>x</b></div>')
})

/** Pieces that open, close and hide each other in any order. */
const PIECES = [
  ...[
    '<script>',
    '</script>',
    '<!--',
    '-->',
    '<div ',
    '>',
    '"',
    "'",
    '<p title="',
    '<iframe src=x>',
    '</iframe>',
    '<svg/>',
    '<svg>',
  ],
  ...[
    '</svg>',
    '<select>',
    '</select>',
    '<option>',
    '<noscript>',
    '</noscript>',
    '<b>',
    '</b>',
    '<h1 id=x>',
    '</h1>',
    '<textarea>',
  ],
  ...[
    '</textarea>',
    '<a href="',
    '<table>',
    '<td>',
    '</p>',
    '<img src=map.png>',
    '[x](/about/)',
    '![](map.png "t")',
    '\uFDD1',
    '\uFDD2',
  ],
  ...['&#xFDD1;', '&#1;', '1', 'a', '\n', '\n\n', '\r\n', '\t', '> ', '- ', '# ', '`', '```\n', '|a|b|\n|-|-|\n'],
]

test('renderBody: any mixture of open markup is balanced, without marks, and blamed on a tag', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 20 }), pieces => {
      const body = pieces.join('')
      const { html, diagnostics } = renderBody(body, CONTEXT)
      expect(html).not.toMatch(/[\uFDD1-\uFDEF]/)
      expect(unbalanced(html)).toEqual([])
      const lines = body.split(/\r\n|[\r\n]/)
      for (const { code, line, column } of diagnostics) {
        if (code === 'raw-html') expect(lines[line - CONTEXT.bodyLine]?.[column - 1]).toBe('<')
      }
    }),
    { numRuns: 1500 },
  )
})

const CLOSED = [
  ...[
    '<b>x</b>',
    '<script>a<b && "c"</script>',
    '<svg/>',
    '<svg><path d="x"/><title>t</title></svg>',
    '<iframe src="/about/"></iframe>',
  ],
  ...[
    '<noscript>x <p>y</p></noscript>',
    '<!-- c <script> -->',
    '<select><option>a<option>b</select>',
    '<textarea><b></textarea>',
  ],
  ...[
    '<details><summary>s</summary>x</details>',
    '<table><tr><td>1<td>2</table>',
    '<p>open',
    '<br>',
    '<img src=map.png alt="a > b">',
  ],
  ...['<a href="/about/" title="<b>">l</a>', '<div>', '</div>', '\n\n', '\n', '**x**', '[l](/about/)', '- ', '> ', '# '],
]

test('renderBody: markup with its ends is never an error', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...CLOSED), { maxLength: 12 }), pieces => {
      expect(findingsOf(pieces.join('')).filter(finding => finding.startsWith('error'))).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

function unbalanced(html: string): string[] {
  const open: string[] = []
  for (const [, end, name = '', rest = ''] of html.matchAll(/<(\/?)([a-z0-9]+)([^>]*)>/g)) {
    if (end === '' && !rest.endsWith('/')) open.push(name)
    if (end === '/' && open.pop() !== name) return [html]
  }
  return open
}
