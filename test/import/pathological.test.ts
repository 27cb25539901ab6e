import { expect, test } from 'vitest'
import { carryShortcodes, shortcodeAttributes } from '../../src/import/hugo-shortcodes.ts'
import { carryLiquid } from '../../src/import/liquid.ts'
import { outsideCode } from '../../src/import/markdown-parts.ts'
import { parseHtml, parseXml } from '../../src/import/markup.ts'
import { plainLine } from '../../src/import/plain-line.ts'
import { wordpressHtml } from '../../src/import/read-wordpress.ts'
import { AS_OF, writeFiles } from '../support/newsroom.ts'
import { articleAt, emptyNewsroom, importInto, lossesOf } from './import-into.ts'

const MANY = 50_000
const WORDPRESS = { post: '1', media: new Map(), reusable: new Map() }
const LIQUID = { baseurl: '', home: 'https://old.example.org/', refer: () => undefined }

/** What would take a careless pattern minutes: each begins again and again, and never ends. */
test.each([
  ['carryShortcodes', '{{< highlight x >}}', (text: string) => carryShortcodes(text, () => undefined).text],
  ['carryShortcodes', '{{< a ', (text: string) => carryShortcodes(text, () => undefined).text],
  ['shortcodeAttributes', '\\"\\"\\"\\"', (text: string) => shortcodeAttributes(text).get('0') ?? ''],
  ['carryShortcodes', '{{</* a ', (text: string) => carryShortcodes(text, () => undefined).text],
  ['carryShortcodes', '{{< comment >}}', (text: string) => carryShortcodes(text, () => undefined).text],
  ['carryShortcodes', '{{< comment ', (text: string) => carryShortcodes(text, () => undefined).text],
  ['carryLiquid', '{% comment %}', (text: string) => carryLiquid(text, LIQUID).text],
  ['carryLiquid', '{% # ', (text: string) => carryLiquid(text, LIQUID).text],
  ['carryLiquid', '{::comment ', (text: string) => carryLiquid(text, LIQUID).text],
  ['carryShortcodes', '# a {#b', (text: string) => carryShortcodes(text, () => undefined).text],
  ['carryShortcodes', '# a               ', (text: string) => carryShortcodes(text, () => undefined).text],
  ['carryLiquid', '                  ', (text: string) => carryLiquid(text, LIQUID).text],
  ['carryLiquid', '{:', (text: string) => carryLiquid(text, LIQUID).text],
  ['carryLiquid', '{% raw %}', (text: string) => carryLiquid(text, LIQUID).text],
  ['carryLiquid', '{% highlight x %}', (text: string) => carryLiquid(text, LIQUID).text],
  ['carryLiquid', '{% a ', (text: string) => carryLiquid(text, LIQUID).text],
  ['carryLiquid', '{{ a ', (text: string) => carryLiquid(text, LIQUID).text],
  ['outsideCode', '~~~\na\n', (text: string) => outsideCode(text, part => part)],
  ['outsideCode', '```x\n~~~y\n', (text: string) => outsideCode(text, part => part)],
  ['plainLine', '<b>', (text: string) => plainLine(text) ?? ''],
])('%s: finishes with many of %j', (_, piece, run) => {
  expect(run(piece.repeat(MANY))).toBeTypeOf('string')
})

test.each([
  ...['[caption]', '<!-- wp:', '<!-- wp:a {', '[a b=', '[caption a="" b="', '[embed]https://a', '[caption]<img', '\\"'],
  ...['\n'.repeat(8), ' '.repeat(8), '\t\n', 'a\n', ' https://a', '<pre>', '<pre><style>', '<br ', '<div ', '<a', '</p>', '= '],
])('wordpressHtml: finishes with many of %j', piece => {
  const many = piece.repeat(MANY)
  for (const text of [many, `a${many}b`, `[caption]<img>${many}[/caption]`, `[gallery ${many}]`])
    expect(wordpressHtml(text, WORDPRESS).html).toBeTypeOf('string')
})

test('parseHtml: keeps the words of what is nested too deep, and refuses what only harm explains', () => {
  expect(JSON.stringify(parseHtml(`${'<b>'.repeat(1000)}words`))).toContain('"words"')
  expect(() => parseHtml('<b>'.repeat(10_000))).toThrow('more than 200 elements stand within each other')
})

test('parseXml: finishes with end tags that nothing began, and with attributes without end', () => {
  expect(parseXml(`<a>${'</b>'.repeat(MANY)}</a>`).children).toHaveLength(1)
  expect(parseXml(`<a ${'b="c" '.repeat(MANY)}/>`).children).toHaveLength(1)
})

test('import: one story whose text is beyond measure stops no other', async () => {
  const newsroom = emptyNewsroom()
  const item = (name: string, text: string): string =>
    `<item><title>${name}</title><link>https://old.example.org/${name}/</link><pubDate>Mon, 02 Mar 2015 09:00:00 GMT</pubDate><description><![CDATA[${text}]]></description></item>`
  const feed = `<rss version="2.0"><channel><title>Old</title><link>https://old.example.org/</link>${item('deep', '<b>'.repeat(6000))}${item('long', 'word '.repeat(1_000_000))}${item('good', 'Text.')}</channel></rss>`
  writeFiles(newsroom.root, { 'feed.xml': feed })
  const result = await importInto(newsroom, `${newsroom.root}/feed.xml`)
  expect(lossesOf(result)).toEqual([
    'item 1: its text was left out: more than 200 elements stand within each other',
    'item 2: its text of 5 MiB is too long and was left out',
  ])
  expect(articleAt(newsroom, 'good.md')).toContain('Text.')
  const { diagnostics, edition } = await newsroom.publish({ asOf: AS_OF })
  expect([diagnostics, edition.released.length]).toEqual([[], 3])
})
