import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editionAt } from '../../src/edition/edition-at.ts'
import { changedPages, pagesOf } from '../../src/edition/pages-of.ts'
import type { Article } from '../../src/model/article.ts'
import type { Edition } from '../../src/model/edition.ts'
import type { ListPage, Page } from '../../src/model/page.ts'
import { editionStories } from '../../src/stories/edition-stories.ts'
import { plainStory, site as SITE } from '../feed/newsroom.ts'

const DAY = 86_400_000

/** Stories numbered from the oldest, a day apart. */
function stories(count: number, fields: (number: number) => Partial<Article> = () => ({})): readonly Article[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1
    return plainStory(number, {
      id: `s${number}`,
      path: `s${number}.md`,
      story: `s${number}`,
      permalink: `/s${number}/`,
      title: `S${number}`,
      lang: 'en',
      date: { at: number * DAY, dateOnly: true },
      ...fields(number),
    })
  })
}

function pages(articles: readonly Article[], pageSize = 3): readonly Page[] {
  const site = { ...SITE, lang: 'en', pageSize }
  const edition = editionAt({ articles, standing: [] }, { site, asOf: 1000 * DAY })
  const all = pagesOf(edition, { site, images: new Map(), stories: editionStories(edition) })
  return Array.from(all, ({ describe }) => describe())
}

function homePages(count: number): readonly ListPage[] {
  return pages(stories(count)).filter((page): page is ListPage => page.kind === 'list' && page.list.kind === 'home')
}

/** A list page as its address and its stories. */
function shown({ head, lead, stories }: ListPage): string {
  return `${head.permalink} ${[...(lead ? [lead] : []), ...stories].map(({ title }) => title).join(' ')}`
}

describe('pagesOf: lists', () => {
  test.each<[number, readonly string[]]>([
    [0, ['/ ']],
    [1, ['/ S1']],
    [3, ['/ S3 S2 S1']],
    [5, ['/ S5 S4 S3 S2 S1']],
    [6, ['/ S6 S5 S4', '/page/1970-01-01--04/ S3 S2 S1']],
    [9, ['/ S9 S8 S7 S6 S5 S4', '/page/1970-01-01--04/ S3 S2 S1']],
    [11, ['/ S11 S10 S9 S8', '/page/1970-01-05--08/ S7 S6 S5 S4', '/page/1970-01-01--04/ S3 S2 S1']],
  ])('pagesOf: %i stories are cut by the calendar', (count, expected) => {
    expect(homePages(count).map(shown)).toEqual(expected)
  })

  test('pagesOf: a newest story changes the first page, and where a part leaves it that one and the one before', () => {
    for (let count = 6; count < 60; count++) {
      const before = new Map(homePages(count).map(page => [page.head.permalink, JSON.stringify(page)]))
      const after = homePages(count + 1)
      const changed = after.filter(page => before.get(page.head.permalink) !== JSON.stringify(page))
      const came = after.filter(({ head }) => !before.has(head.permalink))
      expect(changed.length).toBeLessThanOrEqual(came.length === 0 ? 1 : 2 + came.length)
      expect(came.length).toBeLessThanOrEqual(2)
    }
  })

  test('pagesOf: pages of a list lead to each other, without an end that leads nowhere', () => {
    expect(homePages(11).map(({ head, newer, older }) => [head.permalink, newer, older])).toEqual([
      ['/', undefined, '/page/1970-01-05--08/'],
      ['/page/1970-01-05--08/', '/', '/page/1970-01-01--04/'],
      ['/page/1970-01-01--04/', '/page/1970-01-05--08/', undefined],
    ])
  })

  test('pagesOf: an older page is titled by its time, in the language of its list', () => {
    const titles = (lang: string) =>
      pages(stories(11, () => ({ lang }))).flatMap(page => (page.kind === 'list' && page.newer ? [page.head.title] : []))
    // Between figures there are narrow spaces.
    const plain = (titles: readonly string[]) => titles.map(title => title.replace(/\s/g, ' '))
    expect(plain(titles('en')).slice(0, 2)).toEqual([
      'Accession News (5 – 8 January 1970)',
      'Accession News (1 – 4 January 1970)',
    ])
    expect(plain(titles('fr')).slice(0, 2)).toEqual(['Accession News (5–8 janvier 1970)', 'Accession News (1–4 janvier 1970)'])
  })

  test('pagesOf: every story stands in its list exactly once, whatever the page size', () => {
    for (const pageSize of [1, 2, 5, 7, 500]) {
      const listed = pages(stories(23), pageSize).flatMap(page =>
        page.kind === 'list' && page.list.kind === 'home' ? [...(page.lead ? [page.lead] : []), ...page.stories] : [],
      )
      expect(listed.map(({ title }) => title).sort()).toEqual(
        stories(23)
          .map(({ title }) => title)
          .sort(),
      )
    }
  })

  test('pagesOf: the newest lead leads the front page, however old it is', () => {
    const home = (lead: number) => {
      const list = pages(stories(9, number => ({ lead: number === lead || number === 1 })))
      return list.find((page): page is ListPage => page.kind === 'list' && page.head.permalink === '/')
    }
    expect(home(8)?.lead?.title).toBe('S8')
    expect(home(8)?.stories.map(({ title }) => title)).toEqual(['S9', 'S7', 'S6', 'S5', 'S4'])
    expect(home(2)?.lead?.title).toBe('S2')
    expect(home(2)?.stories.map(({ title }) => title)).toEqual(['S9', 'S8', 'S7', 'S6', 'S5', 'S4'])
  })
})

