import { describe, expect, test } from 'vitest'
import { renderEntry } from '../../src/feed/entry.ts'
import { ITEM_BYTES } from '../../src/feed/feed-limits.ts'
import { newsFeed, writeFeed } from '../../src/feed/news-feed.ts'
import { FEED_FORMATS, type FeedFormat } from '../../src/model/edition.ts'
import { body, channelOf, image, plainStory, site, story } from './newsroom.ts'

const FORMATS = Object.keys(FEED_FORMATS) as FeedFormat[]

describe('renderEntry', () => {
  test('is plain data: passes from a worker unchanged', () => {
    const entry = renderEntry({ article: story, body, image, site })
    expect(structuredClone(entry)).toEqual(entry)
  })

  test('updated is the noted update, else the date', () => {
    const updated = { at: Date.UTC(2015, 6, 1), dateOnly: true }
    const of = (note: string | undefined) =>
      renderEntry({ article: { ...story, updated: { date: updated, note } }, body, image, site }).updated
    expect(of('More')).toBe(updated.at)
    expect(of(undefined)).toBe(story.date.at)
  })

  test('a story over the size carries its summary and a link, and all that precedes the body, in every format', () => {
    const large = { ...story, summary: 'In short.' }
    const entry = renderEntry({ article: large, body: `<p>${'long '.repeat(110_000)}</p>`, image, site })
    for (const format of FORMATS) {
      expect(Buffer.byteLength(entry[format])).toBeLessThan(5_000)
      expect(entry[format]).not.toContain('long long')
      expect(entry[format]).toContain('<p>In short.</p>')
      expect(entry[format]).toContain('https://news.example.org/press/2015/kazakhstan/')
      expect(entry[format]).toContain('This news story is designed to help the public understand developments.')
      expect(entry[format]).toContain('Gives the date of formal adoption.')
    }
  })

  test('the size that counts is that of the rendered item, in bytes and in the largest format', () => {
    const fits = (text: string) =>
      renderEntry({ article: plainStory(1), body: text, image: undefined, site }).json.includes(text)
    expect(fits('x'.repeat(ITEM_BYTES - 2_000))).toBe(true)
    expect(fits('Қ'.repeat(ITEM_BYTES - 2_000))).toBe(false)
    // Written as \" in JSON: twice the size there, and nowhere else.
    const quotes = renderEntry({ article: plainStory(1), body: '"'.repeat(ITEM_BYTES - 2_000), image: undefined, site })
    expect(quotes.rss).not.toContain('"""')
  })

  test('the largest story that is whole finds room in its feed', () => {
    const article = plainStory(1)
    const sizesWith = (text: string) => {
      const entry = renderEntry({ article, body: text, image: undefined, site })
      return { entry, largest: Math.max(...FORMATS.map(format => Buffer.byteLength(entry[format]))) }
    }
    const { entry, largest } = sizesWith('x'.repeat(ITEM_BYTES - sizesWith('').largest))
    expect(largest).toBe(ITEM_BYTES)
    const feed = newsFeed(channelOf([article]), { entries: [entry], site })
    expect(writeFeed(feed, 'rss')).toContain('xxxx')
  })
})
