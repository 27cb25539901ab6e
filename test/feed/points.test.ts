import { beforeAll, describe, expect, test } from 'vitest'
import type { Published } from '../../src/engine/publish-result.ts'
import { FEED_FORMATS, type FeedFormat, FORMATS } from '../../src/model/edition.ts'
import { feedDocument, type Tree } from '../publish/edition-problems.ts'
import { seenIn } from '../publish/seen.ts'
import { problemsOfBody } from '../readers/body-rules.ts'
import { checkXml } from '../readers/check-xml.ts'
import type { FeedDocument } from '../readers/feed-document.ts'
import { checkJson, type JsonFeed } from '../readers/json-feed.ts'
import { readBack, readFeed } from '../readers/read-back.ts'
import type { ReadItem } from '../readers/read-feed.ts'
import { problemsOfFeed } from '../readers/validate.ts'
import { characterProblem, rfc822Problem, rfc3339Problem } from '../readers/value-rules.ts'
import { childNamed, childrenNamed, childText, textOf, type XmlElement } from '../readers/xml-tree.ts'
import { ask, serve } from '../serve/site.ts'
import { startPolling } from '../serve/start-polling.ts'
import {
  AS_OF,
  differingPaths,
  fixture,
  newsroomFrom,
  newsroomOf,
  SITE_YAML,
  story,
  type TemporaryNewsroom,
} from '../support/newsroom.ts'

const HUB = 'https://hub.example.org/'
const ORIGIN = 'https://harbour.example.org'
const HARD_TITLE = 'if a < b then c: AT&T <b> &amp; “é” Қ 🎉 ]]> end'
const STANDING = 'This story helps the public to understand the harbour. It binds nobody.'
const STANDING_FR = 'Cet article aide le public à comprendre le port. Il n’engage personne.'
const IDS = {
  everyField: 'tag:harbour.example.org,2026:reopening',
  french: 'tag:harbour.example.org,2024:2026/every-field.fr',
  quiet: 'tag:harbour.example.org,2024:2026/edited-quietly',
  withdrawn: 'tag:harbour.example.org,2024:2026/taken-back',
  hard: 'tag:harbour.example.org,2024:2026/hard',
  large: 'tag:harbour.example.org,2024:2026/large',
} as const

const HARD_BODY = `See [the quay](every-field.md) and ![a ship](quay.png).

<iframe src="https://video.example.org/1" title="The debate"></iframe>

<script>alert(1)</script><style>p { color: red }</style><p onclick="alert(2)">A paragraph.</p>
`

let newsroom: TemporaryNewsroom
let published: Published
let out: Tree

beforeAll(async () => {
  newsroom = newsroomFrom(fixture('everything'))
  newsroom.write({
    '2026/hard.md': story({ title: HARD_TITLE, date: '2026-05-20', summary: 'a < b, \u0001AT&T, <b>bold</b>' }, HARD_BODY),
    '2026/large.md': story(
      { title: 'A large story', date: '2026-05-19', summary: 'Too large.' },
      'Many words.\n\n'.repeat(50_000),
    ),
    ...Object.fromEntries(
      Array.from({ length: 80 }, (_, index) => {
        const date = new Date(Date.UTC(2023, 11, 28) - index * 86_400_000).toISOString()
        return [`2023/older-${index}.md`, story({ title: `Older story ${index}`, date }, `Paragraph ${index}.\n`)]
      }),
    ),
  })
  published = await newsroom.publish({ hub: HUB })
  out = newsroom.out()
})

/** A document of the newsroom by its path; the site's own of a format when that alone is named. */
function documentAt(path: string): FeedDocument {
  return feedDocument(out, { path, site: published.site })
}

function documentOf(format: FeedFormat): FeedDocument {
  return documentAt(FEED_FORMATS[format].file)
}

/** The `channel` or the `feed` element. */
async function headOf(format: 'rss' | 'atom'): Promise<XmlElement> {
  const { root } = await checkXml(documentOf(format), format)
  const head = root && (format === 'rss' ? childNamed(root, 'channel') : root)
  if (!head) throw new Error(`${format} cannot be read`)
  return head
}

/** The element of a story. */
async function elementOf(format: 'rss' | 'atom', id: string): Promise<XmlElement> {
  const [name, idName] = format === 'rss' ? ['item', 'guid'] : ['atom:entry', 'atom:id']
  return found(childrenNamed(await headOf(format), name).find(item => childText(item, idName) === id))
}

