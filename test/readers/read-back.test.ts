import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { disagreementsOn, READERS, readBack } from './read-back.ts'
import { RIGHT_ATOM, RIGHT_JSON, RIGHT_RSS, spoiled } from './right-feeds.ts'

/** Titles that take feeds apart, and that every reader has to give back. */
const HARD = [
  'if a < b then c',
  'AT&T',
  '<b>',
  '“é” Қ 🎉',
  ']]>',
  '<![CDATA[x]]>',
  '<!-- x -->',
  '012',
  'true',
  'it\'s "x"',
  'a  b\nc',
]

/** Read exactly but for feed-parser, which decodes twice what was not written with numeric references. */
const DOUBLY_HARD = [...HARD, '&amp;', '&#x26;', '&lt;b&gt;', '&nbsp;x', '1 &lt 2', '&copy;']

function withReferences(text: string): string {
  return text.replace(/[&<>"\n\r\t]/g, character => `&#x${character.charCodeAt(0).toString(16)};`)
}

function withEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function titled(written: string) {
  return {
    rss: spoiled(RIGHT_RSS, ['Le Kazakhstan conclut', written]),
    atom: spoiled(RIGHT_ATOM, ['Le Kazakhstan conclut', written]),
  }
}

describe('readBack', () => {
  test.each([RIGHT_RSS, RIGHT_ATOM])('readBack: five readings of $name are the same', async document => {
    const { own, ...others } = await readBack(document)
    expect(own[0]).toEqual({
      id: 'tag:news.example.org,2015:2015/accession',
      title: 'AT&T: if a < b then c',
      link: 'https://news.example.org/2015/accession/',
      published: '2015-07-27T09:00:00.000Z',
      updated: '2015-07-28T09:30:00.000Z',
      authors: ['Press Office', 'Desk & Co'],
      categories: ['Accessions'],
      contentHtml:
        '<p>This story is &amp; stays a draft.</p><p>See <a href="https://news.example.org/about/">about us</a>.</p>',
    })
    expect(Object.keys(others)).toEqual(['feedsmith', 'rss-parser', 'feed-parser', 'feedparser'])
    for (const items of [others.feedsmith, others['rss-parser'], others.feedparser]) expect(items).toEqual(own)
    expect(others['feed-parser']?.map(item => item.title)).toEqual(own.map(item => item.title))
  })

  test('readBack: both readings of feed.json are the same', async () => {
    const { own, feedsmith } = await readBack(RIGHT_JSON)
    expect(own.map(item => item.published)).toEqual(['2015-07-27T09:00:00.000Z', '2015-06-09T22:00:00.000Z'])
    expect(feedsmith).toEqual(own)
  })

  test('readBack: a document that cannot be read is refused', async () => {
    await expect(readBack(spoiled(RIGHT_RSS, ['</channel>', '']))).rejects.toThrow(/feed.rss cannot be read: not well-formed/)
    await expect(readBack(spoiled(RIGHT_JSON, ['"items"', '"entries"']))).rejects.toThrow(/feed.json cannot be read: schema/)
  })

  test.each(DOUBLY_HARD)('readBack: the title %j, written with references, is read exactly by all', async title => {
    const { rss, atom } = titled(withReferences(title))
    for (const document of [rss, atom]) {
      const readings = Object.entries(await readBack(document)).map(([reader, items]) => [reader, items[1]?.title])
      expect(readings).toEqual(['own', ...READERS].map(reader => [reader, title]))
    }
  })
})

describe('disagreementsOn', () => {
  test.each([RIGHT_RSS, RIGHT_ATOM, RIGHT_JSON])('disagreementsOn: there are none on a right $name', async document => {
    expect(await disagreementsOn(document)).toEqual([])
  })

  test('disagreementsOn: whatever stands in any field, the readers disagree only as is known', async () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom(...DOUBLY_HARD, ' ', '@', '(', ')', '<', '&'), fc.string({ unit: 'grapheme' })), {
        minLength: 1,
        maxLength: 4,
      })
      .map(parts => parts.join('').replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ''))
      .filter(value => value.trim() !== '')
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom(withReferences, withEntities), async (value, write) => {
        for (const format of [RIGHT_RSS, RIGHT_ATOM]) {
          const content = ['Le Kazakhstan conclut', 'Press Office', '>Accessions', '&#x3C;p>Les “négociations”'].reduce(
            (written, spot) => written.replaceAll(spot, () => (spot.startsWith('>') ? '>' : '') + write(value)),
            format.content,
          )
          expect(await disagreementsOn({ ...format, content })).toEqual([])
        }
      }),
      { numRuns: 12 },
    )
  })

  test('disagreementsOn: what only some readers see is told', async () => {
    const hidden = spoiled(RIGHT_ATOM, [
      '<title type="text">Le Kazakhstan conclut',
      '<title type="html">Le &#x3C;b>Kazakhstan&#x3C;/b> conclut',
    ])
    expect(await disagreementsOn(hidden)).toEqual([])
    const twice = spoiled(RIGHT_RSS, [
      '<title>Le Kazakhstan',
      '<title xmlns="https://example.org/x">Other</title><title>Le Kazakhstan',
    ])
    expect((await disagreementsOn(twice)).join('\n')).toMatch(
      /item 2: rss-parser reads title as "Other", it is "Le Kazakhstan conclut"/,
    )
  })
})

