import { describe, expect, test } from 'vitest'
import { editionAt, publicState } from '../../src/edition/edition-at.ts'
import type { Article, StandingPage } from '../../src/model/article.ts'
import { plainStory, site as SITE } from '../feed/newsroom.ts'

const site = { ...SITE, lang: 'en', topics: new Map([['ports', { title: 'Ports', description: 'Where ships lie.' }]]) }

const NOON = Date.UTC(2026, 5, 1, 12)

function story(id: string, fields: Partial<Article> = {}): Article {
  return plainStory(1, { id, path: `${id}.md`, date: { at: NOON, dateOnly: false }, ...fields })
}

function at(instant: number): Article['date'] {
  return { at: instant, dateOnly: false }
}

function edition(articles: readonly Article[], asOf = NOON, standing: readonly StandingPage[] = []) {
  return editionAt({ articles, standing }, { site, asOf })
}

function ids(articles: readonly Article[]): string {
  return articles.map(({ id }) => id).join(' ')
}

describe('publicState', () => {
  test.each<[string, Partial<Article>, ReturnType<typeof publicState>]>([
    ['at its instant', {}, 'released'],
    ['a millisecond before', { date: at(NOON + 1) }, 'embargoed'],
    ['at its expiry', { date: at(0), expires: NOON }, 'expired'],
    ['a millisecond before its expiry', { date: at(0), expires: NOON + 1 }, 'released'],
    ['as a draft', { draft: true }, 'draft'],
    ['as a draft that would be due', { draft: true, date: at(0) }, 'draft'],
    ['as a draft that would have expired', { draft: true, date: at(0), expires: 1 }, 'draft'],
  ])('publicState: %s it is %s', (_when, fields, expected) => {
    expect(publicState(story('a', fields), { asOf: NOON })).toBe(expected)
  })
})

