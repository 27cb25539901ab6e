import { Feed } from 'feed'
import { describe, expect, test } from 'vitest'
import { renderEntry } from '../../src/feed/entry.ts'
import { FEED_LIMITS } from '../../src/feed/feed-limits.ts'
import { newsFeed, writeFeed } from '../../src/feed/news-feed.ts'
import type { Article } from '../../src/model/article.ts'
import { FEED_FORMATS, type FeedFormat } from '../../src/model/edition.ts'
import { body, channelOf, image, plainStory, site, story } from './newsroom.ts'
import { attributesOf, canonicalXml, textsOf } from './read-xml.ts'

const FORMATS = Object.keys(FEED_FORMATS) as FeedFormat[]

const entryOf = (article: Article, html = body) => renderEntry({ article, body: html, image: undefined, site })

const storiesOf = (count: number) => Array.from({ length: count }, (_, index) => plainStory(index))

describe('newsFeed', () => {
  test('is a Feed that holds the channel and its items', () => {
    const feed = newsFeed(channelOf([story]), { entries: [entryOf(story)], site })
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
    const feed = newsFeed(channelOf(stories), { entries: entries.toReversed(), site })
    expect(feed.items.map(item => item.id)).toEqual(stories.map(article => article.id))
    expect(writeFeed(feed, 'rss')).toBe(writeFeed(newsFeed(channelOf(stories), { entries, site }), 'rss'))
  })

  test('a story without an entry leaves its place to the next', () => {
    const stories = storiesOf(FEED_LIMITS.items + 2)
    const entries = stories.filter((_, index) => index !== 3).map(article => entryOf(article))
    const ids = newsFeed(channelOf(stories), { entries, site }).items.map(item => item.id)
    expect(ids).toHaveLength(FEED_LIMITS.items)
    expect(ids).not.toContain(stories[3]?.id)
    expect(ids).toContain(stories[FEED_LIMITS.items]?.id)
  })

  test('at most 50 items, the newest', () => {
    const stories = storiesOf(60)
    const feed = newsFeed(channelOf(stories), { entries: stories.map(article => entryOf(article)), site })
    expect(feed.items.map(item => item.id)).toEqual(stories.slice(0, 50).map(article => article.id))
  })

  test('at most 512 KiB in every format, the same items in all, and as many as fit', () => {
    // Quotation marks take most room in JSON, non-Latin letters the same in all: the largest document decides for all.
    for (const html of ['"'.repeat(20_000), 'Қ'.repeat(15_000), 'x'.repeat(30_000)]) {
      const stories = storiesOf(50)
      const feed = newsFeed(channelOf(stories), { entries: stories.map(article => entryOf(article, html)), site })
      const sizes = FORMATS.map(format => Buffer.byteLength(writeFeed(feed, format)))
      expect(Math.max(...sizes)).toBeLessThanOrEqual(FEED_LIMITS.bytes)
      expect(Math.max(...sizes)).toBeGreaterThan(FEED_LIMITS.bytes - 45_000)
      expect(feed.items.map(item => item.id)).toEqual(stories.slice(0, feed.items.length).map(article => article.id))
    }
  })

  test('never a byte over 512 KiB, and never far below when another item would not fit', () => {
    const stories = storiesOf(FEED_LIMITS.items)
    const sized = (bytes: number) => stories.map(({ id }) => ({ id, updated: 0, rss: '', atom: '', json: 'x'.repeat(bytes) }))
    const roomy = newsFeed(channelOf(stories), { entries: sized(10_000), site })
    expect(roomy.items).toHaveLength(FEED_LIMITS.items)
    const spare = FEED_LIMITS.bytes - Buffer.byteLength(writeFeed(roomy, 'json'))
    const [first, ...rest] = sized(10_000)
    for (let extra = spare - 300; extra <= spare + 10; extra++) {
      const larger = { id: first?.id ?? '', updated: 0, rss: '', atom: '', json: 'x'.repeat(10_000 + extra) }
      const feed = newsFeed(channelOf(stories), { entries: [larger, ...rest], site })
      expect(Buffer.byteLength(writeFeed(feed, 'json'))).toBeLessThanOrEqual(FEED_LIMITS.bytes)
      if (extra === spare - 300) expect(feed.items).toHaveLength(FEED_LIMITS.items)
      if (extra > spare) expect(feed.items).toHaveLength(FEED_LIMITS.items - 1)
    }
  })

  test("its date is the newest of its own items', an older story's update included", () => {
    const note = 'Corrects a figure.'
    const stories = [
      plainStory(1),
      plainStory(2, { updated: { date: { at: Date.UTC(2016, 5, 1, 12), dateOnly: false }, note } }),
    ]
    const feed = newsFeed(channelOf(stories), { entries: stories.map(article => entryOf(article)), site })
    expect(feed.rss2()).toContain('<lastBuildDate>Wed, 01 Jun 2016 12:00:00 GMT</lastBuildDate>')
    expect(feed.atom1()).toContain('\n  <updated>2016-06-01T12:00:00Z</updated>')
  })

  test('a hub is announced in every format', () => {
    const feed = newsFeed(channelOf([]), { entries: [], site, hub: 'https://hub.example.org/' })
    expect(feed.rss2()).toContain('<atom:link rel="hub" href="https://hub.example.org/"/>')
    expect(feed.atom1()).toContain('<link rel="hub" href="https://hub.example.org/"/>')
    expect(JSON.parse(feed.json1()).hubs).toEqual([{ type: 'WebSub', url: 'https://hub.example.org/' }])
  })
})

describe('writeFeed', () => {
  const stories = [plainStory(1, { lang: 'fr', title: 'AT&T <b>' }), story]
  const entries = [entryOf(stories[0] ?? story), renderEntry({ article: story, body, image, site })]
  const general = newsFeed(channelOf(stories), { entries, site })
  const topical = newsFeed(
    channelOf([story], { kind: 'topic', path: '/topics/accessions/', lang: 'fr', title: 'Accessions' }),
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
        ...(await canonicalXml(xml)).matchAll(/(?:href|src|url|domain|scheme)="([^"]*)"|<(?:link|url|uri|logo)>([^<]*)/g),
      ]
      expect(addresses.length).toBeGreaterThan(5)
      for (const [, attribute, text] of addresses) expect(attribute ?? text).toMatch(/^https:\/\//)
    }
  })
})
