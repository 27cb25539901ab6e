import { describe, expect, test } from 'vitest'
import { rssWithFeedsmith } from '../readers/read-with-feedsmith.ts'
import { ask, serve } from '../serve/site.ts'
import { differingPaths, fixture, newsroomFrom, shown, temporaryFolder, writeFiles } from '../support/newsroom.ts'
import { articleAt, emptyNewsroom, importInto, lossesOf } from './import-into.ts'
import { OLD_FILES, type OldSite, serveOldSite, textOf } from './old-site.ts'
import { publishedItems, seen } from './published-feeds.ts'

function rssSite(): Promise<OldSite> {
  return serveOldSite({ ...OLD_FILES, '/feed/': textOf('feeds/harbour.rss'), '/feed/older.rss': textOf('feeds/older.rss') })
}

function atomSite(): Promise<OldSite> {
  return serveOldSite({ ...OLD_FILES, '/atom.xml': textOf('feeds/harbour.atom'), '/atom-2.xml': textOf('feeds/atom-2.xml') })
}

function jsonSite(): Promise<OldSite> {
  return serveOldSite({ ...OLD_FILES, '/feed.json': textOf('feeds/harbour.json'), '/feed-2.json': textOf('feeds/feed-2.json') })
}

describe('import: an RSS feed', () => {
  test('published, its subscribers see the items that they know, back to the last archive, and no other', async () => {
    const { base } = await rssSite()
    const newsroom = emptyNewsroom()
    const result = await importInto(newsroom, `${base}/feed/`)
    expect([result.kind, result.written.length, result.files]).toEqual(['feed', 3, 3])
    const { diagnostics } = await newsroom.publish()
    expect(shown(diagnostics)).toEqual([])
    const old = [...rssWithFeedsmith(textOf('feeds/harbour.rss')), ...rssWithFeedsmith(textOf('feeds/older.rss')).slice(1)]
    const expected = old.map(seen).map(item => ({
      ...item,
      title: item.title?.replace('&amp;', '&'),
      authors: item.authors.map(author => author.replace('desk@example.org (Harbour Desk)', 'Harbour Desk')),
    }))
    const { rss, json, atom } = publishedItems(newsroom)
    expect(rss).toEqual(expected)
    expect(json).toEqual(expected)
    expect(atom.map(({ id }) => id)).toEqual([
      'tag:news.example.org,2026:id:123%20at%20https%3A%2F%2Fharbour.example.org',
      'https://harbour.example.org/?p=122',
      'tag:news.example.org,2026:id:121%20at%20https%3A%2F%2Fharbour.example.org',
    ])
  })

  test('images and documents are fetched, the main image stands in the text no more, links lead to the new places', async () => {
    const { base } = await rssSite()
    const newsroom = emptyNewsroom()
    await importInto(newsroom, `${base}/feed/`)
    expect(articleAt(newsroom, '2015/03/harbour.md')).toBe(`---
title: "The harbour & its ferries"
date: 2015-03-02T09:00:00+01:00
summary: Ferries sail again.
topics: [Ports, "Ferries & quays"]
authors: [Example Author, Second Author]
image:
  src: harbour/quay.png
  alt: The quay
  caption: The quay in May
attachments:
  - src: harbour/timetable.pdf
    title: timetable.pdf
id: "123 at https://harbour.example.org"
---

The harbour has reopened; see [the dredging](/2015/02/dredging/#depth) and [others](https://elsewhere.example.net/).

![The ferry](harbour/ferry.png)
`)
  })

  test('a main image that cannot be had stays where the text shows it', async () => {
    const { base } = await serveOldSite({
      '/feed/':
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Old</title><link>{{base}}</link><item><title>A</title><link>{{base}}/a/</link><pubDate>Mon, 02 Mar 2015 09:00:00 GMT</pubDate><media:content medium="image" url="{{base}}/gone.png"/><description>&lt;p>&lt;img src="{{base}}/gone.png" alt="The quay">&lt;/p>&lt;p>Text.&lt;/p></description></item></channel></rss>',
    })
    const newsroom = emptyNewsroom()
    const result = await importInto(newsroom, `${base}/feed/`)
    expect(articleAt(newsroom, 'a.md').split('---\n')[2]).toBe(`\n![The quay](${base}/gone.png)\n\nText.\n`)
    expect(lossesOf(result)).toContain(`item 1: the main image ${base}/gone.png could not be brought here`)
  })

  test('old addresses lead to the stories; what has a question mark cannot, and is named with all else', async () => {
    const { base } = await rssSite()
    const newsroom = emptyNewsroom()
    const result = await importInto(newsroom, `${base}/feed/`)
    await newsroom.publish()
    const { address } = await serve(newsroom.paths.out)
    expect((await ask(address, '/2015/03/harbour/')).status).toBe(200)
    expect((await ask(address, '/2015/02/dredging.html')).headers.get('location')).toBe('/2015/02/dredging/')
    expect(lossesOf(result)).toEqual([
      'item 1: <georss:point> has no place in an article',
      'item 1: an invisible image, as trackers have them',
      `item 2: no redirect: ${base}/?p=122 has a question mark, by which no page can be told here`,
    ])
    expect(result.feeds).toEqual([{ address: `${base}/feed/`, format: 'rss' }])
  })

  test('a second import of the same feed changes nothing, and fetches no file again', async () => {
    const { base, asked } = await rssSite()
    const newsroom = emptyNewsroom()
    await importInto(newsroom, `${base}/feed/`)
    const before = newsroom.sources()
    const fetched = asked.filter(path => path.startsWith('/images/')).length
    const again = await importInto(newsroom, `${base}/feed/`)
    expect(differingPaths(before, newsroom.sources())).toEqual([])
    expect([again.written, again.present.map(({ path }) => path)]).toEqual([
      [],
      ['2015/03/harbour.md', '2015/storm-warning-⛈️-🎉.md', '2015/02/dredging.md'],
    ])
    expect(asked.filter(path => path.startsWith('/images/'))).toHaveLength(fetched)
  })

  test('what an author made of an imported story stays, renamed, edited or broken', async () => {
    const { base } = await rssSite()
    const newsroom = emptyNewsroom()
    await importInto(newsroom, `${base}/feed/`)
    newsroom.rename('2015/03/harbour.md', 'harbour-again.md')
    newsroom.write({
      '2015/02/dredging.md': articleAt(newsroom, '2015/02/dredging.md').replace('title:', 'titel:'),
    })
    const before = newsroom.sources()
    const again = await importInto(newsroom, `${base}/feed/`)
    expect(again.written).toEqual([])
    expect(differingPaths(before, newsroom.sources())).toEqual([])
  })

  test('another story’s file at its place is left alone: it goes beside it', async () => {
    const { base } = await rssSite()
    const newsroom = emptyNewsroom()
    newsroom.write({ '2015/03/harbour.md': '---\ntitle: Mine\ndate: 2015-03-03\n---\n\nMine.\n' })
    const result = await importInto(newsroom, `${base}/feed/`)
    expect(articleAt(newsroom, '2015/03/harbour.md')).toContain('Mine.')
    expect(articleAt(newsroom, '2015/03/harbour-2.md')).toContain('id: "123 at https://harbour.example.org"')
    expect(lossesOf(result)).toContain('item 1: no redirect: /2015/03/harbour/ belongs to another story')
  })

  test('a dry run says the same and writes nothing', async () => {
    const { base, asked } = await rssSite()
    const newsroom = emptyNewsroom()
    const result = await importInto(newsroom, `${base}/feed/`, { dryRun: true })
    expect([...newsroom.sources().keys()]).toEqual(['site.yaml'])
    expect([result.written.map(({ path }) => path), result.files]).toEqual([
      ['2015/03/harbour.md', '2015/storm-warning-⛈️-🎉.md', '2015/02/dredging.md'],
      3,
    ])
    expect(asked).toEqual(['/feed/', '/feed/older.rss'])
  })
})

