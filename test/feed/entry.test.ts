import { describe, expect, test } from 'vitest'
import { ITEM_BYTES } from '../../src/feed/feed-limits.ts'
import { newsFeed, writeFeed } from '../../src/feed/news-feed.ts'
import { FORMATS } from '../../src/model/edition.ts'
import { documentOf, entryOf, image, plainStory, site, story } from './newsroom.ts'

describe('renderEntry', () => {
  test('is plain data: passes from a worker unchanged', () => {
    const entry = entryOf(story, { image })
    expect(structuredClone(entry)).toEqual(entry)
  })

  test('updated is the noted update, else the date', () => {
    const updated = { at: Date.UTC(2015, 6, 1), dateOnly: true }
    const of = (note: string | undefined) => entryOf({ ...story, updated: { date: updated, note } }).updated
    expect(of('More')).toBe(updated.at)
    expect(of(undefined)).toBe(story.date.at)
  })

  test('a story over the size carries its summary and a link, and all that precedes the body, in every format', () => {
    const large = { ...story, summary: 'In short.' }
    const entry = entryOf(large, { body: `<p>${'long '.repeat(110_000)}</p>`, image })
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
    const fits = (text: string) => entryOf(plainStory(1), { body: text }).json.includes(text)
    expect(fits('x'.repeat(ITEM_BYTES - 2_000))).toBe(true)
    expect(fits('Қ'.repeat(ITEM_BYTES - 2_000))).toBe(false)
    // Written as \" in JSON: twice the size there, and nowhere else.
    const quotes = entryOf(plainStory(1), { body: '"'.repeat(ITEM_BYTES - 2_000) })
    expect(quotes.rss).not.toContain('"""')
  })

  test('the largest story that is whole finds room in its feed', () => {
    const article = plainStory(1)
    const sizesWith = (text: string) => {
      const entry = entryOf(article, { body: text })
      return { entry, largest: Math.max(...FORMATS.map(format => Buffer.byteLength(entry[format]))) }
    }
    const { entry, largest } = sizesWith('x'.repeat(ITEM_BYTES - sizesWith('x').largest + 1))
    expect(largest).toBe(ITEM_BYTES)
    const feed = newsFeed(documentOf([article]), { entries: [entry], site })
    expect(writeFeed(feed, 'rss')).toContain('xxxx')
  })

  test('a story without a body carries its summary and a link, a withdrawn one its notice alone', () => {
    const content = (fields: Parameters<typeof plainStory>[1]) =>
      JSON.parse(entryOf(plainStory(1, fields), { body: '' }).json).content_html
    expect(content({})).toBe(
      '<p>What happened in story 1.</p>\n<p><a href="https://news.example.org/press/plain/1/">Plain story 1</a></p>',
    )
    const withdrawn = { date: { at: Date.UTC(2016, 5, 1), dateOnly: true }, reason: 'In error.', replacement: undefined }
    expect(content({ withdrawn })).not.toContain('href')
    expect(content({ withdrawn })).toContain('In error.')
  })
})
