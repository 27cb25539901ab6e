import { expect, test } from 'vitest'
import type { Story } from '../../src/feed/item-facts.ts'
import { newsFeed } from '../../src/feed/news-feed.ts'
import type { Article } from '../../src/model/article.ts'
import { documentOf, entryOf, image, plainStory, site, story } from './newsroom.ts'

const XML = ['rss', 'atom'] as const
const withdrawn = { date: { at: Date.UTC(2015, 8, 1), dateOnly: false }, reason: 'In error & "late".', replacement: undefined }
const LICENSE = 'https://creativecommons.org/licenses/by/4.0/'
const licensed = { ...site, rights: `© Example Newsroom. Free to reuse under CC BY 4.0 (${LICENSE}).` }

const extensionOf = (fields: Partial<Article>, given: Partial<Story> = {}) =>
  JSON.parse(entryOf({ ...story, ...fields }, given).json)._courant

test('an item that changed says so in dcterms:modified, and one that did not has none', () => {
  expect(entryOf(story).rss).toContain('<dcterms:modified>2015-06-12T22:00:00Z</dcterms:modified>')
  expect(entryOf(plainStory(1)).rss).not.toContain('dcterms:modified')
})

test('a withdrawn story is valid until it was withdrawn, says so in its title, and has no media:status, which validators do not know', () => {
  for (const format of XML) {
    const item = entryOf({ ...story, withdrawn }, { image })[format]
    expect(item).toMatch(/<title[^>]*>Withdrawn: /)
    expect(item).not.toContain('media:status')
    expect(item).toContain(
      '<dcterms:valid>start=2015-06-10T10:00:00Z; end=2015-09-01T00:00:00Z; scheme=W3C-DTF</dcterms:valid>',
    )
    expect(entryOf(story)[format]).not.toContain('dcterms:valid')
  }
})

test('a story that expires says until when it is valid, in every format', () => {
  const expires = Date.UTC(2016, 0, 1)
  for (const format of XML)
    expect(entryOf({ ...story, expires })[format]).toContain('end=2016-01-01T00:00:00Z; scheme=W3C-DTF</dcterms:valid>')
  expect(extensionOf({ expires })).toMatchObject({ expires: '2016-01-01T00:00:00Z' })
  expect(entryOf({ ...story, expires, withdrawn }).atom).toContain('end=2015-09-01T00:00:00Z;')
})

test('a story in several languages names the page of each, its own first and last', () => {
  const translations = [
    { lang: 'en', permalink: '/2015/kazakhstan/' },
    { lang: 'fr', permalink: '/fr/2015/kazakhstan/' },
  ] as const
  const entry = entryOf(story, { translations })
  const at = 'https://news.example.org/press'
  expect(entry.atom.match(/<link rel="alternate"[^>]*>/g)).toEqual([
    `<link rel="alternate" type="text/html" href="${at}/2015/kazakhstan/"/>`,
    `<link rel="alternate" type="text/html" hreflang="fr" href="${at}/fr/2015/kazakhstan/"/>`,
    `<link rel="alternate" type="text/html" hreflang="en" href="${at}/2015/kazakhstan/"/>`,
  ])
  expect(entry.rss.match(/<atom:link rel="alternate"[^>]*hreflang="(..)"/g)).toHaveLength(2)
  expect(extensionOf({}, { translations }).translations).toEqual([
    { language: 'fr', url: `${at}/fr/2015/kazakhstan/` },
    { language: 'en', url: `${at}/2015/kazakhstan/` },
  ])
  expect(entryOf(story).atom).not.toContain('hreflang')
})

test('rights that name an address name the licence, in items and channels', () => {
  const { rss, atom } = entryOf(story, { site: licensed })
  const feed = newsFeed(documentOf([]), { entries: [], site: licensed })
  for (const text of [rss, feed.rss2()]) {
    expect(text).toContain(`<creativeCommons:license>${LICENSE}</creativeCommons:license>`)
    expect(text).toContain(`<atom:link rel="license" href="${LICENSE}"/>`)
  }
  for (const text of [atom, feed.atom1()]) expect(text).toContain(`<link rel="license" href="${LICENSE}"/>`)
  expect(extensionOf({}, { site: licensed }).license).toBe(LICENSE)
  expect(JSON.parse(feed.json1())._courant.license).toBe(LICENSE)
  expect(entryOf(story).rss).not.toMatch(/rel="license"|creativeCommons:license/)
})

test('media:thumbnail is the narrowest form of 400 pixels or more, or the image itself', () => {
  for (const format of XML) {
    expect(entryOf(story, { image })[format]).toContain(
      '<media:thumbnail url="https://news.example.org/press/2015/kazakhstan.jpg" width="1200" height="800"/>',
    )
    expect(entryOf(story, { image: { ...image, widths: [480, 800, 1200] } })[format]).toContain(
      '<media:thumbnail url="https://news.example.org/press/2015/kazakhstan.jpg.480w.webp" width="480" height="320"/>',
    )
    expect(entryOf(story)[format]).not.toContain('media:thumbnail')
  }
})

test('an RSS channel says when its newest story came out, and for how long a reader may go by it', () => {
  const stories = [plainStory(1, { date: { at: Date.UTC(2016, 1, 3, 9), dateOnly: false } }), story]
  const entries = stories.map(article => entryOf(article))
  const rss = newsFeed(documentOf(stories), { entries, site }).rss2()
  expect(rss).toContain('\n    <pubDate>Wed, 03 Feb 2016 09:00:00 GMT</pubDate>\n')
  expect(rss).toContain('<ttl>15</ttl>')
  const empty = newsFeed(documentOf([], { archive: '2016-02' }), { entries: [], site }).rss2()
  expect(empty).not.toMatch(/<pubDate>|<ttl>/)
})
