import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blocksOf, cleanHtml } from '../../src/import/clean-html.ts'
import { markdownBlocks } from '../../src/import/markdown-blocks.ts'
import { parseHtml } from '../../src/import/markup.ts'
import { sameHtml } from '../../src/import/same-html.ts'
import { type ResolvedTarget, renderBody } from '../../src/markdown/render-body.ts'

/** The body as an article has it. */
function carried(html: string): string {
  const nodes = cleanHtml(parseHtml(html), { address: written => written, lose: () => {} })
  return markdownBlocks(blocksOf(nodes)).trimEnd()
}

function rendered(markdown: string): string {
  const resolve = (target: string): ResolvedTarget => ({ kind: 'file', path: `/${target}` })
  return renderBody(markdown, { path: '', bodyLine: 1, permalink: '/', resolve }).html
}

describe('markdownBlocks: what Markdown can say', () => {
  test.each([
    [
      '<p>Plain *stars*, _lines_, &lt;b&gt;, [x](y), &amp;amp;, ~~no~~ and ![a](b)</p>',
      'Plain \\*stars\\*, \\_lines\\_, \\<b>, \\[x\\](y), \\&amp;, \\~\\~no\\~\\~ and \\!\\[a\\](b)',
    ],
    ['<p>1. a</p><p>12) b</p><p># c</p><p>- d</p><p>+ e</p>', '1\\. a\n\n12\\) b\n\n\\# c\n\n\\- d\n\n\\+ e'],
    ['<ul><li>one<ul><li>two</li></ul></li><li><p>three</p><p>four</p></li></ul>', '- one\n  - two\n- three\n\n  four'],
    ['<ul><li>a</li></ul><ul><li>b</li></ul>', '- a\n\n<!-- -->\n\n- b'],
    ['<ol start="5"><li>five</li><li>six</li></ol>', '5. five\n6. six'],
    [
      '<table><thead><tr><th>A</th><th align="right">B</th></tr></thead><tr><td>1|2</td><td>x<br>y</td></tr></table>',
      '| A | B |\n| --- | ---: |\n| 1\\|2 | x<br>y |',
    ],
    ['<pre><code class="language-js">a\n\nb `c`</code></pre>', '```js\na\n\nb `c`\n```'],
    ['<pre>a\n```\nb</pre>', '````\na\n```\nb\n````'],
    ['<figure><img src="a.jpg" alt="A"><figcaption>Cap "x"</figcaption></figure>', '![A](a.jpg "Cap \\"x\\"")'],
    ['<figure><img src="a.jpg" alt="A"></figure>', '![A](a.jpg)'],
    ['<p><a href="big.jpg"><img src="s.jpg" alt="s"></a></p>', '[![s](s.jpg)](big.jpg)'],
    ['<p>em<em>pha</em>sis <b>bold </b>x <del>d</del> H<sub>2</sub>O</p>', 'em*pha*sis **bold** x ~~d~~ H<sub>2</sub>O'],
    ['<blockquote><p>q</p><blockquote><p>r</p></blockquote></blockquote>', '> q\n> \n> > r'],
    ['<p>https://e.example.org/_a_ and e@example.org</p>', 'https://e.example.org/_a_ and e@example.org'],
    ['<div>a <div><span style="x">b</span></div>c</div>', 'a\n\nb\n\nc'],
    ['<p>a</p><p> </p><p>&nbsp;</p><p><br></p>', 'a'],
    ['<p><img class="emoji" alt="🎉" src="1f389.png"> a</p>', '🎉 a'],
    ['<img src="data:image/gif;base64,R0" data-src="late.png" alt="L">', '![L](late.png)'],
  ])('%s', (html, markdown) => {
    expect(carried(html)).toBe(markdown)
    expect(sameHtml(rendered(carried(html)), rendered(markdown))).toBe(true)
  })
})

describe('markdownBlocks: what Markdown cannot say stays HTML', () => {
  test.each([
    ['<table><tr><td colspan="2">wide</td></tr></table>', '<table><tr><td colspan="2">wide</td></tr></table>'],
    ['<p>„<strong>a“</strong>b</p>', '<p>„<strong>a“</strong>b</p>'],
    ['<dl><dt>T</dt><dd>D</dd></dl>', '<dl><dt>T</dt><dd>D</dd></dl>'],
    [
      '<figure><img src="a.jpg" alt="A"><figcaption>Cap <em>x</em></figcaption></figure>',
      '<figure><img src="a.jpg" alt="A"><figcaption>Cap <em>x</em></figcaption></figure>',
    ],
    ['<video src="a.mp4" controls></video>', '<div><video src="a.mp4" controls=""></video></div>'],
    [
      '<details open><summary>S</summary>\n\n<p>x</p><pre>a\n\nb</pre></details>',
      '<details open=""><summary>S</summary>\n<p>x</p><pre>a&#10;\nb</pre></details>',
    ],
  ])('%s', (html, text) => {
    expect(carried(html)).toBe(text)
  })

  test('nothing of a page full of it is lost', () => {
    const words = fc.stringMatching(/^[a-z *_`#<>&[\]()!~|\\.+-]{1,12}$/)
    const inline = fc.oneof(
      words.map(text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')),
      fc
        .tuple(fc.constantFrom('strong', 'em', 'del', 'code', 'sup'), words)
        .map(([name, text]) => `<${name}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`),
    )
    const line = fc.array(inline, { minLength: 1, maxLength: 4 }).map(parts => parts.join(''))
    const block = fc.oneof(
      line.map(text => `<p>${text}</p>`),
      line.map(text => `<h2>${text}</h2>`),
      fc.array(line, { minLength: 1, maxLength: 3 }).map(lines => `<ul>${lines.map(text => `<li>${text}</li>`).join('')}</ul>`),
      line.map(text => `<blockquote><p>${text}</p></blockquote>`),
    )
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), blocks => {
        const html = blocks.join('\n')
        expect(sameHtml(rendered(carried(html)), rendered(html))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