describe('editionAt', () => {
  test('editionAt: newest first, ties by id, whatever order the articles come in', () => {
    const articles = [story('b'), story('c', { date: at(NOON - 1) }), story('a'), story('Z')]
    expect(ids(edition(articles).released)).toBe('Z a b c')
    expect(ids(edition(articles.toReversed()).released)).toBe('Z a b c')
  })

  test('editionAt: counts every story in one state, a notice apart from what can be read', () => {
    const withdrawn = { date: at(NOON), reason: 'R.', replacement: undefined }
    const { states } = edition([
      story('a'),
      story('b'),
      story('notice', { date: at(1), withdrawn }),
      story('not yet', { date: at(1), withdrawn: { ...withdrawn, date: at(NOON + 1) } }),
      story('later', { date: at(NOON + 1) }),
      story('draft', { draft: true }),
      story('gone', { date: at(1), expires: NOON }),
      story('held', { story: 'held', together: true, languages: ['en', 'fr'] }),
    ])
    expect(states).toEqual({ released: 3, withdrawn: 1, embargoed: 1, waiting: 1, draft: 1, expired: 1 })
  })

  test('editionAt: an update moves no story', () => {
    const updated = story('a', { date: at(1), updated: { date: at(NOON), note: 'N.' } })
    expect(ids(edition([updated, story('b', { date: at(2) })]).released)).toBe('b a')
  })

  test('editionAt: what is due later is upcoming, soonest first; drafts never are', () => {
    const articles = [
      story('later', { date: at(NOON + 2) }),
      story('soon', { date: at(NOON + 1), expires: NOON + 3 }),
      story('draft', { date: at(NOON + 1), draft: true }),
      story('leaving', { expires: NOON + 1 }),
      story('gone', { date: at(0), expires: NOON }),
    ]
    const { upcoming, released } = edition(articles)
    expect(upcoming.map(({ kind, at, path }) => `${at - NOON} ${kind} ${path}`)).toEqual([
      '1 expiry leaving.md',
      '1 release soon.md',
      '2 release later.md',
      '3 expiry soon.md',
    ])
    expect(ids(released)).toBe('leaving')
  })

  test('editionAt: what changes nothing for readers is not upcoming', () => {
    const corrections = [1, 2, 3, 4].map(n => ({ date: at(NOON + n), note: 'N.' }))
    const withdrawn = { date: at(NOON + 4), reason: 'In error.', replacement: undefined }
    const moments = (fields: Partial<Article>): readonly string[] =>
      edition([story('a', { date: at(NOON + 2), corrections, ...fields })]).upcoming.map(
        ({ kind, at }) => `${at - NOON} ${kind}`,
      )
    expect(moments({})).toEqual(['2 release', '3 correction', '4 correction'])
    expect(moments({ withdrawn })).toEqual(['2 release', '3 correction', '4 withdrawal'])
    expect(moments({ withdrawn, expires: NOON + 3 })).toEqual(['2 release', '3 expiry'])
  })

  test('editionAt: a list for the front page, each topic, section and author, in each of their languages; one of changes', () => {
    const topics = [{ slug: 'ports', title: 'Ports' }]
    const authors = [{ slug: 'desk', name: 'Desk', type: 'person' as const, email: undefined, url: undefined }]
    const { lists } = edition([
      story('a', { topics, authors }),
      story('b', { topics, lang: 'pt-BR' }),
      story('c', { lang: 'fr' }),
    ])
    expect(lists.map(({ kind, path, lang, stories }) => `${kind} ${path} ${lang} ${ids(stories)}`)).toEqual([
      'home / en a',
      'home /fr/ fr c',
      'home /pt-br/ pt-BR b',
      'topic /topics/ports/ en a',
      'topic /pt-br/topics/ports/ pt-BR b',
      'section /sections/news/ en a',
      'section /fr/sections/news/ fr c',
      'section /pt-br/sections/news/ pt-BR b',
      'author /authors/desk/ en a',
      'changes /changes/ en ',
    ])
  })

  test('editionAt: a withdrawn story is in no list, and its lists are there, since its page and feeds lead to them', () => {
    const authors = [{ slug: 'desk', name: 'Desk', type: 'person' as const, email: undefined, url: undefined }]
    const withdrawn = { date: at(NOON), reason: 'In error.', replacement: undefined }
    const { lists, channels } = edition([story('a'), story('b', { authors, section: 'Rare', lang: 'fr', withdrawn })])
    expect(lists.filter(({ path }) => path !== '/topics/ports/').map(({ path, stories }) => `${path} ${ids(stories)}`)).toEqual(
      [
        '/ a',
        '/fr/ ',
        '/sections/news/ a',
        '/sections/rare/ ',
        '/fr/sections/rare/ ',
        '/authors/desk/ ',
        '/fr/authors/desk/ ',
        '/changes/ b#withdrawal-2026-06-01T12:00:00.000Z',
      ],
    )
    const addresses = new Set<string>(lists.map(({ path }) => path))
    expect(channels.map(({ page }) => page).filter(page => !addresses.has(page))).toEqual([])
  })

  test('editionAt: without any story there are a front page, a site channel, the changes, and what the newsroom declares', () => {
    const { lists, channels, released } = edition([])
    expect(released).toEqual([])
    expect(lists.map(({ path }) => path)).toEqual(['/', '/topics/ports/', '/changes/'])
    expect(channels.map(({ path }) => path)).toEqual(['/', '/changes/', '/topics/ports/'])
  })

  test('editionAt: channels of the site and each topic have stories of every language', () => {
    const ports = { slug: 'ports', title: 'Ports' }
    const fish = { slug: 'fish', title: 'Fish' }
    const { channels } = edition([
      story('a', { topics: [ports, fish] }),
      story('b', { topics: [ports], lang: 'fr' }),
      story('c'),
    ])
    expect(
      channels
        .filter(({ path }) => /^\/(topics\/.*)?$/.test(path))
        .map(({ kind, path, title, description, stories }) => [kind, path, title, description, ids(stories)]),
    ).toEqual([
      ['site', '/', site.title, site.description, 'a b c'],
      ['topic', '/topics/fish/', `Fish – ${site.title}`, `Fish: ${site.description}`, 'a'],
      ['topic', '/topics/ports/', `Ports – ${site.title}`, 'Where ships lie.', 'a b'],
    ])
  })

  test('editionAt: a topic of unpublished stories alone has neither list nor channel', () => {
    const topics = [{ slug: 'secret', title: 'Secret' }]
    const { lists, channels } = edition([story('a', { topics, draft: true }), story('b', { topics, date: at(NOON + 1) })])
    expect(JSON.stringify([lists, channels])).not.toMatch(/secret/i)
  })

  test('editionAt: standing pages that are no drafts, in order of address', () => {
    const page = (permalink: `/${string}/`, draft = false): StandingPage => {
      const { lang, title, summary, source } = story('x')
      return { kind: 'standing', path: `pages${permalink}x.md`, permalink, lang, title, summary, draft, source }
    }
    const { standing } = edition([], NOON, [page('/b/'), page('/hidden/', true), page('/a/')])
    expect(standing.map(({ permalink }) => permalink)).toEqual(['/a/', '/b/'])
  })
})

describe('editionAt, for a preview', () => {
  const articles = [
    story('out'),
    story('later', { date: at(NOON + 1) }),
    story('draft', { draft: true }),
    story('gone', { date: at(0), expires: NOON }),
    story('both', { story: 'both', together: true, languages: ['en', 'fr'] }),
  ]
  const marksIn = (preview: 'drafts' | 'everything'): unknown =>
    Object.fromEntries(
      editionAt({ articles, standing: [] }, { site, asOf: NOON, preview }).released.map(({ id, ahead }) => [id, ahead]),
    )

  test('everything: marks what is not public yet with the reason; what has expired is not shown', () => {
    expect(marksIn('everything')).toEqual({
      out: undefined,
      later: { kind: 'to-come', date: at(NOON + 1) },
      draft: { kind: 'draft' },
      both: { kind: 'waiting', languages: ['fr'] },
    })
  })

  test('drafts: what is to come is left out', () => {
    expect(marksIn('drafts')).toEqual({ out: undefined, draft: { kind: 'draft' } })
  })

  test('stories that go out together come at the last of their dates', () => {
    const pair = [story('en', { story: 's', together: true }), story('fr', { story: 's', lang: 'fr', date: at(NOON + 5) })]
    const { released } = editionAt({ articles: pair, standing: [] }, { site, asOf: NOON, preview: 'everything' })
    expect(released.map(({ ahead }) => ahead)).toEqual(
      Array.from({ length: 2 }, () => ({ kind: 'to-come', date: { at: NOON + 5, dateOnly: false } })),
    )
  })

  test('without being asked it marks and shows nothing of it', () => {
    const { released } = edition(articles)
    expect(ids(released)).toBe('out')
    expect(released.every(article => !('ahead' in article))).toBe(true)
  })
})
