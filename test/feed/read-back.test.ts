import { parseFeed } from '@rowanmanning/feed-parser'
import { parseAtomFeed, parseRssFeed } from 'feedsmith'
import RssParser from 'rss-parser'
import { describe, expect, test } from 'vitest'
import { newsFeed } from '../../src/feed/news-feed.ts'
import { xmlWithFeedparser } from '../readers/read-with-feedparser.ts'
import { documentOf, entryOf, plainStory, site } from './newsroom.ts'

/** Titles that feeds on the web get wrong. */
const HARD = [
  'if a < b then c',
  'AT&T',
  '<b>',
  '&amp;',
  '“é” Қ 🎉',
  ']]> twice ]]>',
  'it\'s "quoted"',
  '<![CDATA[x]]>',
  '&#x26;lt;',
]

const stories = HARD.map((title, index) => plainStory(index, { title, summary: title }))
const entries = stories.map(article => entryOf(article, { body: '<p>a]]>b</p>' }))
const feed = newsFeed(documentOf(stories, { title: 'AT&T <b> & “é”' }), { entries, site })

describe('titles read back exactly', () => {
  test('feedsmith, RSS', () => {
    const read = parseRssFeed(feed.rss2())
    expect(read.title).toBe('AT&T <b> & “é”')
    expect(read.items?.map(item => item.title)).toEqual(HARD)
    expect(read.items?.map(item => item.content?.encoded)).toEqual(HARD.map(() => '<p>a]]>b</p>'))
  })

  test('feedsmith, Atom', () => {
    const read = parseAtomFeed(feed.atom1())
    expect(read.title?.value).toBe('AT&T <b> & “é”')
    expect(read.entries?.map(entry => entry.title?.value)).toEqual(HARD)
    expect(read.entries?.map(entry => entry.summary?.value)).toEqual(HARD)
  })

  test('rss-parser, RSS and Atom', async () => {
    const parser = new RssParser()
    for (const xml of [feed.rss2(), feed.atom1()]) {
      expect((await parser.parseString(xml)).items.map(item => item.title)).toEqual(HARD)
    }
  })

  test('feedparser, RSS and Atom', async () => {
    for (const xml of [feed.rss2(), feed.atom1()]) {
      const read = await xmlWithFeedparser(xml)
      expect(read.map(({ title }) => title)).toEqual(HARD)
      expect(read.map(({ contentHtml }) => contentHtml)).toEqual(HARD.map(() => '<p>a]]>b</p>'))
    }
  })

  test('feed-parser, RSS and Atom, but for one that it unescapes twice', () => {
    const plain = HARD.filter(title => !title.startsWith('&'))
    for (const xml of [feed.rss2(), feed.atom1()]) {
      const read = parseFeed(xml).items.map(item => item.title)
      expect(read.filter((_, index) => !HARD[index]?.startsWith('&'))).toEqual(plain)
    }
  })

  test("rss-parser: a summary's words survive, though the description is shown as HTML", async () => {
    const read = await new RssParser().parseString(feed.rss2())
    expect(read.items.map(item => item.contentSnippet)).toEqual(HARD)
  })
})
