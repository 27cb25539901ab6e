import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { urlOf } from '../../src/model/address.ts'
import type { Article } from '../../src/model/article.ts'
import { canonicalXml, textsOf } from '../feed/read-xml.ts'
import { DEMONSTRATION, fixture, newsroomFrom } from '../support/newsroom.ts'

/** What one place says of a story. Undefined where that place does not say it of any. */
interface Facts {
  readonly title?: string
  readonly published?: number
  readonly changed?: number
  readonly authors?: readonly string[]
  readonly language?: string
  readonly corrections?: readonly string[]
}

test.each([
  ['everything', fixture('everything')],
  ['the demonstration', DEMONSTRATION],
])('publish: of %s, feeds, structured data, sitemaps and pages say the same of every story', async (_, articles) => {
  const newsroom = newsroomFrom(articles)
  const { edition, site } = await newsroom.publish()
  const out = [...newsroom.out()].map(([path, bytes]) => [path, bytes.toString('utf8')] as const)
  const items = new Map(out.filter(([path]) => path.endsWith('feed.json')).flatMap(([, text]) => itemsOf(text)))
  const sitemaps = out.filter(([path]) => path.startsWith('sitemaps/'))
  const changes = new Map((await Promise.all(sitemaps.map(([, text]) => changesIn(text)))).flat())

  const told = edition.released.filter(({ withdrawn }) => withdrawn === undefined)
  expect(told.length).toBeGreaterThan(5)
  for (const story of told) {
    const url = urlOf(site, story.permalink)
    const page = newsroom.read(`${story.permalink.slice(1)}index.html`)
    const feed = feedFacts(items.get(url) ?? {}, namesOf([site.publisher]))
    const expected = {
      ...feed,
      title: story.title,
      language: story.lang,
      corrections: story.corrections.map(({ note }) => note),
    }
    expect(feed, url).toMatchObject({ title: story.title, language: story.lang })
    expect({ ...expected, ...dataFacts(page, site.timezone) }, url).toEqual({ ...expected, ...silently(story, site.timezone) })
    expect({ ...expected, ...pageFacts(page, site.timezone) }, url).toEqual(expected)
    expect(changes.get(url), url).toBe(story.canonical === undefined ? feed.changed : undefined)
  }
})

/** An update without a note moves no item in a feed; the structured data says when it was. */
function silently({ updated }: Article, timezone: string): Facts {
  return updated && updated.note === undefined ? { changed: instantOf(new Date(updated.date.at).toISOString(), timezone) } : {}
}

type Item = Readonly<Record<string, unknown>>

/** By address; an item without a language is in the feed's. */
function itemsOf(text: string): readonly (readonly [url: string, item: Item])[] {
  const feed: { readonly items: readonly Item[]; readonly language: string } = JSON.parse(text)
  return feed.items.map(item => [String(item.url), { language: feed.language, ...item }])
}

function feedFacts(item: Item, publisher: readonly string[]): Facts {
  return {
    title: String(item.title),
    language: String(item.language),
    published: Date.parse(String(item.date_published)),
    changed: Date.parse(String(item.date_modified ?? item.date_published)),
    authors: Array.isArray(item.authors) ? namesOf(item.authors) : publisher,
  }
}

function dataFacts(page: string, timezone: string): Facts {
  const data = JSON.parse(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '')
  const corrections: readonly { readonly text: string }[] = data.correction ?? []
  return {
    title: data.headline,
    language: data.inLanguage,
    published: instantOf(data.datePublished, timezone),
    changed: instantOf(data.dateModified, timezone),
    authors: namesOf([data.author].flat()),
    corrections: corrections.map(({ text }) => text),
  }
}

function pageFacts(page: string, timezone: string): Facts {
  return {
    title: decoded(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(page)?.[1] ?? ''),
    language: /<html lang="([^"]*)"/.exec(page)?.[1] ?? '',
    published: instantOf(/article:published_time" content="([^"]*)"/.exec(page)?.[1] ?? '', timezone),
  }
}

async function changesIn(sitemap: string): Promise<readonly (readonly [url: string, changed: number])[]> {
  const xml = await canonicalXml(sitemap)
  const changed = textsOf(xml, 'lastmod')
  return changed.length === 0 ? [] : textsOf(xml, 'loc').map((url, index) => [url, Date.parse(changed[index] ?? '')])
}

/** A day alone is its midnight in the newsroom's zone. */
function instantOf(date: string, timezone: string): number {
  if (date.length > 10) return Date.parse(date)
  return Temporal.PlainDate.from(date).toZonedDateTime(timezone).epochMilliseconds
}

function decoded(text: string): string {
  return text
    .trim()
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

function namesOf(named: readonly { readonly name: string }[]): readonly string[] {
  return named.map(({ name }) => name)
}
