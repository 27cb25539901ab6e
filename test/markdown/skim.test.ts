import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderBody } from '../../src/markdown/render-body.ts'
import type { RenderedBody } from '../../src/model/body.ts'
import { CONTEXT } from './newsroom.ts'
import { anyMarkdown, SAMPLES } from './sample-bodies.ts'

test.each(Object.entries(SAMPLES))('renderBody: finds the same when it skims %s', (_, bodies) => {
  for (const body of bodies) expectSame(body)
})

test('skim: makes no HTML of most samples that have neither footnotes nor raw HTML', () => {
  expect(Object.values(SAMPLES).flat().filter(isSkimmed).length).toBeGreaterThan(100)
})

test('renderBody: finds the same when it skims any Markdown', () => {
  fc.assert(fc.property(anyMarkdown, expectSame), { numRuns: 4000, seed: 5 })
})

test.each([
  'Text with *emphasis*, `code < & >`, "quotes", AT&T and [a link](/about/#us "A title")',
  '## Two\n\n> quoted\n>\n> — by\n\n- [ ] open\n- [x] done',
  '| a | b |\n|:-:|---|\n| 1 | [x](/about/) |',
  '```ts\na < b && "c"\n```',
  '[![m](map.png)](/about/)\n\n![m](map.png "The map")',
])('skim: makes no HTML of %j', body => {
  expect(isSkimmed(body)).toBe(true)
  expectSame(body)
})

test.each([
  ['raw HTML', 'a <b>c</b>'],
  ['an address that is not public', '[a](draft.md)'],
  ['an image that is not there', '![a](gone.png)'],
  ['an image that is a page', '![a](/about/)'],
  ['an address of an unknown scheme', '[a](javascript:x)'],
  ['an empty address', '[a]()'],
  ['a reference in an address', '[a](https://example.org/?b=1&copy;=2)'],
  ['a link to a heading of its own', '[a](#b)\n\n## B'],
  ['a long body', 'Text. '.repeat(11_000)],
  ['a footnote', 'a[^1]\n\n[^1]: b'],
  ['deep nesting', `${'> '.repeat(60)}a`],
  ['a table that grows', `|${'a|'.repeat(100)}\n|${'-|'.repeat(100)}\n${'|\n'.repeat(100)}`],
  ['code that may grow', `\`\`\`js\n${'1,'.repeat(10_000)}\n\`\`\``],
  ['a title that is often repeated', `[a]: /about/ "${"'".repeat(2000)}"\n\n${'[a] '.repeat(30)}`],
])('skim: leaves %s to a writing of the HTML', (_, body) => {
  expect(isSkimmed(body)).toBe(false)
  expectSame(body)
})

function isSkimmed(body: string): boolean {
  const { outline } = skimmed(body)
  return outline !== undefined && outline.anchors === undefined
}

/** The same to tell, and never more room than there is. */
function expectSame(body: string): void {
  const [whole, quick] = [renderBody(body, { ...CONTEXT, thorough: true }), skimmed(body)]
  expect(quick.diagnostics).toEqual(whole.diagnostics)
  expect(quick.outline?.references).toEqual(whole.outline?.references)
  expect(quick.outline?.anchors ?? whole.outline?.anchors).toEqual(whole.outline?.anchors)
  expect(quick.outline?.room ?? 0).toBeLessThanOrEqual(whole.outline?.room ?? 0)
}

function skimmed(body: string): RenderedBody {
  return renderBody(body, { ...CONTEXT, thorough: true, skims: true })
}
