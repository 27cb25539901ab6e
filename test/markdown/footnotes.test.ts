import { describe, expect, test } from 'vitest'
import { renderBody } from '../../src/markdown/render-body.ts'
import { CONTEXT, findingsOf, htmlOf } from './newsroom.ts'

/** The story's part of an id: a digest of its address. */
const STORY = '51341fa3'

/** HTML without what is the same in every reference and way back. */
function shortHtmlOf(markdown: string): string {
  return htmlOf(markdown)
    .replaceAll(/<sup><a href="@\/2015\/story\/#fn-51341fa3-(\d+)" id="fnref-51341fa3-([\d-]+)">\1<\/a><\/sup>/g, '[$1|$2]')
    .replaceAll(/<a href="@\/2015\/story\/#fnref-51341fa3-([\d-]+)">↩\uFE0E(?:<sup>\d+<\/sup>)?<\/a>/g, '{$1}')
    .replaceAll(` id="fn-${STORY}`, ' id="fn')
    .replaceAll('\n', '')
}

describe('renderBody: footnotes', () => {
  test('are numbers that lead to a list at the end, whose arrows lead back', () => {
    expect(htmlOf('Twelve[^1] members.\n\n[^1]: Of *thirty*.\n\nThe end.')).toBe(
      `<p>Twelve<sup><a href="@/2015/story/#fn-${STORY}-1" id="fnref-${STORY}-1">1</a></sup> members.</p>\n<p>The end.</p>\n` +
        `<hr />\n<ol class="footnotes">\n<li id="fn-${STORY}-1">\n<p>Of <em>thirty</em>. ` +
        `<a href="@/2015/story/#fnref-${STORY}-1">↩\uFE0E</a></p>\n</li>\n</ol>`,
    )
  })

  test('are numbered as the text refers to them, and each place has a way back', () => {
    expect(shortHtmlOf('a[^b] c[^a] d[^B]\n\n[^a]: A[^c]\n[^b]: B\n[^c]: C[^b]')).toBe(
      '<p>a[1|1] c[2|2] d[1|1-2]</p><hr /><ol class="footnotes">' +
        '<li id="fn-1"><p>B {1} {1-2} {1-3}</p></li><li id="fn-2"><p>A[3|3] {2}</p></li><li id="fn-3"><p>C[1|1-3] {3}</p></li></ol>',
    )
    expect(htmlOf('a[^1] b[^1]\n\n[^1]: c')).toContain(`#fnref-${STORY}-1-2">↩\uFE0E<sup>2</sup></a>`)
  })

  test.each([
    ['a line that goes on', '[^1]: One\nline.', '<p>Oneline. {1}</p>'],
    ['paragraphs', '[^1]: One.\n\n    Two.', '<p>One.</p><p>Two. {1}</p>'],
    ['a paragraph that begins on the next line', '[^1]:\n    One.', '<p>One. {1}</p>'],
    ['paragraphs behind tabs', '[^1]: One.\n\n\tTwo.', '<p>One.</p><p>Two. {1}</p>'],
    ['a list', '[^1]: One:\n\n    - two', '<p>One:</p><ul><li>two</li></ul><p>{1}</p>'],
    ['code', '[^1]: One:\n\n    ```\n    a\n\n    b\n    ```', '<p>One:</p><pre tabindex="0"><code>ab</code></pre><p>{1}</p>'],
    ['nothing', '[^1]:', '<p>{1}</p>'],
    ['what looks like another one', '[^1]: [^2]: b', '<p>[^2]: b {1}</p>'],
  ])('hold %s', (_, footnote, html) => {
    const list = `<hr /><ol class="footnotes"><li id="fn-1">${html}</li></ol>`
    expect(shortHtmlOf(`a[^1]\n\n${footnote}`)).toBe(`<p>a[1|1]</p>${list}`)
    expect(shortHtmlOf(`${footnote}\n\na[^1]`)).toBe(`<p>a[1|1]</p>${list}`)
  })

  test.each([
    ['a heading', '## b', '<h2 id="b">b</h2>'],
    ['a list', '- b', '<ul><li>b</li></ul>'],
    ['a quotation', '> b', '<blockquote><p>b</p></blockquote>'],
    ['a rule', '***', '<hr />'],
    ['a fence', '~~~\nb\n~~~', '<pre tabindex="0"><code>b</code></pre>'],
    ['an empty line', '\nb', '<p>b</p>'],
    ['another footnote', '[^2]: b', ''],
  ])('end at %s', (_, next, html) => {
    expect(shortHtmlOf(`a[^1]\n[^1]: Note\n${next}`)).toMatch(
      `<p>a[1|1]</p>${html}<hr /><ol class="footnotes"><li id="fn-1"><p>Note {1}</p>`,
    )
  })

  test('stand in quotations and lists, and are referred to from headings and tables', () => {
    expect(shortHtmlOf('- a[^1]\n\n  [^1]: A\n\n> b[^2]\n>\n> [^2]: B\n\n## C[^3]\n\n|d[^4]|\n|-|\n\n[^3]: C\n[^4]: D')).toBe(
      '<ul><li><p>a[1|1]</p></li></ul><blockquote><p>b[2|2]</p></blockquote><h2 id="c">C[3|3]</h2>' +
        '<div class="table" tabindex="0"><table><thead><tr><th>d[4|4]</th></tr></thead></table></div>' +
        '<hr /><ol class="footnotes"><li id="fn-1"><p>A {1}</p></li><li id="fn-2"><p>B {2}</p></li>' +
        '<li id="fn-3"><p>C {3}</p></li><li id="fn-4"><p>D {4}</p></li></ol>',
    )
  })

  test.each(['a[^1] and [^a-z]', '`[^1]`\n\n[^1]: b', '\\[^1]\n\n[^1]: b', '[^1]\n\n```\n[^1]: b\n```', '[^1 2]\n\n[^1 2]: b'])(
    'are none in %j',
    markdown => {
      expect(htmlOf(markdown)).not.toContain('footnotes')
    },
  )

  test('have ids that no heading has, and that differ between stories', () => {
    expect(htmlOf(`## fn-${STORY}-1\n\na[^1]\n\n[^1]: b`)).toContain(`<h2 id="fn-${STORY}-1-1">`)
    const elsewhere = renderBody('a[^1]\n\n[^1]: b', { ...CONTEXT, permalink: '/fr/2015/story/' }).html
    expect(elsewhere).toMatch(/id="fn-[0-9a-f]{8}-1"/)
    expect(elsewhere).not.toContain(STORY)
  })

  test('have their mistakes placed', () => {
    expect(findingsOf('a[^1]\n\n[^1]: One.\n\n    See [b](gone.md).')).toEqual(['warning link 12:9'])
  })

  test('cannot be passed for by raw HTML', () => {
    expect(
      htmlOf('<ol class="footnotes"><li id="fn-1"><a id="fnref-1" href="/about/" role="doc-backlink">a</a></li></ol>'),
    ).toBe('<ol><li><a href="@/about/">a</a></li></ol>')
  })
})
