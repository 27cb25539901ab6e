import { describe, expect, test } from 'vitest'
import { editionAt } from '../../src/edition/edition-at.ts'
import { pagesOf } from '../../src/edition/pages-of.ts'
import type { Article } from '../../src/model/article.ts'
import { type Archive, archivePaths } from '../../src/model/edition.ts'
import type { ArchivePage } from '../../src/model/page.ts'
import { editionStories } from '../../src/stories/edition-stories.ts'
import { site as SITE, storyOf } from './stories.ts'

const ZURICH = { ...SITE, timezone: 'Europe/Zurich', pageSize: 2 }

function story(name: string, date: string, fields: Partial<Article> = {}): Article {
  return storyOf(name, { date: { at: Date.parse(date), dateOnly: false }, ...fields })
}

function edition(articles: readonly Article[], pageSize = ZURICH.pageSize) {
  const site = { ...ZURICH, pageSize }
  return { site, edition: editionAt({ articles, standing: [] }, { site, asOf: Date.parse('2030-01-01T00:00Z') }) }
}

/** The pages of the archives, by their address. */
function pages(articles: readonly Article[], pageSize?: number): ReadonlyMap<string, ArchivePage> {
  const { site, edition: of } = edition(articles, pageSize)
  const all = pagesOf(of, { site, images: new Map(), stories: editionStories(of) })
  const described = Array.from(all, ({ describe }) => describe())
  return new Map(described.flatMap(page => (page.kind === 'archive' ? [[page.head.permalink, page]] : [])))
}

function months({ years }: Archive): readonly string[] {
  return years.flatMap(({ months }) =>
    months.map(({ year, month, stories }) => `${year}-${month} ${stories.map(({ title }) => title)}`),
  )
}

/** Four stories of 2015, which two to a page make a full year, and one of each year around it. */
const STORIES = [
  story('a', '2014-12-31T22:59Z'),
  story('b', '2014-12-31T23:00Z'),
  story('c', '2015-06-10T12:00Z'),
  story('d', '2015-06-11T12:00Z'),
  story('e', '2015-11-30T12:00Z'),
  story('f', '2016-03-27T01:30Z'),
]

describe('archivesOf', () => {
  test('archivesOf: stories stand in the month of the newsroom’s zone, newest first', () => {
    const [archive] = edition(STORIES).edition.archives
    expect(archive && months(archive)).toEqual([
      '2016-3 Story f',
      '2015-11 Story e',
      '2015-6 Story d,Story c',
      '2015-1 Story b',
      '2014-12 Story a',
    ])
  })

  test('archivesOf: a year with less than two pages’ worth is shown whole, and a full one by its months', () => {
    const [archive] = edition(STORIES).edition.archives
    expect(archive && archivePaths(archive)).toEqual([
      '/archive/',
      '/archive/2016/',
      '/archive/2015/',
      '/archive/2015/11/',
      '/archive/2015/06/',
      '/archive/2015/01/',
      '/archive/2014/',
    ])
  })

  test('archivesOf: each language has its own, the newsroom’s own even when it is empty; withdrawn stories are in none', () => {
    const withdrawn = { date: STORIES[0]?.date ?? { at: 0, dateOnly: true }, reason: 'An error.', replacement: undefined }
    const french = [story('x', '2015-06-01T00:00Z', { lang: 'fr' }), story('y', '2015-06-01T00:00Z', { lang: 'fr', withdrawn })]
    const { archives } = edition(french).edition
    expect(archives.map(archive => [archive.path, ...months(archive)])).toEqual([
      ['/archive/'],
      ['/fr/archive/', '2015-6 Story x'],
    ])
  })
})

describe('archivePages', () => {
  test('archivePages: the first page counts each month, in the calendar’s order, and leads to its stories', () => {
    const { years = [] } = pages(STORIES).get('/archive/') ?? {}
    expect(
      years.map(({ title, months }) => [
        title,
        ...months.map(({ title, permalink, within, count }) => `${title} ${count} ${permalink} ${within}`),
      ]),
    ).toEqual([
      ['2016', 'March 1 /archive/2016/ 3'],
      [
        '2015',
        'January 1 /archive/2015/01/ undefined',
        'June 2 /archive/2015/06/ undefined',
        'November 1 /archive/2015/11/ undefined',
      ],
      ['2014', 'December 1 /archive/2014/ 12'],
    ])
  })

  test('archivePages: months lead to each other, and to years that are shown whole', () => {
    const around = [...pages(STORIES).values()].map(({ head, newer, older }) => [
      head.title,
      newer?.permalink,
      older?.permalink,
    ])
    expect(around).toEqual([
      ['Archive', undefined, undefined],
      ['2016', undefined, '/archive/2015/'],
      ['2015', '/archive/2016/', '/archive/2014/'],
      ['2014', '/archive/2015/', undefined],
      ['November 2015', '/archive/2016/', '/archive/2015/06/'],
      ['June 2015', '/archive/2015/11/', '/archive/2015/01/'],
      ['January 2015', '/archive/2015/06/', '/archive/2014/'],
    ])
  })

  test('archivePages: a newest story changes its month, its year and the first page, and no other', () => {
    const full = [...STORIES, story('g', '2016-03-28T12:00Z')]
    const before = pages(full, 1)
    const after = pages([...full, story('h', '2016-03-29T12:00Z')], 1)
    const changed = [...after].filter(([path, page]) => JSON.stringify(before.get(path)) !== JSON.stringify(page))
    expect(changed.map(([path]) => path)).toEqual(['/archive/', '/archive/2016/', '/archive/2016/03/'])
  })

  test('archivePages: every story stands in exactly one month, whatever the page size', () => {
    for (const pageSize of [1, 2, 3, 500]) {
      const shown = [...pages(STORIES, pageSize).values()].flatMap(({ months }) =>
        months.flatMap(({ stories }) => stories.map(({ title }) => title)),
      )
      expect(shown.toSorted()).toEqual(STORIES.map(({ title }) => title))
    }
  })

  test('archivePages: a page knows the same time in other languages', () => {
    const french = story('fr', '2015-06-20T12:00Z', { lang: 'fr' })
    const translations = pages([...STORIES, french], 500).get('/fr/archive/2015/')?.head.translations
    expect(translations).toEqual([
      { lang: 'en', permalink: '/archive/2015/' },
      { lang: 'fr', permalink: '/fr/archive/2015/' },
    ])
  })
})