function jsonFeed(): JsonFeed {
  return found(checkJson(documentOf('json').content).feed)
}

async function itemOf(format: FeedFormat, id: string): Promise<ReadItem> {
  return found((await readFeed(documentOf(format))).items.find(item => item.id === id))
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('what the test asks for is not there')
  return value
}

function linksOf(head: XmlElement): readonly (readonly [rel: string, type: string | undefined, href: string | undefined])[] {
  return childrenNamed(head, 'atom:link').map(({ attributes }) => [
    attributes.get('rel') ?? '',
    attributes.get('type'),
    attributes.get('href'),
  ])
}

/** Every feed that was published, archives too. */
function allDocuments(): readonly FeedDocument[] {
  return [...out.keys()].filter(path => /(^|\/)feed\.(rss|atom|json)$/.test(path)).map(documentAt)
}

describe('what a right feed is', () => {
  test('point 1: every document passes the schema of its format and every rule that no schema can say', async () => {
    const asOf = new Date(AS_OF).toISOString()
    const problems = await Promise.all(
      FORMATS.flatMap(format => ['', 'changes/', 'topics/ports/'].map(folder => `${folder}${FEED_FORMATS[format].file}`)).map(
        path => problemsOfFeed({ ...documentAt(path), asOf }),
      ),
    )
    expect(problems.flat()).toEqual([])
  })

  test('point 2: forbidden characters are cleaned and no item is dropped for them', async () => {
    for (const format of FORMATS) {
      expect(characterProblem(documentOf(format).content)).toBeUndefined()
      expect(documentOf(format).content).not.toContain('\\u0001')
      expect((await itemOf(format, IDS.hard)).summary).toMatch(/^a (<|&lt;) b, AT(&|&amp;)T, /)
    }
  })

  test('point 3: a hard title reads back exactly', async () => {
    for (const format of FORMATS) {
      const { own, feedsmith } = await readBack(documentOf(format))
      for (const items of [own, feedsmith]) expect(items?.find(({ id }) => id === IDS.hard)?.title).toBe(HARD_TITLE)
    }
  })

  test('point 4: Atom titles and summaries are plain text; RSS writes & and < as hexadecimal references', async () => {
    const entries = childrenNamed(await headOf('atom'), 'atom:entry')
    for (const entry of entries)
      for (const name of ['atom:title', 'atom:summary']) expect(childNamed(entry, name)?.attributes.get('type')).toBe('text')
    expect(documentOf('rss').content).toContain('<title>if a &#x3C; b then c: AT&#x26;T &#x3C;b&#x3E; &#x26;amp; “é” Қ 🎉')
    expect(documentOf('rss').content.replace(/<!\[CDATA\[.*?\]\]>/gs, '')).not.toMatch(/&(?!#x26;|#x3C;|#x3E;|#x22;)/)
  })

  test('point 5: one id in all formats, which outlives title, date, slug, file name and domain; a duplicate is a mistake', async () => {
    const ids = await Promise.all(FORMATS.map(async format => (await readFeed(documentOf(format))).items.map(({ id }) => id)))
    expect(ids[0]).toContain(IDS.everyField)
    expect(ids).toEqual([ids[0], ids[0], ids[0]])

    const id = 'tag:news.example.org,2026:flood'
    const edited = newsroomOf({ 'flood.md': story({ id }) })
    await edited.publish()
    edited.rename('flood.md', '2026/high-water.md')
    edited.write({
      'site.yaml': SITE_YAML.replace('https://news.example.org', 'https://elsewhere.example.com'),
      '2026/high-water.md': story({ id, title: 'High water', date: '2026-05-02', slug: 'other' }),
    })
    await edited.publish({ accept: true })
    expect(edited.read('feed.rss')).toContain(`<guid isPermaLink="false">${id}</guid>`)
    expect(edited.read('feed.rss')).toContain('<link>https://elsewhere.example.com/2026/other/</link>')

    edited.write({ '2026/second.md': story({ id, title: 'Another' }) })
    const { diagnostics } = await edited.publish()
    expect(diagnostics).toContainEqual(expect.objectContaining({ severity: 'error', field: 'id' }))
    expect(edited.read('feed.rss').split(id)).toHaveLength(2)
  })

  test('point 6: no change gives no new byte; the date of a feed is its newest item’s; only a major update moves a date', async () => {
    expect(await newsroom.publish({ hub: HUB, asOf: AS_OF + 3_600_000 })).toMatchObject({ written: [], removed: [] })
    expect(differingPaths(out, newsroom.out())).toEqual([])
    for (const format of ['rss', 'atom'] as const) {
      const { updated, items } = await readFeed(documentOf(format))
      expect(updated).toBe(
        items
          .map(item => item.updated ?? item.published ?? '')
          .sort()
          .at(-1),
      )
    }
    for (const format of FORMATS) {
      const [major, quiet] = [await itemOf(format, IDS.everyField), await itemOf(format, IDS.quiet)]
      expect(major).toMatchObject({ published: '2026-05-03T07:00:00.000Z', updated: '2026-05-05T22:00:00.000Z' })
      expect(quiet.published).toBe('2026-03-31T22:00:00.000Z')
      expect(quiet.updated ?? quiet.published).toBe(quiet.published)
    }
  })

  test('point 7: zones are numeric or GMT, and nothing stands there before its instant', async () => {
    const dates = childrenNamed(await headOf('rss'), 'item').map(item => childText(item, 'pubDate') ?? '')
    expect(dates.flatMap(date => rfc822Problem(date) ?? [])).toEqual([])
    const stamps = childrenNamed(await headOf('atom'), 'atom:entry').map(entry => childText(entry, 'atom:published') ?? '')
    expect(stamps.flatMap(stamp => rfc3339Problem(stamp) ?? [])).toEqual([])
    for (const { content } of allDocuments()) expect(content).not.toMatch(/Unpublished-embargo|2030-01-01|unpublished-embargo/)
    const early = newsroomOf({ 'due.md': story({ title: 'Due', date: '2026-06-01T12:00Z' }) })
    await early.publish({ asOf: AS_OF - 1 })
    expect(early.read('feed.atom')).not.toContain('Due')
    await early.publish({ asOf: AS_OF })
    expect(early.read('feed.atom')).toContain('Due')
  })

  test('point 8: no relative address, script, style, frame or event handler in a body; a frame becomes a link', async () => {
    for (const format of FORMATS) {
      const { items } = await readFeed(documentOf(format))
      for (const { contentHtml } of items) expect(problemsOfBody(contentHtml ?? '')).toEqual([])
      const html = (await itemOf(format, IDS.hard)).contentHtml
      expect(html).toContain(`href="${ORIGIN}/2026/harbour-reopens/"`)
      expect(html).toContain(`src="${ORIGIN}/2026/quay.png"`)
      expect(html).toContain('<a href="https://video.example.org/1">The debate</a>')
      expect(html).toContain('A paragraph.')
      expect(html).not.toMatch(/<iframe|<script|<style|onclick|alert|color: red/)
    }
  })

  test('point 9: full content and a plain summary apart; the disclaimer stands in the item in every format', async () => {
    for (const format of FORMATS) {
      const item = await itemOf(format, IDS.everyField)
      expect(item.summary).toBe('Ferries sail again from Monday, on all four lines.')
      expect(item.contentHtml).toContain('A second heading of the same name')
      expect(item.contentHtml).toContain(STANDING)
      expect((await itemOf(format, IDS.french)).contentHtml).toContain(STANDING_FR)
    }
  })

  test('point 10: rights in every format, every author named, and no RSS author without an address', async () => {
    const rights = '© Harbour News. Free to reuse with credit.'
    for (const format of ['rss', 'atom'] as const) expect((await readFeed(documentOf(format))).rights).toBe(rights)
    expect(childText(await elementOf('rss', IDS.everyField), 'dc:rights')).toBe(rights)
    expect(childText(await elementOf('atom', IDS.everyField), 'atom:rights')).toBe(rights)
    expect(JSON.parse(documentOf('json').content)._courant).toMatchObject({ rights })
    for (const format of FORMATS)
      expect((await itemOf(format, IDS.everyField)).authors).toEqual(['News desk', 'Outside Contributor'])
    const item = await elementOf('rss', IDS.everyField)
    expect(childrenNamed(item, 'dc:creator').map(textOf)).toEqual(['News desk', 'Outside Contributor'])
    expect(documentOf('rss').content).not.toContain('<author>')
  })

  test('point 11: the feed names its language, and so does an item of another', async () => {
    expect((await headOf('atom')).attributes.get('xml:lang')).toBe('en')
    expect((await elementOf('atom', IDS.french)).attributes.get('xml:lang')).toBe('fr')
    expect(childText(await headOf('rss'), 'language')).toBe('en')
    expect(jsonFeed().language).toBe('en')
    for (const format of FORMATS) expect((await itemOf(format, IDS.french)).lang).toBe('fr')
  })

  test('point 12: self, alternate and hub links have the right types; a category has scheme, term and label', async () => {
    expect(linksOf(await headOf('rss'))).toEqual(
      expect.arrayContaining([
        ['self', 'application/rss+xml', `${ORIGIN}/feed.rss`],
        ['hub', undefined, HUB],
      ]),
    )
    expect(linksOf(await headOf('atom'))).toEqual(
      expect.arrayContaining([
        ['self', 'application/atom+xml', `${ORIGIN}/feed.atom`],
        ['alternate', 'text/html', `${ORIGIN}/`],
        ['hub', undefined, HUB],
      ]),
    )
    expect(JSON.parse(documentOf('json').content)).toMatchObject({
      feed_url: `${ORIGIN}/feed.json`,
      home_page_url: `${ORIGIN}/`,
      hubs: [{ type: 'WebSub', url: HUB }],
    })
    const categories = childrenNamed(await elementOf('atom', IDS.everyField), 'atom:category')
    expect(categories.map(({ attributes }) => Object.fromEntries(attributes))).toContainEqual({
      scheme: `${ORIGIN}/topics/`,
      term: 'tariffs',
      label: 'Tariffs & dues',
    })
  })

  test('point 13: one true enclosure; media with size, alt and credit; the channel’s image names the channel', async () => {
    const channel = await headOf('rss')
    for (const item of childrenNamed(channel, 'item')) expect(childrenNamed(item, 'enclosure').length).toBeLessThanOrEqual(1)
    const item = await elementOf('rss', IDS.everyField)
    expect(Object.fromEntries(found(childNamed(item, 'enclosure')).attributes)).toEqual({
      url: `${ORIGIN}/2026/timetable.pdf`,
      length: String(out.get('2026/timetable.pdf')?.length),
      type: 'application/pdf',
    })
    const media = found(childNamed(item, 'media:content'))
    expect(Object.fromEntries(media.attributes)).toMatchObject({
      fileSize: String(out.get('2026/quay.png')?.length),
      width: '64',
      height: '32',
    })
    expect(childText(media, 'media:description')).toBe('Three ferries at the quay, the first with open doors')
    expect(childText(media, 'media:credit')).toBe('Harbour News')
    const image = found(childNamed(channel, 'image'))
    for (const name of ['title', 'link']) expect(childText(image, name)).toBe(childText(channel, name))
  })

  test.each(FORMATS)('point 14: feeds keep within their limits, and the way back meets every story once (%s)', async format => {
    const ids: string[] = []
    let url: string | undefined = `${ORIGIN}/${FEED_FORMATS[format].file}`
    let documents = 0
    while (url !== undefined && documents++ < 100) {
      const document = documentAt(url.slice(ORIGIN.length + 1))
      const items = (await readFeed(document)).items.map(({ id }) => id ?? '')
      expect(items.length).toBeLessThanOrEqual(50)
      expect(Buffer.byteLength(document.content)).toBeLessThanOrEqual(512 * 1024)
      ids.push(...items)
      url = /(?:rel="prev-archive" .*?href=|"next_url": )"([^"]*)"/.exec(document.content)?.[1]
    }
    expect(documents).toBeGreaterThan(2)
    expect([...ids].sort()).toEqual(published.edition.released.map(({ id }) => id).sort())
    const large = found((await itemOf(format, IDS.large)).contentHtml)
    expect(large).toBe(`<p>Too large.</p>\n<p><a href="${ORIGIN}/2026/large/">A large story</a></p>`)
  })

  test('point 15: a withdrawal is a tombstone and an edit in place under the same id', async () => {
    const lost = newsroomOf({ 'flood.md': story({ title: 'Flood' }, 'High water.\n') })
    await lost.publish()
    const { id } = JSON.parse(lost.read('feed.json')).items[0]
    lost.write({ 'flood.md': story({ title: 'Flood', withdrawn: { date: '2026-05-20', reason: 'It never rained.' } }) })
    expect(seenIn(await lost.publish())['/']).toEqual(['resurfacing Withdrawn: Flood'])
    expect(lost.read('feed.atom')).toContain(`<at:deleted-entry ref="${id}" when="2026-05-20T00:00:00Z"/>`)
    for (const format of FORMATS) {
      const { items } = await readFeed({
        name: FEED_FORMATS[format].file,
        content: lost.read(FEED_FORMATS[format].file),
        url: '',
      })
      expect(items).toMatchObject([{ id, title: 'Withdrawn: Flood', contentHtml: expect.stringContaining('It never rained.') }])
      expect(items[0]?.contentHtml).not.toContain('High water')
    }
  })

  test('point 16: every page leads to the feeds by their real addresses and titles; a browser shows a feed by its CSS', async () => {
    const pages = [...out].filter(([path, bytes]) => path.endsWith('index.html') && !bytes.includes('http-equiv="refresh"'))
    expect(pages.length).toBeGreaterThan(20)
    for (const [path, bytes] of pages) {
      const links = [...bytes.toString().matchAll(/<link rel="alternate"[^>]*>/g)].map(([tag]) => attributesOf(tag))
      const feeds = links.filter(({ type }) => /rss|atom|json/.test(type ?? ''))
      expect(new Set(feeds.map(({ type }) => type)), path).toEqual(new Set(FORMATS.map(format => FEED_FORMATS[format].type)))
      for (const { href = '', title = '' } of feeds) {
        const document = documentAt(new URL(href, `${ORIGIN}/${path}`).pathname.slice(1))
        expect(title, path).toContain((await titleOf(document)) ?? 'no title')
      }
    }
    for (const format of ['rss', 'atom'] as const) {
      const css = /<\?xml-stylesheet type="text\/css" href="\/([^"]+)"\?>/.exec(documentOf(format).content)?.[1] ?? ''
      expect(out.get(css)?.toString()).toContain('display')
    }
  })

  test('point 17: served with the exact type, its links, a strong tag and a date; asked conditionally, the tag comes before the date', async () => {
    const { address } = await serve(newsroom.paths.out, '', HUB)
    // A file of this very second is not dated yet.
    await new Promise(resolve => setTimeout(resolve, 1_100))
    for (const format of FORMATS) {
      const { file, type } = FEED_FORMATS[format]
      const first = await ask(address, `/${file}`)
      const etag = found(first.headers.get('etag'))
      const date = found(first.headers.get('last-modified'))
      expect(first.status).toBe(200)
      expect(first.headers.get('content-type')).toBe(`${type}; charset=utf-8`)
      expect(etag).toMatch(/^"[^"]+"$/)
      expect(first.headers.get('link')).toBe(`<${HUB}>; rel="hub", <https://news.example.org/${file}>; rel="self"`)
      expect(Date.parse(date)).toBeLessThanOrEqual(Date.now())
      for (const headers of [
        { 'If-None-Match': etag },
        { 'If-Modified-Since': date },
        { 'If-None-Match': etag, 'If-Modified-Since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
      ])
        expect(await ask(address, `/${file}`, { headers })).toMatchObject({ status: 304, body: '' })
      const other = await ask(address, `/${file}`, { headers: { 'If-None-Match': '"other"', 'If-Modified-Since': date } })
      expect(other.status).toBe(200)
    }
  })

  test('point 18: a reader that polls during publishes meets whole feeds only, and every page that they name', async () => {
    const busy = newsroomOf({ 'story-0.md': story({ title: 'Story 0' }) })
    await busy.publish()
    const polled = await startPolling({ out: busy.paths.out, pauseMs: 0 })
    for (let round = 1; round <= 12; round++) {
      busy.write({
        [`story-${round}.md`]: story({ title: `Story ${round}`, date: `2026-05-${10 + round}` }, 'Words. '.repeat(3_000)),
      })
      busy.remove(`story-${round - 1}.md`)
      await busy.publish({ accept: true })
    }
    const { problems, versions } = await polled()
    expect(problems).toEqual([])
    expect(versions).toBeGreaterThan(2)
  })
})

const titles = new Map<string, Promise<string | undefined>>()

function titleOf(document: FeedDocument): Promise<string | undefined> {
  const title = titles.get(document.name) ?? readFeed(document).then(feed => feed.title)
  titles.set(document.name, title)
  return title
}

function attributesOf(tag: string): Readonly<Record<string, string>> {
  const unescaped = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
  return Object.fromEntries([...tag.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescaped(value)]))
}
