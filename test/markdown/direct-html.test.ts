import fc from 'fast-check'
import GithubSlugger from 'github-slugger'
import { Parser, Renderer, TextRenderer } from 'marked'
import { expect, test } from 'vitest'
import { directHtml } from '../../src/markdown/direct-html.ts'
import { endnotesOf } from '../../src/markdown/endnotes.ts'
import { lex } from '../../src/markdown/gfm.ts'
import { renderBody } from '../../src/markdown/render-body.ts'
import { cleanSource } from '../../src/markdown/source-text.ts'
import { surveyOf } from '../../src/markdown/survey.ts'
import type { RenderedBody } from '../../src/model/body.ts'
import { CONTEXT } from './newsroom.ts'
import { digestOf } from './reviewed-marked.ts'
import { anyMarkdown, SAMPLES } from './sample-bodies.ts'

test.each(Object.entries(SAMPLES))('renderBody: gives the same with and without the short cut for %s', (_, bodies) => {
  for (const body of bodies) expectSame(body)
  expect(bodies.filter(isDirect).length).toBeGreaterThan(10)
})

test('renderBody: gives the same with and without the short cut for any Markdown', () => {
  fc.assert(fc.property(anyMarkdown, expectSame), { numRuns: 4000, seed: 4 })
})

test.each([
  'Text with *emphasis*, `code < & >`, "quotes", it\'s & AT&T, 1 < 2, \\*escaped\\*  \nand a break',
  '# One\n\n## Two\n\n## Two\n\n***\n\n> quoted\n\n3. three\n4. four\n\n- [ ] open\n- [x] done\n\n  more',
  '| a | b |\n|:-:|---|\n| 1 | [x](/about/) |',
  '```ts x\na < b && "c"\n```\n\n    indented',
  '```html\n<a href="x">&amp;&#1;</a><script>let x = "</script>"</script>\n```\n\n- ~~~yml\n  a: b # c\n  ~~~',
  '```&#1;\na\n```\n\n```b&#xFDD0;\nc\n```',
  '[a *b*](../2015/kazakhstan.md "say "x" & \'y\'") <https://x.org/?a=1&b> www.x.org me@x.org',
  '![m "n"](map.png "t") and [![m](map.png)](/about/)\n\n![m](map.png "The *map* & more")',
  '&copy; &amp; &notit; &#65; &#1; &#xFDD0; &nbsp;',
])('directHtml: writes %j', body => {
  expect(isDirect(body)).toBe(true)
  expectSame(body)
})

test.each([
  ['raw HTML', 'a <b>c</b>'],
  ['a comment', 'a\n\n<!-- b -->'],
  ['raw HTML in the text of an image', '![a <b>c</b>](map.png)'],
  ['an address that is not public', '[a](draft.md)'],
  ['an image that is not there', '![a](gone.png)'],
  ['an address of an unknown scheme', '[a](javascript:x)'],
  ['a link within a link', '[a <https://example.org/> b](/about/)'],
  ['a reference in an address', '[a](https://example.org/?b=1&copy;=2)'],
  ['a reference in a title', '[a](/about/ "b &quot; c")'],
  ['a reference in a caption', '![a](map.png "b &copy; c")'],
  ['deep nesting', `${'> '.repeat(60)}a`],
])('directHtml: leaves %s to the sanitiser', (_, body) => {
  expect(isDirect(body)).toBe(false)
  expectSame(body)
})

test('renderBody: refuses the same bodies for their growth with and without the short cut', () => {
  const grown = [
    ...[5, 40, 60, 80, 100, 140, 180].map(count => `|${'a|'.repeat(count)}\n|${'-|'.repeat(count)}\n${'|\n'.repeat(count)}`),
    ...[10, 100, 300, 1000].map(
      count => `[a]: map.png "${'&CounterClockwiseContourIntegral;'.repeat(30)}"\n\n${'![a]\n\n'.repeat(count)}`,
    ),
    ...[8, 10, 12, 14, 20, 100].map(count => `[a]: /about/ "${"'".repeat(2000)}"\n\n${'[a] '.repeat(count)}`),
  ]
  const rendered = grown.map(body => renderBody(body, CONTEXT, { shortCut: true }))
  expect(rendered).toEqual(grown.map(body => renderBody(body, CONTEXT, { shortCut: false })))
  expect(rendered.filter(({ html }) => html === '').length).toBeGreaterThan(3)
})

/** As for the tokenizer's guards: when this fails, read what has changed, mend, fuzz, and then write the new values here. */
test('Renderer, Parser, TextRenderer: are those that the short cut was written for', () => {
  expect(Object.getOwnPropertyNames(Renderer.prototype).join(' ')).toBe(
    'constructor space code blockquote html def heading hr list listitem checkbox paragraph table tablerow tablecell ' +
      'strong em codespan br del link image text',
  )
  expect(digestOf([Renderer, Parser, TextRenderer].map(String))).toBe('ac281cce15927e04')
})

function isDirect(body: string): boolean {
  const tokens = lex(cleanSource(body))
  const endnotes = endnotesOf(tokens, CONTEXT.permalink)
  return (
    directHtml(tokens, surveyOf(tokens), { ...CONTEXT, headingShift: 0, slugger: new GithubSlugger(), endnotes }) !== undefined
  )
}

function expectSame(body: string): void {
  expect(renderedWith(body, { shortCut: true })).toEqual(renderedWith(body, { shortCut: false }))
}

/** What comes out, and what was looked up, in its order: a story is made again when one of these changes. */
function renderedWith(
  body: string,
  options: { readonly shortCut: boolean },
): RenderedBody & { readonly sought: readonly string[] } {
  const sought = new Set<string>()
  const resolve: typeof CONTEXT.resolve = (target, use) => {
    sought.add(target)
    return CONTEXT.resolve(target, use)
  }
  return { ...renderBody(body, { ...CONTEXT, resolve }, options), sought: [...sought] }
}
