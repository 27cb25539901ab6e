import { Feed } from 'feed'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { expect, test } from 'vitest'
import { newsFeed } from '../../src/feed/news-feed.ts'
import { documentOf, entryOf, plainStory, site } from './newsroom.ts'

/** Stories so simple that the package's own writers get them right: the two must then say the same. */
const stories = Array.from({ length: 3 }, (_, index) =>
  plainStory(index, {
    // The package passes an Atom id through the URL parser.
    id: `https://news.example.org/ids/${index}`,
    updated: { date: { at: Date.UTC(2016, 1, 1 + index), dateOnly: true }, note: 'More.' },
  }),
)
const entries = stories.map(article => entryOf(article, { body: '<p>Body</p>' }))
const feed = newsFeed(documentOf(stories), { entries, site })

test("NewsFeed.rss2: says the same as the package's writer", () => {
  const said = (xml: string) => {
    const { title, link, description, language, copyright, lastBuildDate, items } = parseRssFeed(xml)
    const shown = items?.map(item => [item.title, item.link, item.guid?.value, item.pubDate, item.description])
    return { title, link, description, language, copyright, lastBuildDate, shown }
  }
  expect(said(feed.rss2()).shown).toHaveLength(3)
  expect(said(feed.rss2())).toEqual(said(Feed.prototype.rss2.call(feed)))
})

test("NewsFeed.atom1: says the same as the package's writer", () => {
  const at = (date: string | undefined) => Date.parse(date ?? '')
  const said = (xml: string) => {
    const { id, title, updated, authors, entries: items } = parseAtomFeed(xml)
    const shown = items?.map(entry => [
      entry.id,
      entry.title?.value,
      entry.links?.[0]?.href,
      at(entry.published),
      at(entry.updated),
      entry.summary?.value,
    ])
    return { id, title: title?.value, updated: at(updated), authors, shown }
  }
  expect(said(feed.atom1()).shown).toHaveLength(3)
  expect(said(feed.atom1())).toEqual(said(Feed.prototype.atom1.call(feed)))
})

test("NewsFeed.json1: says the same as the package's writer", () => {
  const said = (json: string) => {
    const { title, home_page_url, feed_url, description, items } = parseJsonFeed(json)
    const shown = items?.map(item => [
      item.id,
      item.url,
      item.title,
      Date.parse(item.date_published ?? ''),
      Date.parse(item.date_modified ?? ''),
    ])
    return { title, home_page_url, feed_url, description, shown }
  }
  expect(said(feed.json1()).shown).toHaveLength(3)
  expect(said(feed.json1())).toEqual(said(Feed.prototype.json1.call(feed)))
})
