import { describe, expect, test } from 'vitest'
import { lackingLanguages } from '../../src/edition/article-pages.ts'
import { editionAt } from '../../src/edition/edition-at.ts'
import { releasesOf } from '../../src/edition/releases.ts'
import { waitingDiagnostics } from '../../src/edition/waiting.ts'
import type { Article } from '../../src/model/article.ts'
import { on, site, storyOf } from './stories.ts'

/** An edition of the one story of these tests. */
function edition(lang: string, fields: Partial<Article> = {}): Article {
  const path = lang === 'en' ? '2026/harbour.md' : `2026/harbour.${lang}.md`
  return storyOf('harbour', { lang, path, id: `urn:${lang}`, story: '2026/harbour', together: true, ...fields })
}

/** What becomes of the English edition: its day, or what it waits for. */
function releaseOf(
  others: readonly Article[],
  {
    en = {},
    languages = [],
    isPublic = false,
  }: { en?: Partial<Article>; languages?: readonly string[]; isPublic?: boolean } = {},
): number | string {
  const article = edition('en', en)
  const context = { site: { lang: 'en', languages }, isPublic: (id: string) => isPublic && id === article.id }
  const release = releasesOf([article, ...others], context)(article)
  if (release.kind === 'dated') return (release.at - on(0).at) / 86_400_000
  return release.missing.map(({ lang, path, isDraft }) => `${lang} ${path}${isDraft ? ' draft' : ''}`).join(', ')
}

describe('releasesOf', () => {
  test.each([
    ['alone, it goes out at its date', releaseOf([]), 1],
    ['with another language, at the later date', releaseOf([edition('fr', { date: on(5) })]), 5],
    ['the line in one file is enough', releaseOf([edition('fr', { date: on(5) })], { en: { together: false } }), 5],
    [
      'without the line, at its own date',
      releaseOf([edition('fr', { date: on(5), together: false })], { en: { together: false } }),
      1,
    ],
    ['with a draft, it waits', releaseOf([edition('fr', { draft: true })]), 'fr 2026/harbour.fr.md draft'],
    [
      'it waits for the languages that the newsroom declares',
      releaseOf([edition('fr')], { languages: ['en', 'fr', 'es'] }),
      'es 2026/harbour.es.md',
    ],
    [
      'those that the story names go before',
      releaseOf([edition('fr')], { en: { languages: ['en', 'fr'] }, languages: ['en', 'fr', 'es'] }),
      1,
    ],
    [
      'languages named in several editions add up',
      releaseOf([edition('fr', { languages: ['es'] })], { en: { languages: ['fr'] } }),
      'es 2026/harbour.es.md',
    ],
    ['an edition beyond them still goes out with them', releaseOf([edition('ru', { date: on(7) })], { languages: ['en'] }), 7],
    ['once public, it waits for nothing any more', releaseOf([edition('fr', { draft: true })], { isPublic: true }), 1],
  ])('releasesOf: %s', (_, found, expected) => {
    expect(found).toBe(expected)
  })

  test("releasesOf: an edition in the newsroom's own language is missed without a language in its name", () => {
    const french = edition('fr')
    const release = releasesOf([french], { site: { lang: 'en', languages: ['en', 'fr'] }, isPublic: () => false })(french)
    expect(release).toEqual({ kind: 'waiting', missing: [{ lang: 'en', path: '2026/harbour.md', isDraft: false }] })
  })
})

describe('editionAt: stories that go out together', () => {
  const english = edition('en')
  const french = edition('fr', { date: on(3) })

  test.each([
    [1, []],
    [2, []],
    [3, ['urn:en', 'urn:fr']],
  ])('editionAt: on day %i, %j are out', (day, ids) => {
    const { released } = editionAt({ articles: [english, french], standing: [] }, { site, asOf: on(day).at })
    expect(released.map(({ id }) => id).sort()).toEqual(ids)
  })

  test('editionAt: both are due at the later date', () => {
    const { upcoming } = editionAt({ articles: [english, french], standing: [] }, { site, asOf: on(0).at })
    expect(upcoming.map(({ kind, at, path }) => [kind, at, path])).toEqual([
      ['release', on(3).at, '2026/harbour.fr.md'],
      ['release', on(3).at, '2026/harbour.md'],
    ])
  })

  test('editionAt: what waits is due at no time, and named with what it waits for', () => {
    const articles = [english, edition('fr', { draft: true, expires: on(9).at })]
    const { upcoming, waiting, released } = editionAt({ articles, standing: [] }, { site, asOf: on(2).at })
    expect([upcoming, released]).toEqual([[], []])
    expect(waiting).toMatchObject([{ path: '2026/harbour.md', missing: [{ lang: 'fr', isDraft: true }] }])
  })
})

describe('waitingDiagnostics', () => {
  const missing = [
    { lang: 'es', path: '2026/harbour.es.md', isDraft: false },
    { lang: 'ar', path: '2026/harbour.ar.md', isDraft: true },
  ]
  const waiting = ['2026/harbour.fr.md', '2026/harbour.md'].map(path => ({
    path,
    title: 'T',
    asked: '2026/harbour.fr.md',
    since: on(3).at,
    missing,
  }))

  test('waitingDiagnostics: a story is told once, from its date on', () => {
    expect(waitingDiagnostics(waiting, on(2).at)).toEqual([])
    expect(waitingDiagnostics(waiting, on(3).at)).toEqual([
      {
        severity: 'warning',
        code: 'waiting',
        path: '2026/harbour.fr.md',
        line: 1,
        column: 1,
        field: 'release',
        message:
          'this story waits for its other languages: es (2026/harbour.es.md is not there, or has mistakes), ar (2026/harbour.ar.md is a draft)',
        remedy: 'finish them; or take release: together away, and each edition goes out by itself',
      },
    ])
  })
})

describe('lackingLanguages', () => {
  test.each([
    ['nothing is declared', [], [edition('fr')], []],
    ['the newsroom declares three', ['en', 'fr', 'es'], [edition('fr')], ['es']],
    ['the story names two', ['en', 'fr', 'es'], [edition('fr', { languages: ['en', 'fr'] })], []],
    ['the others are not out', ['en', 'fr', 'es'], [], ['fr', 'es']],
  ])('lackingLanguages: %s', (_, languages, others, expected) => {
    const article = edition('en')
    expect(lackingLanguages([article, ...others], { languages })).toEqual(expected)
  })
})
