import { type Entry, renderEntry } from '../../src/feed/entry.ts'
import type { Story } from '../../src/feed/item-facts.ts'
import type { Article } from '../../src/model/article.ts'
import type { PublishedFile } from '../../src/model/body.ts'
import type { Channel, FeedDocument } from '../../src/model/edition.ts'
import type { PublishedAttachment } from '../../src/model/page.ts'
import type { Site } from '../../src/model/site.ts'
import { PLAIN_SITE } from '../support/plain-site.ts'

/** A small newsroom in plain values, for tests of the feed writers. */
export const site: Site = {
  ...PLAIN_SITE,
  title: 'Accession News',
  description: 'News of a trade organisation & its members',
  basePath: '/press',
  timezone: 'Europe/Zurich',
  lang: 'en-GB',
  rights: '© 2026 Accession News. Free to reuse with credit.',
  publisher: { name: 'Example Press Office', url: 'https://example.org/' },
  email: 'newsroom@example.org',
  image: { path: '/logo.png', alt: 'A compass rose', width: 144, height: 72 },
}

/** The model story with every field that a feed shows. */
export const story: Article = {
  kind: 'article',
  path: '2015/kazakhstan.md',
  id: 'tag:news.example.org,2026:2015/kazakhstan',
  story: '2015/kazakhstan',
  lang: 'en',
  permalink: '/2015/kazakhstan/',
  aliases: [],
  title: 'Kazakhstan concludes its WTO accession negotiations',
  summary: 'Members welcomed the end of “one of the most challenging negotiations” in 20 years.',
  date: { at: Date.UTC(2015, 5, 10, 10), dateOnly: false },
  updated: { date: { at: Date.UTC(2015, 5, 12, 22), dateOnly: true }, note: 'Gives the date of formal adoption.' },
  section: 'News',
  topics: [
    { slug: 'accessions', title: 'Accessions' },
    { slug: 'қазақстан', title: 'Қазақстан & trade' },
  ],
  authors: [
    { slug: 'press-office', name: 'Press Office', type: 'person', email: 'desk@example.org', url: 'https://example.org/desk' },
    { slug: 'secretariat', name: 'Secretariat', type: 'person', email: undefined, url: undefined },
  ],
  dateline: 'Geneva, 10 June 2015',
  disclaimer: { text: 'This news story is designed to help the public understand developments.', lang: 'en' },
  image: { path: '2015/kazakhstan.jpg', alt: 'Two delegates shake hands', credit: '© WTO', caption: 'The closing session' },
  attachments: [],
  boilerplate: undefined,
  notes: [],
  contact: undefined,
  corrections: [],
  withdrawn: undefined,
  canonical: 'https://www.wto.org/english/news_e/news15_e/acc_kaz_10jun15_e.htm',
  lead: false,
  draft: false,
  expires: undefined,
  together: false,
  languages: undefined,
  source: { hash: '0'.repeat(64), facts: '', bodyLine: 12 },
}

export const body =
  '<p>The draft <a href="https://news.example.org/press/about/">package</a> &amp; its parts:</p>\n<ul><li>one</li></ul>'

export const image: PublishedFile = {
  path: '/2015/kazakhstan.jpg',
  type: 'image/jpeg',
  lengthBytes: 48_213,
  width: 1200,
  height: 800,
}

/** A story with the least that one must have. */
export function plainStory(number: number, fields: Partial<Article> = {}): Article {
  return {
    ...story,
    id: `tag:news.example.org,2026:plain/${number}`,
    permalink: `/plain/${number}/`,
    title: `Plain story ${number}`,
    summary: `What happened in story ${number}.`,
    date: { at: Date.UTC(2016, 0, 1) - number * 3_600_000, dateOnly: false },
    updated: undefined,
    topics: [],
    authors: [],
    dateline: undefined,
    disclaimer: undefined,
    image: undefined,
    canonical: undefined,
    ...fields,
  }
}

/** A file to take away, as it is published. */
export function attachment(path: `/${string}`, type: string): PublishedAttachment {
  return { title: `The file ${path}`, file: { path, type, lengthBytes: 1_234_567, width: undefined, height: undefined } }
}

/** The entry of a story without picture and files, but for what is given. */
export function entryOf(article: Article, given: Partial<Story> = {}): Entry {
  return renderEntry({ article, body, image: undefined, attachments: [], site, ...given })
}

/** The site's own channel, or another, of these stories, newest first. */
export function channelOf(stories: readonly Article[], fields: Partial<Channel> = {}): Channel {
  return {
    kind: 'site',
    path: '/',
    page: fields.path ?? '/',
    lang: site.lang,
    title: site.title,
    description: site.description,
    stories,
    tombstones: [],
    ...fields,
  }
}

/** The document that subscribers poll, or an archive, of the site's own channel or another. */
export function documentOf(
  stories: readonly Article[],
  { archive, previous, next, ...fields }: Partial<Channel> & Partial<Pick<FeedDocument, 'archive' | 'previous' | 'next'>> = {},
): FeedDocument {
  return { channel: channelOf(stories, fields), archive, previous, next }
}
