import { describe, expect, test } from 'vitest'
import { problemsOfBody } from './body-rules.ts'

const FORBIDDEN: readonly (readonly [html: string, problem: string])[] = [
  ['<p>a</p><script>x()</script>', '<script> does not belong in a body'],
  ['<p>a</p><style>p{}</style>', '<style> does not belong in a body'],
  ['<p>a</p><iframe src="https://e.org/"></iframe>', '<iframe> does not belong in a body'],
  ['<p>a</p><object data="https://e.org/a"></object>', '<object> does not belong in a body'],
  ['<p>a</p><embed src="https://e.org/a">', '<embed> does not belong in a body'],
  ['<p>a</p><form action="https://e.org/a"></form>', '<form> does not belong in a body'],
  ['<p>a</p><input>', '<input> does not belong in a body'],
  ['<p>a</p><meta http-equiv="refresh">', '<meta> does not belong in a body'],
  ['<p>a</p><link href="https://e.org/a">', '<link> does not belong in a body'],
  ['<p>a</p><base href="https://e.org/">', '<base> does not belong in a body'],
  ['<p onclick="x()">a</p>', '<p onclick> is an event handler'],
  ['<img src="https://e.org/a" ONERROR=x()>', '<img onerror> is an event handler'],
  ['<p style="color:red">a</p>', '<p style> is a style, which readers strip'],
  ['<p srcdoc="a">a</p>', '<p srcdoc> is a document of its own'],
  ['<a href="/a">a</a>', '<a href>: relative URL "/a"'],
  ['<a href="#note">a</a>', '<a href>: relative URL "#note"'],
  ['<a href="//e.org/a">a</a>', '<a href>: relative URL "//e.org/a"'],
  ['<a href="">a</a>', '<a href>: relative URL ""'],
  ['<a href="javascript:x()">a</a>', '<a href>: URL of a kind that no reader should follow: "javascript:x()"'],
  ['<img src="a.png">', '<img src>: relative URL "a.png"'],
  ['<img src="data:image/png;base64,AA">', '<img src>: URL of a kind that no reader should follow: "data:image/png;base64,AA"'],
  ['<img src="https://e.org/a.png" srcset="https://e.org/a.png 1x, b.png 2x">', '<img srcset>: relative URL "b.png"'],
  ['<video poster="a.png" src="https://e.org/a"></video>', '<video poster>: relative URL "a.png"'],
  ['<blockquote cite="a">a</blockquote>', '<blockquote cite>: relative URL "a"'],
  ['<p lang="en_GB">a</p>', '<p lang>: "en_GB" is no language tag'],
  ['<p>a <em>b</p>', '<em> is never closed'],
  ['<div><p>a</p>', '<div> is never closed'],
  ['', 'the body shows nothing'],
  ['<p> </p>', 'the body shows nothing'],
]

describe('problemsOfBody', () => {
  test.each(FORBIDDEN)('problemsOfBody: %s is told', (html, problem) => {
    expect(problemsOfBody(html)).toContain(problem)
  })

  test.each([
    '<p>a &lt; b &amp; c</p>',
    '<ul><li>a<li>b</ul><table><tr><td>a<td>b</table>',
    '<p><a href="https://e.org/a?b=c&amp;d=e#f">a</a> <a href="mailto:a@example.org">b</a></p>',
    '<figure><img src="https://e.org/a,b.png" srcset="https://e.org/a,b.png 1x, https://e.org/b.png 2x" alt=""></figure>',
    '<p lang="kk">Қазақстан</p><hr><br>',
    '<p>online <code>onclick="x"</code> &lt;script&gt;</p>',
  ])('problemsOfBody: %s is right', html => {
    expect(problemsOfBody(html)).toEqual([])
  })
})
