import { Feed } from 'feed'
import { describe, expect, test } from 'vitest'
import { FEED_STYLE } from '../../src/feed/feed-style.ts'
import { newsFeed, writeFeed } from '../../src/feed/news-feed.ts'
import { FORMATS } from '../../src/model/edition.ts'
import { documentOf, entryOf, image, plainStory, site, story } from './newsroom.ts'
import { attributesOf, canonicalXml, textsOf } from './read-xml.ts'

/** The links of an XML document by this name, each by its attributes. */
const linksIn = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name} ([^>]*)/>`, 'g'))].map(([, attributes = '']) =>
    Object.fromEntries([...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value])),
  )

const storiesOf = (count: number) => Array.from({ length: count }, (_, index) => plainStory(index))

describe('newsFeed', () => {
  test('is a Feed that holds the channel and its items', () => {
    const feed = newsFeed(documentOf([story]), { entries: [entryOf(story)], site })
    expect(feed).toBeInstanceOf(Feed)
    expect(feed.options).toMatchObject({ title: 'Accession News', link: 'https://news.example.org/press/', language: 'en-GB' })
    expect(feed.options.updated?.toISOString()).toBe('2015-06-12T22:00:00.000Z')
    expect(feed.items).toMatchObject([
      { id: story.id, title: story.title, link: 'https://news.example.org/press/2015/kazakhstan/' },
    ])
  })

  test("keeps the channel's order, whatever the order of the entries", () => {
    const stories = storiesOf(5)
    const entries = stories.map(article => entryOf(article))
    const feed = newsFeed(documentOf(stories), { entries: entries.toReversed(), site })
    expect(feed.items.map(item => item.id)).toEqual(stories.map(article => article.id))
    expect(writeFeed(feed, 'rss')).toBe(writeFeed(newsFeed(documentOf(stories), { entries, site }), 'rss'))
  })

  test('a story without an entry is left out, and nothing else', () => {
    const stories = storiesOf(5)
    const entries = stories.filter((_, index) => index !== 3).map(article => entryOf(article))
    const ids = newsFeed(documentOf(stories), { entries, site }).items.map(item => item.id)
    expect(ids).toEqual(entries.map(({ id }) => id))
  })

  test("its date is the newest of its own items', an older story's update included", () => {
    const note = 'Corrects a figure.'
    const stories = [
      plainStory(1),
      plainStory(2, { updated: { date: { at: Date.UTC(2016, 5, 1, 12), dateOnly: false }, note } }),
    ]
    const feed = newsFeed(documentOf(stories), { entries: stories.map(article => entryOf(article)), site })
    expect(feed.rss2()).toContain('<lastBuildDate>Wed, 01 Jun 2016 12:00:00 GMT</lastBuildDate>')
    expect(feed.atom1()).toContain('\n  <updated>2016-06-01T12:00:00Z</updated>')
  })

  test('an archive names itself and the current document, and is marked as one (RFC 5005 §4)', () => {
    const feed = newsFeed(documentOf(storiesOf(1), { archive: '2015-12', previous: '2015-11.2' }), {
      entries: storiesOf(1).map(article => entryOf(article)),
      site,
    })
    const at = 'https://news.example.org/press/'
    expect(linksIn(feed.rss2(), 'atom:link')).toEqual([
      { rel: 'self', type: 'application/rss+xml', href: `${at}archive/2015-12/feed.rss` },
      { rel: 'current', type: 'application/rss+xml', href: `${at}feed.rss` },
      { rel: 'prev-archive', type: 'application/rss+xml', href: `${at}archive/2015-11.2/feed.rss` },
    ])
    expect(linksIn(feed.atom1().split('<entry')[0] ?? '', 'link')).toEqual([
      { rel: 'self', type: 'application/atom+xml', href: `${at}archive/2015-12/feed.atom` },
      { rel: 'alternate', type: 'text/html', href: at },
      { rel: 'current', type: 'application/atom+xml', href: `${at}feed.atom` },
      { rel: 'prev-archive', type: 'application/atom+xml', href: `${at}archive/2015-11.2/feed.atom` },
    ])
    for (const xml of [feed.rss2(), feed.atom1()]) {
      expect(xml.match(/<fh:archive\/>/g)).toHaveLength(1)
      expect(xml).toContain(' xmlns:fh="http://purl.org/syndication/history/1.0"')
    }
    const { feed_url, next_url } = JSON.parse(feed.json1())
    expect([feed_url, next_url]).toEqual([`${at}archive/2015-12/feed.json`, `${at}archive/2015-11.2/feed.json`])
  })

  test('the current document leads to the newest archive and is none itself', () => {
    const feed = newsFeed(documentOf([], { path: '/topics/a/', previous: '2015-11' }), { entries: [], site })
    const at = 'https://news.example.org/press/topics/a/archive/2015-11/'
    expect(feed.rss2()).toContain(`<atom:link rel="prev-archive" type="application/rss+xml" href="${at}feed.rss"/>`)
    expect(feed.atom1()).toContain(`<link rel="prev-archive" type="application/atom+xml" href="${at}feed.atom"/>`)
    expect(JSON.parse(feed.json1()).next_url).toBe(`${at}feed.json`)
    for (const xml of [feed.rss2(), feed.atom1()]) expect(xml).not.toMatch(/rel="current"|<fh:archive/)
  })

  test('the oldest archive leads nowhere', () => {
    const feed = newsFeed(documentOf([], { archive: '2015-11' }), { entries: [], site })
    for (const text of [feed.rss2(), feed.atom1(), feed.json1()]) expect(text).not.toMatch(/prev-archive|next_url/)
  })

  test('a browser is told of the CSS that shows the document, before its root, within the site', () => {
    const feed = newsFeed(documentOf([]), { entries: [], site })
    for (const xml of [feed.rss2(), feed.atom1()]) {
      expect(xml.split('\n')[1]).toBe(`<?xml-stylesheet type="text/css" href="/press${FEED_STYLE.path}"?>`)
    }
    expect(feed.json1()).not.toContain(FEED_STYLE.path)
  })

  test('the page of a channel is its own, whatever the path of its documents', () => {
    const feed = newsFeed(documentOf([], { path: '/en/topics/a/', page: '/topics/a/' }), { entries: [], site })
    expect(feed.rss2()).toContain('<link>https://news.example.org/press/topics/a/</link>')
    expect(JSON.parse(feed.json1()).home_page_url).toBe('https://news.example.org/press/topics/a/')
  })

  test('a hub is announced in every format', () => {
    const feed = newsFeed(documentOf([]), { entries: [], site, hub: 'https://hub.example.org/' })
    expect(feed.rss2()).toContain('<atom:link rel="hub" href="https://hub.example.org/"/>')
    expect(feed.atom1()).toContain('<link rel="hub" href="https://hub.example.org/"/>')
    expect(JSON.parse(feed.json1()).hubs).toEqual([{ type: 'WebSub', url: 'https://hub.example.org/' }])
  })

  test("the own hub is announced at the site's address, and in no archive", () => {
    const feed = newsFeed(documentOf([]), { entries: [], site, hub: 'self' })
    expect(feed.atom1()).toContain('<link rel="hub" href="https://news.example.org/press/hub"/>')
    const archive = newsFeed(documentOf([], { archive: '2015-11' }), { entries: [], site, hub: 'self' })
    for (const text of [archive.rss2(), archive.atom1(), archive.json1()]) expect(text).not.toContain('hub')
  })
})

/** A feed's processing instructions speak to the browser that shows it, and no reader follows them. */
const withoutInstructions = (xml: string) => xml.replace(/<\?.*?\?>/g, '')

describe('writeFeed', () => {
  const stories = [plainStory(1, { lang: 'fr', title: 'AT&T <b>' }), story]
  const entries = [entryOf(stories[0] ?? story), entryOf(story, { image })]
  const general = newsFeed(documentOf(stories), { entries, site })
  const topical = newsFeed(
    documentOf([story], { kind: 'topic', path: '/topics/accessions/', lang: 'fr', title: 'Accessions' }),
    {
      entries,
      site,
    },
  )

  test('twice gives the same bytes and leaves the model as it was', () => {
    const before = structuredClone({ options: general.options, items: general.items })
    for (const format of FORMATS) expect(writeFeed(general, format)).toBe(writeFeed(general, format))
    expect({ options: general.options, items: general.items }).toEqual(before)
  })

  test('a story that stands in two channels is the same bytes in both', () => {
    for (const format of FORMATS) {
      const item = entries[1]?.[format] ?? ''
      expect(writeFeed(general, format)).toContain(item)
      expect(writeFeed(topical, format)).toContain(item)
    }
  })

  test('guid, Atom id and JSON id are the id, byte for byte', async () => {
    const ids = stories.map(article => article.id)
    expect(textsOf(await canonicalXml(general.rss2()), 'guid')).toEqual(ids)
    expect(textsOf(await canonicalXml(general.atom1()), 'id').slice(1)).toEqual(ids)
    expect(JSON.parse(general.json1()).items.map((item: { id: string }) => item.id)).toEqual(ids)
  })

  test('the language of the channel stands on the feed, that of a story on its entry', async () => {
    expect(attributesOf(await canonicalXml(topical.atom1()), 'entry', 'xml:lang')).toEqual(['en'])
    expect(topical.rss2()).toContain('<language>fr</language>')
    expect(JSON.parse(topical.json1()).language).toBe('fr')
  })

  test('every address is absolute', async () => {
    for (const xml of [general.rss2(), general.atom1()]) {
      const addresses = [
        ...withoutInstructions(await canonicalXml(xml)).matchAll(
          /(?:href|src|url|domain|scheme)="([^"]*)"|<(?:link|url|uri|logo)>([^<]*)/g,
        ),
      ]
      expect(addresses.length).toBeGreaterThan(5)
      for (const [, attribute, text] of addresses) expect(attribute ?? text).toMatch(/^https:\/\//)
    }
  })
})
