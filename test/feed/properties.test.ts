import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entryIri } from '../../src/feed/entry-iri.ts'
import { newsFeed, writeFeed } from '../../src/feed/news-feed.ts'
import type { Article } from '../../src/model/article.ts'
import type { Channel, FeedFormat } from '../../src/model/edition.ts'
import type { Site } from '../../src/model/site.ts'
import { clean, cleanLine } from '../../src/xml/write-xml.ts'
import { channelOf, entryOf, image, plainStory, site } from './newsroom.ts'
import { attributesOf, canonicalXml, textsOf } from './read-xml.ts'

/** Any string that JavaScript can hold, and those that break feeds. */
const anyString = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map(codes => String.fromCharCode(...codes)),
  fc.constantFrom(
    ']]>',
    ']]>]]>',
    '<![CDATA[',
    '&',
    '&amp;',
    '&#0;',
    '<',
    '\u0000',
    '\ud800',
    '\udc00\ud800',
    '\ufffe',
    '\ufdd0',
    '\r\n',
    '"\'',
    '--><!--',
  ),
)

/** A newsroom in which every text is any string: twenty stories to a run, so that one XML parse checks them all. */
const anyNewsroom = fc.record({
  channel: fc.array(anyString, { minLength: 6, maxLength: 6 }),
  stories: fc.array(fc.array(anyString, { minLength: 14, maxLength: 14 }), { minLength: 1, maxLength: 20 }),
})

interface Newsroom {
  readonly site: Site
  readonly channel: Channel
  readonly stories: readonly Article[]
  readonly bodies: readonly string[]
}

function newsroomOf({
  channel,
  stories,
}: {
  readonly channel: readonly string[]
  readonly stories: readonly (readonly string[])[]
}): Newsroom {
  const [title = '', description = '', rights = '', publisher = '', url = '', alt = ''] = channel
  const articles = stories.map(storyOf)
  return {
    site: {
      ...site,
      rights,
      publisher: { name: publisher, url },
      email: url,
      image: { path: '/logo.png', alt, width: 1, height: 1 },
    },
    channel: channelOf(articles, { title, description }),
    stories: articles,
    bodies: stories.map(texts => texts[13] ?? ''),
  }
}

function storyOf(texts: readonly string[], index: number): Article {
  const [
    title = '',
    summary = '',
    name = '',
    email = '',
    url = '',
    label = '',
    slug = '',
    dateline,
    disclaimer,
    note,
    alt = '',
    credit,
    caption,
  ] = texts
  return plainStory(index, {
    id: `tag:example.org,2026:${index}${title}`,
    title,
    summary,
    authors: [{ slug: 'a', name, type: 'person', email, url }],
    // A slug becomes part of an address, which takes any text but lone surrogates.
    topics: [{ slug: slug.toWellFormed(), title: label }],
    dateline,
    disclaimer: disclaimer === undefined ? undefined : { text: disclaimer, lang: 'ar' },
    updated: { date: { at: 0, dateOnly: true }, note },
    image: { path: 'a.jpg', alt, credit, caption },
    canonical: url,
  })
}

function write({ site: at, channel, stories, bodies }: Newsroom, format: FeedFormat): string {
  const entries = stories.map((article, index) => entryOf(article, { body: bodies[index] || '-', image, site: at }))
  return writeFeed(newsFeed({ channel, archive: undefined, previous: undefined }, { entries, site: at }), format)
}

/** Before the content's own marks can be confused with it: the body stands last. */
const endsWith = (content: string | undefined, body: string) => content?.endsWith(clean(body)) === true

test('RSS: any string in any field gives well-formed XML that reads back equal once cleaned', async () => {
  await fc.assert(
    fc.asyncProperty(anyNewsroom, async given => {
      const newsroom = newsroomOf(given)
      const canonical = await canonicalXml(write(newsroom, 'rss'))
      const titles = newsroom.stories.map(article => cleanLine(article.title))
      const channelTitle = cleanLine(newsroom.channel.title)
      expect(textsOf(canonical, 'title')).toEqual([channelTitle, channelTitle, ...titles])
      expect(textsOf(canonical, 'guid')).toEqual(newsroom.stories.map(article => clean(article.id)))
      expect(textsOf(canonical, 'category')).toEqual(newsroom.stories.map(article => cleanLine(article.topics[0]?.title ?? '')))
      const contents = textsOf(canonical, 'content:encoded')
      expect(newsroom.bodies.every((body, index) => endsWith(contents[index], body))).toBe(true)
    }),
    { numRuns: 25 },
  )
})

test('Atom: any string in any field gives well-formed XML that reads back equal once cleaned', async () => {
  await fc.assert(
    fc.asyncProperty(anyNewsroom, async given => {
      const newsroom = newsroomOf(given)
      const canonical = await canonicalXml(write(newsroom, 'atom'))
      const titles = newsroom.stories.map(article => cleanLine(article.title))
      expect(textsOf(canonical, 'title')).toEqual([cleanLine(newsroom.channel.title), ...titles])
      expect(textsOf(canonical, 'id').slice(1)).toEqual(newsroom.stories.map(article => entryIri(clean(article.id), site)))
      const topics = newsroom.stories.map(article => article.topics[0])
      expect(attributesOf(canonical, 'category', 'label')).toEqual(topics.map(topic => cleanLine(topic?.title ?? '')))
      expect(attributesOf(canonical, 'category', 'term')).toEqual(topics.map(topic => clean(topic?.slug ?? '')))
      const contents = textsOf(canonical, 'content')
      expect(newsroom.bodies.every((body, index) => endsWith(contents[index], body))).toBe(true)
    }),
    { numRuns: 25 },
  )
})

test('JSON Feed: any string in any field gives JSON that reads back equal once cleaned, no item lost', () => {
  fc.assert(
    fc.property(anyNewsroom, given => {
      const newsroom = newsroomOf(given)
      const { items } = JSON.parse(write(newsroom, 'json'))
      expect(items.map((item: { title: string }) => item.title)).toEqual(
        newsroom.stories.map(article => cleanLine(article.title)),
      )
      expect(items.map((item: { id: string }) => item.id)).toEqual(newsroom.stories.map(article => clean(article.id)))
    }),
    { numRuns: 50 },
  )
})

test('Every format: writing again gives the same bytes', () => {
  fc.assert(
    fc.property(anyNewsroom, fc.constantFrom<FeedFormat>('rss', 'atom', 'json'), (given, format) => {
      expect(write(newsroomOf(given), format)).toBe(write(newsroomOf(given), format))
    }),
    { numRuns: 30 },
  )
})
