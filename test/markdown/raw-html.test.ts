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