describe('pagesOf: stories', () => {
  test('pagesOf: neighbours are those of the same language', () => {
    const articles = stories(4, number => ({ lang: number === 3 ? 'fr' : 'en' }))
    const neighbours = pages(articles).flatMap(page =>
      page.kind === 'article' ? [[page.head.title, page.newer?.title, page.older?.title]] : [],
    )
    expect(neighbours).toEqual([
      ['S4', undefined, 'S2'],
      ['S3', undefined, undefined],
      ['S2', 'S4', 'S1'],
      ['S1', 'S2', undefined],
    ])
  })

  test('pagesOf: editions of one story know each other, and those of another do not', () => {
    const articles = stories(3, number => ({ story: number < 3 ? 'same' : 'other', lang: number === 2 ? 'fr' : 'en' }))
    const translations = pages(articles).flatMap(page => (page.kind === 'article' ? [page.head.translations] : []))
    const both = [
      { lang: 'en', permalink: '/s1/' },
      { lang: 'fr', permalink: '/s2/' },
    ]
    expect(translations).toEqual([[], both, both])
  })

  test('pagesOf: a page offers the newsroom’s feeds first, then those of one topic at most', () => {
    const topics = [
      { slug: 'ports', title: 'Ports' },
      { slug: 'ferries', title: 'Ferries' },
    ]
    const all = pages(stories(1, () => ({ topics })))
    const channelsOf = (permalink: string) =>
      all.find(({ head }) => head.permalink === permalink)?.head.channels.map(({ path }) => path)
    expect(channelsOf('/s1/')).toEqual(['/', '/topics/ports/'])
    expect(channelsOf('/topics/ferries/')).toEqual(['/', '/topics/ferries/'])
    expect(channelsOf('/')).toEqual(['/'])
    expect(channelsOf('/feeds/')).toEqual(['/'])
    expect(channelsOf('/404.html')).toEqual(['/'])
  })
})

