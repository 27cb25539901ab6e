import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderBody } from '../../src/markdown/render-body.ts'
import { SITE_MARK } from '../../src/model/body.ts'
import { CONTEXT } from './newsroom.ts'
import { anyMarkdown, SAMPLES } from './sample-bodies.ts'

const LANGUAGES = ['en', 'fr', 'de', 'de-CH', 'es', 'ru'] as const

function setIn(lang: string, markdown: string): string {
  return renderBody(markdown, { ...CONTEXT, typography: lang })
    .html.replaceAll(SITE_MARK, '@')
    .trim()
}

describe('renderBody: typography', () => {
  test.each([
    ['en', '“A ‘B’ C” isn’t D'],
    ['en-GB', '“A ‘B’ C” isn’t D'],
    ['fr', '«\u202FA “B” C\u202F» isn’t D'],
    ['de', '„A ‚B‘ C“ isn’t D'],
    ['de-CH', '«A ‹B› C» isn’t D'],
    ['es-419', '«A “B” C» isn’t D'],
    ['ru', '«A „B“ C» isn’t D'],
    ['zh', "\"A 'B' C\" isn't D"],
    ['ar', "\"A 'B' C\" isn't D"],
    ['kk', "\"A 'B' C\" isn't D"],
  ])('sets quotations as %s does', (lang, text) => {
    expect(setIn(lang, "\"A 'B' C\" isn't D")).toBe(`<p>${text}</p>`)
  })

  test.each([
    ['"He said "no" to it."', '“He said ‘no’ to it.”'],
    ['("a") ["b"] *"c"* "*d*" **"e**"', '(“a”) [“b”] <em>“c”</em> “<em>d</em>” <strong>“e</strong>”'],
    [
      '"a[^1]" "`b`" "[c](/about/)" "![m](map.png)" "<b>d</b>"',
      '“a[^1]” “<code>b</code>” “<a href="@/about/">c</a>” “<img src="@/2015/map.png" alt="m" width="640" height="480" />” “<b>d</b>”',
    ],
    ['"a  \n"b" c"', '“a<br />‘b’ c”'],
    ["members' rights, O'Neill, 1990's, l'île", 'members’ rights, O’Neill, 1990’s, l’île'],
    ['a 5" pipe, 5\' long, "open', 'a 5" pipe, 5\' long, "open'],
    ['1990--1995, a -- b, a---b, --lang, ----, a-b', '1990–1995, a – b, a—b, --lang, ----, a-b'],
    ['Wait... a....b', 'Wait… a....b'],
    ['\\"a\\" &quot;b&quot; &#34;c&#34;', '"a" "b" “c”'],
    [
      '`"a"--` <https://x.org/a--b> https://x.org/a--b',
      '<code>"a"--</code> <a href="https://x.org/a--b">https://x.org/a--b</a> <a href="https://x.org/a--b">https://x.org/a--b</a>',
    ],
    ['<code>"a"</code> <q cite="/about/" title="a--b">"c"</q>', '<code>"a"</code> <q cite="@/about/" title="a--b">“c”</q>'],
    ['![a "b"](map.png "c--d")', '<img src="@/2015/map.png" alt="a &quot;b&quot;" title="c--d" width="640" height="480" />'],
  ])('sets %j in English', (markdown, html) => {
    expect(setIn('en', `x ${markdown}`)).toBe(`<p>x ${html}</p>`)
  })

  test('begins a quotation of several paragraphs in each, and ends it in the last', () => {
    expect(setIn('en', '"It goes on.\n\n"And ends."')).toBe('<p>“It goes on.</p>\n<p>“And ends.”</p>')
  })

  test('finishes what quotes beyond measure', () => {
    for (const hostile of ['"\'a ', '" ', "'a", '"a', '--', '... ']) {
      const { diagnostics } = renderBody(hostile.repeat(50_000), { ...CONTEXT, typography: 'fr' })
      expect(diagnostics).toEqual([])
    }
  })

  test('keeps spaces from breaking in French, and adds none', () => {
    expect(setIn('fr', 'Vrai ? Oui ! Donc : « a » ; non: b')).toBe(
      '<p>Vrai\u202F? Oui\u202F! Donc\u00A0: «\u202Fa\u202F»\u202F; non: b</p>',
    )
  })

  test('sets headings, lists, tables, quotations and footnotes, and leaves ids as they are', () => {
    const body = '## The "end" -- now\n\n- "a"\n\n> "b"\n\n|"c"|\n|-|\n|"d"|\n\nx[^1]\n\n[^1]: "e"'
    const html = setIn('en', body)
    for (const letter of 'abcde') expect(html).toContain(`“${letter}”`)
    expect(html).toContain('<h2 id="the-end----now">The “end” – now</h2>')
    expect(renderBody(body, CONTEXT).html).toContain('<h2 id="the-end----now">')
  })

  test('leaves a body as it is written where nobody asks', () => {
    expect(renderBody('"a" -- b', CONTEXT).html).toBe('<p>"a" -- b</p>\n')
  })

  test.each(LANGUAGES)(
    'changes nothing in %s but marks, dashes, points and spaces, and is the same with and without the short cut',
    lang => {
      const without = (html: string): string => html.replaceAll(/["'“”„‘’‚«»‹›–—-]|…|\.|[\u0020\u00A0\u202F]|&quot;/g, '')
      const holds = (body: string): void => {
        const context = { ...CONTEXT, typography: lang }
        const { html } = renderBody(body, context)
        expect(html).toBe(renderBody(body, context, { shortCut: false }).html)
        expect(without(html)).toBe(without(renderBody(body, CONTEXT).html))
      }
      for (const body of SAMPLES['the examples of CommonMark'] ?? []) holds(body)
      fc.assert(fc.property(anyMarkdown, holds), { numRuns: 500, seed: 4 })
    },
  )
})
