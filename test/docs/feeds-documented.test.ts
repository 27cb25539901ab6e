import { expect, test } from 'vitest'
import { inlineCode, ROOT, read, sectionOf } from './documents.ts'

const FEEDS = read('docs/feeds.md')

/** Names of the elements that a writer of XML writes. */
function elementsWrittenBy(file: string): readonly string[] {
  const calls = read(file).matchAll(/(?:text|html|empty|parent)Element\('([\w:]+)'/g)
  return [...new Set([...calls].map(([, name = '']) => name))]
}

/** Names of the members that the writer of JSON writes: a line each, and the extension's. */
function membersWrittenBy(file: string): readonly string[] {
  return [...new Set(read(file).match(/(?<=^ {4})\w+(?=[:,])|(?<=\{ )_\w+(?=:)/gm))]
}

test.each([
  ['## RSS 2.0 (`feed.rss`)', 'src/feed/rss.ts', 15],
  ['## Atom 1.0 (`feed.atom`)', 'src/feed/atom.ts', 15],
])('feeds.md: under %s stands every element that is written', (heading, file, least) => {
  const elements = [file, 'src/feed/item-extensions.ts'].flatMap(elementsWrittenBy)
  expect(elements.length).toBeGreaterThan(least)
  const documented = inlineCode(sectionOf(FEEDS, heading))
  expect(elements.filter(name => !documented.includes(name) && name !== 'atom:updated' && name !== 'link')).toEqual([])
})

test('feeds.md: every member of a JSON feed is there', () => {
  const members = membersWrittenBy('src/feed/json.ts')
  expect(members.length).toBeGreaterThan(15)
  const documented = inlineCode(sectionOf(FEEDS, '## JSON Feed 1.1 (`feed.json`)'))
  expect(members.filter(name => !documented.includes(name))).toEqual([])
})

test('feeds.md: the limits are those of the code', async () => {
  const { BURST_LIMITS, FEED_LIMITS } = await import(`${ROOT}src/feed/feed-limits.ts`)
  const { FEED_ITEMS } = await import(`${ROOT}src/model/site.ts`)
  expect(FEEDS).toContain(`at most ${FEED_LIMITS.items}, and none is larger\nthan ${FEED_LIMITS.bytes / 1024} KiB`)
  expect(FEEDS).toContain(`**At least ${FEED_ITEMS.least} stories**`)
  expect(FEEDS).toContain(`up to ${BURST_LIMITS.items} stories and\n   ${BURST_LIMITS.bytes / 1024 / 1024} MiB`)
  expect(read('docs/subscribers.md')).toContain(`newest ${FEED_LIMITS.items} stories at most`)
})