describe('import: an Atom feed', () => {
  test('is read with its base, its XHTML and its next page, and published under its own ids', async () => {
    const { base } = await atomSite()
    const newsroom = emptyNewsroom()
    const result = await importInto(newsroom, `${base}/atom.xml`)
    expect(lossesOf(result)).toEqual([])
    const { diagnostics } = await newsroom.publish()
    expect(shown(diagnostics)).toEqual([])
    const expected = [
      {
        id: 'tag:harbour.example.org,2015:123',
        title: 'The harbour reopens',
        published: '2015-03-02T08:00:00.250Z',
        authors: ['Harbour Desk'],
        categories: ['Ports'],
      },
      {
        id: 'urn:uuid:6f8f7c5e-0d1b-4d56-9e4b-1a1a1a1a1a1a',
        title: 'Le port rouvre',
        published: '2015-03-01T18:00:00.000Z',
        authors: ['Second Author'],
        categories: [],
      },
    ]
    expect(publishedItems(newsroom).json).toEqual(expected)
    expect(publishedItems(newsroom).atom).toEqual(expected)
    expect(articleAt(newsroom, '2015/harbour.md')).toContain(`updated: 2015-03-05T10:00:00Z
summary: Ferries sail again.
topics: [Ports]
authors: [Harbour Desk]
attachments:
  - src: harbour/timetable.pdf
    title: The timetable
id: "tag:harbour.example.org,2015:123"
---

It **has** reopened.

![The quay](harbour/quay.png)
`)
    expect(articleAt(newsroom, '2015/port.fr.md')).toContain('Le port a rouvert & les bacs repartent.\n')
    expect(newsroom.out().has('fr/2015/port/index.html')).toBe(true)
  })
})

describe('import: a JSON Feed', () => {
  test('is read back to its last page, with ids that are numbers and items without a title', async () => {
    const { base } = await jsonSite()
    const newsroom = emptyNewsroom()
    const result = await importInto(newsroom, `${base}/feed.json`)
    expect(lossesOf(result)).toEqual([
      'item 1: no redirect: /notes/Harbour/ differs from its new address in capital letters alone',
      'item 1: it has no title: its first words stand for one',
      'item 2: no redirect: /archive/storm/ is an address that Courant makes itself',
    ])
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(publishedItems(newsroom).json.map(({ id, title, authors }) => [id, title, authors])).toEqual([
      ['123', 'The harbour has reopened, and everybody who waited for it is glad that the…', ['Harbour Desk']],
      ['122', 'Storm warning', ['Second Author']],
      ['121', 'Dredging begins', []],
    ])
    expect(articleAt(newsroom, 'storm.md')).toContain('canonical: "https://weather.example.net/storm"\n')
    expect(articleAt(newsroom, 'storm.md')).toContain('Stay ashore.\n\nWait for \\<word>.\n')
  })
})

describe('import: a feed of Courant itself', () => {
  test.each(['feed.rss', 'feed.atom', 'feed.json'])('%s, imported and published again, has the same items', async file => {
    const first = newsroomFrom(fixture('everything'))
    await first.publish()
    const folder = temporaryFolder()
    writeFiles(folder, { [file]: first.read(file) })
    const second = emptyNewsroom('https://harbour.example.org')
    await importInto(second, `${folder}/${file}`)
    await second.publish()
    const ids = (items: readonly { readonly id: string | undefined; readonly published: string | undefined }[]) =>
      items.map(({ id, published }) => `${id} ${published}`).sort()
    expect(ids(publishedItems(second).json)).toEqual(ids(publishedItems(first).json))
  })
})
