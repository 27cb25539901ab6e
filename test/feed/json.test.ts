import { describe, expect, test } from 'vitest'
import { newsFeed } from '../../src/feed/news-feed.ts'
import type { Site } from '../../src/model/site.ts'
import { attachment, body, documentOf, entryOf, image, plainStory, site, story } from './newsroom.ts'

const feed = (fields: Partial<Site> = {}) =>
  JSON.parse(newsFeed(documentOf([]), { entries: [], site: { ...site, ...fields }, hub: 'https://hub.example.org/' }).json1())

describe('json: item', () => {
  test('carries what the specification has a place for, and rights in an extension', () => {
    const item = JSON.parse(entryOf(story, { image }).json)
    expect(item).toEqual({
      id: 'tag:news.example.org,2026:2015/kazakhstan',
      url: 'https://news.example.org/press/2015/kazakhstan/',
      external_url: 'https://www.wto.org/english/news_e/news15_e/acc_kaz_10jun15_e.htm',
      title: 'Kazakhstan concludes its WTO accession negotiations',
      content_html: expect.stringContaining(body),
      summary: story.summary,
      image: 'https://news.example.org/press/2015/kazakhstan.jpg',
      date_published: '2015-06-10T10:00:00Z',
      date_modified: '2015-06-12T22:00:00Z',
      authors: [{ name: 'Press Office', url: 'https://example.org/desk' }, { name: 'Secretariat' }],
      tags: ['Accessions', 'Қазақстан & trade'],
      language: 'en',
      _courant: {
        about: 'https://news.example.org/press/assets/feed-extension.txt',
        rights: '© 2026 Accession News. Free to reuse with credit.',
      },
    })
  })

  test('every file is an attachment with its true size and type', () => {
    const attachments = [attachment('/a/report.pdf', 'application/pdf'), attachment('/a/talk.mp3', 'audio/mpeg')]
    expect(JSON.parse(entryOf(plainStory(1), { attachments }).json).attachments).toEqual(
      attachments.map(({ title, file }) => ({
        url: `https://news.example.org/press${file.path}`,
        mime_type: file.type,
        title,
        size_in_bytes: 1_234_567,
      })),
    )
  })

  test('a withdrawal edits in place, and says when in an extension', () => {
    const withdrawn = { date: { at: Date.UTC(2015, 8, 1), dateOnly: false }, reason: 'In error.', replacement: undefined }
    const item = JSON.parse(entryOf({ ...story, withdrawn }).json)
    expect(item).toMatchObject({
      id: story.id,
      title: `Withdrawn: ${story.title}`,
      date_published: '2015-06-10T10:00:00Z',
      date_modified: '2015-09-01T00:00:00Z',
      _courant: { about: 'https://news.example.org/press/assets/feed-extension.txt', withdrawn: '2015-09-01T00:00:00Z' },
    })
    expect(JSON.parse(entryOf({ ...story, withdrawn }, { site: { ...site, rights: undefined } }).json)._courant).toMatchObject({
      withdrawn: '2015-09-01T00:00:00Z',
    })
  })

  test('leaves out what a plain story does not have', () => {
    const item = JSON.parse(entryOf(plainStory(1), { site: { ...site, rights: undefined } }).json)
    expect(Object.keys(item)).toEqual(['id', 'url', 'title', 'content_html', 'summary', 'date_published', 'language'])
  })
})

describe('json: feed', () => {
  test('version first, then what is known of the channel', () => {
    expect(Object.entries(feed())).toEqual([
      ['version', 'https://jsonfeed.org/version/1.1'],
      ['title', 'Accession News'],
      ['home_page_url', 'https://news.example.org/press/'],
      ['feed_url', 'https://news.example.org/press/feed.json'],
      ['description', 'News of a trade organisation & its members'],
      ['authors', [{ name: 'Example Press Office', url: 'https://example.org/' }]],
      ['language', 'en-GB'],
      ['hubs', [{ type: 'WebSub', url: 'https://hub.example.org/' }]],
      [
        '_courant',
        {
          about: 'https://news.example.org/press/assets/feed-extension.txt',
          rights: '© 2026 Accession News. Free to reuse with credit.',
        },
      ],
      ['items', []],
    ])
  })

  test('icon and favicon are square and of a fitting size', () => {
    const roles = (width: number, height = width) => {
      const { icon, favicon } = feed({ image: { path: '/icon.png', alt: '', width, height } })
      return [icon !== undefined, favicon !== undefined]
    }
    expect(roles(512)).toEqual([true, false])
    expect(roles(180)).toEqual([true, true])
    expect(roles(64)).toEqual([false, true])
    expect(roles(32)).toEqual([false, false])
    expect(roles(512, 256)).toEqual([false, false])
  })

  test('is laid out for people, items too', () => {
    const entry = entryOf(plainStory(1))
    const text = newsFeed(documentOf([plainStory(1), plainStory(2)]), {
      entries: [entry, entryOf(plainStory(2), { image })],
      site,
    }).json1()
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`)
  })
})