/** Each entry of `DISTORTIONS`, shown: when a reader mends its ways, this fails and the entry can go. */
describe('DISTORTIONS', () => {
  async function second(document: typeof RIGHT_RSS, reader: 'feedsmith' | 'feed-parser' | 'feedparser') {
    const items = (await readBack(document))[reader]
    expect(await disagreementsOn(document)).toEqual([])
    return items?.[1]
  }

  test('DISTORTIONS: feedsmith trims', async () => {
    expect((await second(titled(' padded ').rss, 'feedsmith'))?.title).toBe('padded')
    expect((await second(titled('&#x20;padded&#xA0;').atom, 'feedsmith'))?.title).toBe('padded')
    expect((await second(spoiled(RIGHT_JSON, ['"Le Kazakhstan conclut"', '" padded "']), 'feedsmith'))?.title).toBe('padded')
  })

  test('DISTORTIONS: feedparser trims', async () => {
    expect((await second(titled(' padded ').rss, 'feedparser'))?.title).toBe('padded')
    const padded = RIGHT_ATOM.content
      .replaceAll('Press Office', '&#x20;Press Office')
      .replace('label="Accessions"', 'label="&#x20;Accessions "')
      .replace('&#x3C;p>Les', '&#xA;&#x3C;p>Les')
      .replace('<id>tag:news.example.org,2015:fr', '<id> tag:news.example.org,2015:fr')
    const items = (await readBack({ ...RIGHT_ATOM, content: padded })).feedparser
    expect(items?.[0]?.categories).toEqual(['Accessions'])
    expect(items?.[1]?.authors).toEqual(['Press Office'])
    expect(items?.[1]?.id).toBe('tag:news.example.org,2015:fr/2015/kazakhstan')
    expect(items?.[1]?.contentHtml).toMatch(/^<p>Les/)
    expect(await disagreementsOn({ ...RIGHT_ATOM, content: padded })).toEqual([])
  })

  test('DISTORTIONS: feed-parser trims, and decodes twice what is written with names', async () => {
    expect((await second(titled(' padded ').rss, 'feed-parser'))?.title).toBe('padded')
    expect((await second(titled(withEntities('&amp;lt;')).rss, 'feed-parser'))?.title).toBe('&lt;')
    expect((await second(titled(withEntities('&amp;lt;')).atom, 'feed-parser'))?.title).toBe('&lt;')
  })

  test('DISTORTIONS: feed-parser and feedparser spell links as new URL() does', async () => {
    const international = spoiled(RIGHT_ATOM, [
      'https://news.example.org/fr/2015/kazakhstan/',
      'https://news.example.org/fr/2015/қ/',
    ])
    for (const reader of ['feed-parser', 'feedparser'] as const)
      expect((await second(international, reader))?.link).toBe('https://news.example.org/fr/2015/%D2%9B/')
  })

  test('DISTORTIONS: feed-parser knows no date of an update in RSS', async () => {
    const [first] = (await readBack(RIGHT_RSS))['feed-parser'] ?? []
    expect(first?.updated).toBe(first?.published)
  })

  test('DISTORTIONS: feed-parser gives an item the authors and categories of its feed', async () => {
    const anonymous = spoiled(RIGHT_ATOM, [
      '<author><name>Press Office</name></author>\n<summary type="text">Les',
      '<category term="news"/><summary type="text">Les',
    ])
    const headed = spoiled(anonymous, ['<icon>', '<category term="all"/><icon>'])
    expect((await second(headed, 'feed-parser'))?.authors).toEqual(['Example Press Office'])
    const uncategorised = spoiled(headed, ['<category term="news"/>', ''])
    expect((await second(uncategorised, 'feed-parser'))?.categories).toEqual(['all'])
  })

  test('DISTORTIONS: feed-parser takes names in RSS apart as contacts', async () => {
    const named = (name: string) =>
      spoiled(RIGHT_RSS, [
        '<dc:creator>Press Office</dc:creator>\n<description>Les',
        `<dc:creator>${name}</dc:creator>\n<description>Les`,
      ])
    expect((await second(named('(Press)'), 'feed-parser'))?.authors).toEqual(['Press'])
    expect((await second(named('Press a@example.org'), 'feed-parser'))?.authors).toEqual(['Press'])
  })

  test('DISTORTIONS: feed-parser leaves numeric references in attributes', async () => {
    const labelled = spoiled(RIGHT_ATOM, ['label="Accessions"', 'label="A &#x26; B"'])
    expect((await readBack(labelled))['feed-parser']?.[0]?.categories).toEqual(['A &#x26; B'])
    expect(await disagreementsOn(labelled)).toEqual([])
  })
})