describe('pagesOf: feeds and languages that pages offer', () => {
  const arabic: Partial<Article> = { lang: 'ar', permalink: '/ar/s1/', story: 's1', path: 's1.ar.md', id: 's1-ar' }
  const topics = [{ slug: 'ports', title: 'Ports' }]

  test('pagesOf: feeds in the language of the page come first', () => {
    const [english] = stories(1, () => ({ topics }))
    const shown = pages(
      [english, { ...english, ...arabic, section: 'Trade' }].flatMap(story => (story ? [story as Article] : [])),
    )
    const feedsOf = (address: string) =>
      shown.find(({ head }) => head.permalink === address)?.head.channels.map(({ path }) => path)
    expect(feedsOf('/ar/s1/')).toEqual(['/ar/', '/ar/topics/ports/'])
    expect(feedsOf('/s1/')).toEqual(['/en/', '/en/topics/ports/'])
    expect(feedsOf('/topics/ports/')).toEqual(['/en/', '/en/topics/ports/'])
    expect(feedsOf('/ar/sections/trade/')).toEqual(['/ar/'])
    expect(feedsOf('/ar/search/')).toEqual(['/ar/'])
    expect(feedsOf('/ar/')).toEqual(['/ar/'])
  })

  test('pagesOf: a search page leads to topics that have stories in its language, and to no others', () => {
    const [english] = stories(1, () => ({ topics }))
    const own = { ...english, ...arabic, topics: [{ slug: 'trade', title: 'Trade' }] }
    const shown = pages([english, own].flatMap(story => (story ? [story as Article] : [])))
    const topicsOf = (address: string) =>
      shown.flatMap(page =>
        page.kind === 'search' && page.head.permalink === address ? page.topics.map(({ path }) => path) : [],
      )
    expect(topicsOf('/search/')).toEqual(['/topics/ports/'])
    expect(topicsOf('/ar/search/')).toEqual(['/ar/topics/trade/'])
  })

  test('pagesOf: no page leads to a withdrawn translation, nor to two in one language', () => {
    const withdrawn = { date: { at: 1, dateOnly: true }, reason: 'In error.', replacement: undefined }
    const [story] = stories(1)
    const editions = [
      {},
      { ...arabic, withdrawn },
      { lang: 'fr', permalink: '/fr/s1/', id: 'fr', path: 's1.fr.md' },
      { permalink: '/again/', id: 'again', path: 's1.en.md' },
    ].map(fields => ({ ...story, ...fields }) as Article)
    const languagesOf = (address: string) =>
      pages(editions)
        .find(({ head }) => head.permalink === address)
        ?.head.translations.map(({ permalink }) => permalink)
    expect(languagesOf('/s1/')).toEqual(['/s1/', '/fr/s1/'])
    expect(languagesOf('/again/')).toEqual(['/again/', '/fr/s1/'])
    expect(languagesOf('/fr/s1/')).toEqual(['/again/', '/fr/s1/'])
  })
})

describe('changedPages', () => {
  /** Stories of some months in two languages, by number; some are of a topic. */
  const storyOf = (number: number, day: number): Article => {
    return plainStory(number, {
      id: `s${number}`,
      path: `s${number}.md`,
      story: `s${number}`,
      permalink: `/s${number}/`,
      title: `S${number} ${day}`,
      lang: number % 3 === 0 ? 'fr' : 'en',
      topics: number % 2 === 0 ? [{ slug: 'law', title: 'Law' }] : [],
      date: { at: day * DAY, dateOnly: true },
    })
  }

  test('changedPages: of lists and archives gives every page that is another, and all that are gone', () => {
    const site = { ...SITE, lang: 'en', pageSize: 2 }
    const editionOf = (articles: Iterable<Article>) =>
      editionAt({ articles: [...articles], standing: [] }, { site, asOf: 1000 * DAY })
    const said = (edition: Edition) =>
      new Map(
        [...pagesOf(edition, { site, images: new Map(), stories: editionStories(edition) })].flatMap(
          ({ kind, permalink, describe }) =>
            kind === 'list' || kind === 'archive' ? [[permalink, JSON.stringify(describe())] as const] : [],
        ),
      )
    const anyChange = fc.dictionary(fc.nat(60).map(String), fc.option(fc.nat(200)), { minKeys: 1, maxKeys: 3 })
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(200), { minLength: 25, maxLength: 60 }),
        fc.array(anyChange, { maxLength: 4 }),
        (days, changes) => {
          const articles = new Map(days.map((day, number) => [number, storyOf(number, day)]))
          let before = editionOf(articles.values())
          for (const change of changes) {
            for (const [number, day] of Object.entries(change))
              if (day === null) articles.delete(Number(number))
              else articles.set(Number(number), storyOf(Number(number), day))
            const after = editionOf(articles.values())
            const context = { site, images: new Map(), stories: editionStories(after) }
            const { pages, left } = changedPages({ before, after }, { stories: [], standing: [] }, context)
            const [were, are] = [said(before), said(after)]
            const described = new Map(pages.map(({ permalink, describe }) => [permalink, JSON.stringify(describe())]))
            for (const [permalink, text] of are) if (were.get(permalink) !== text) expect(described.get(permalink)).toBe(text)
            expect(new Set(left)).toEqual(new Set([...were.keys()].filter(permalink => !are.has(permalink))))
            before = after
          }
        },
      ),
    )
  })
})
