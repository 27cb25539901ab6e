import { describe, expect, test } from 'vitest'
import { claimAddresses } from '../../src/edition/claim-addresses.ts'
import { aliasPath, placesTaken } from '../../src/edition/places-taken.ts'
import type { Article, StandingPage } from '../../src/model/article.ts'
import type { RecordEntry } from '../../src/model/record.ts'
import { plainStory } from '../feed/newsroom.ts'

function story(path: string, permalink: `/${string}`, fields: Partial<Article> = {}): Article {
  return plainStory(1, { id: path, path, permalink, lang: 'en', ...fields })
}

function page(path: string, permalink: `/${string}`, draft = false): StandingPage {
  const { lang, title, summary, source } = plainStory(1)
  return { kind: 'standing', path, permalink, draft, lang, title, summary, source }
}

const AS_OF = Date.UTC(2030, 0, 1)

function claimed(
  articles: readonly Article[],
  {
    statics = [],
    recorded = [],
    standing = [],
    languages = [],
  }: {
    readonly statics?: readonly string[]
    readonly recorded?: readonly Article[]
    readonly standing?: readonly StandingPage[]
    readonly languages?: readonly string[]
  } = {},
) {
  const record = new Map(
    recorded.map(({ id, path, permalink }): [string, RecordEntry] => [
      id,
      { id, path, permalink, hash: '', published: 0, former: [], gone: undefined },
    ]),
  )
  const result = claimAddresses(
    { articles, standing, statics: new Set(statics) },
    { record, asOf: AS_OF, lang: 'en', languages },
  )
  return {
    kept: [...result.standing, ...result.articles].map(({ path }) => path),
    aliases: result.articles.flatMap(({ aliases }) => aliases),
    statics: [...result.statics],
    refused: result.diagnostics.map(({ path, code, message }) => `${path} ${code}: ${message}`),
  }
}

describe('claimAddresses', () => {
  test('claimAddresses: the search page of a language is reserved as soon as that language is declared', () => {
    const statics = ['fr/search/index.html', 'pt-br/search/x.js', 'search/search.js', 'zz/search/index.html', 'fr/searches.txt']
    const { statics: kept, refused } = claimed([], { statics, languages: ['en', 'fr', 'pt-BR'] })
    expect(kept).toEqual(['zz/search/index.html', 'fr/searches.txt'])
    expect(refused).toEqual(
      statics.slice(0, 3).map(path => `static/${path} reserved-name: the address /${path} is one that Courant makes itself`),
    )
  })

  test.each<[string, `/${string}`, `/${string}`]>([
    ['the same', '/a/', '/a/'],
    ['in another case', '/a/', '/A/'],
    ['in another case of another script', '/қазақ/', '/ҚАЗАҚ/'],
    ['in another normalisation', '/caf\u00e9/', '/cafe\u0301/'],
  ])('claimAddresses: an address that is %s has one holder, the first by path', (_how, one, other) => {
    const { kept, refused } = claimed([story('b.md', other), story('a.md', one)])
    expect(kept).toEqual(['a.md'])
    expect(refused).toEqual([`b.md same-address: the address ${other} is also that of a.md`])
  })

  test('claimAddresses: who is recorded at an address keeps it', () => {
    const [a, b] = [story('a.md', '/x/'), story('b.md', '/x/')]
    expect(claimed([a, b], { recorded: [b] }).kept).toEqual(['b.md'])
    expect(claimed([a, b], { recorded: [story('c.md', '/x/')] }).kept).toEqual(['a.md'])
  })

  test('claimAddresses: nobody stands where Courant writes, in any language of the newsroom', () => {
    const french = story('f.md', '/fr/f/', { lang: 'fr' })
    const { kept, refused } = claimed([
      french,
      story('a.md', '/topics/x/'),
      story('b.md', '/fr/'),
      story('c.md', '/fr/topics/x/'),
      story('d.md', '/feed.rss/'),
      story('e.md', '/es/topics/'),
    ])
    expect(kept).toEqual(['f.md', 'e.md'])
    expect(refused.map(line => line.split(':')[0])).toEqual(
      ['a.md', 'b.md', 'c.md', 'd.md'].map(path => `${path} reserved-name`),
    )
  })

  test('claimAddresses: files passed through give way to stories, and may stand beside our assets', () => {
    const statics = [
      'robots.txt',
      'a/index.html',
      'A/INDEX.HTML',
      '2026',
      'index.html',
      'assets/x.png',
      'topics/x.png',
      'assets',
    ]
    const result = claimed([story('a.md', '/a/'), story('2026/b.md', '/2026/b/')], { statics })
    expect(result.statics).toEqual(['robots.txt', 'assets/x.png'])
    expect(result.kept).toEqual(['a.md', '2026/b.md'])
    expect(result.refused).toHaveLength(6)
  })

  test('claimAddresses: what is public goes before what is not, whatever their names', () => {
    const draft = story('a.md', '/x/', { draft: true })
    const later = story('b.md', '/x/', { date: { at: AS_OF + 1, dateOnly: false } })
    expect(claimed([draft, later, story('c.md', '/x/')]).kept).toEqual(['c.md'])
    expect(claimed([draft], { standing: [page('pages/x.md', '/x/')] }).kept).toEqual(['pages/x.md'])
    expect(claimed([later], { statics: ['x/index.html'] })).toMatchObject({ kept: [], statics: ['x/index.html'] })
    const alias = story('d.md', '/d/', { aliases: ['/x/'] })
    expect(claimed([alias], { standing: [page('pages/x.md', '/x/', true)] })).toMatchObject({
      kept: ['d.md'],
      aliases: ['/x/'],
    })
  })

  test('claimAddresses: a standing page keeps its place from a story that comes, and gives way to a recorded one', () => {
    const about = story('about.md', '/about/')
    const standing = [page('pages/about.md', '/about/')]
    expect(claimed([about], { standing }).kept).toEqual(['pages/about.md'])
    expect(claimed([about], { standing, recorded: [about] }).kept).toEqual(['about.md'])
  })

  test('claimAddresses: aliases give way to everything, and to earlier ones', () => {
    const a = story('a.md', '/a/', { aliases: ['/old/', '/b/', '/robots.txt', '/index.html', '/a/', '/a', '/old'] })
    const b = story('b.md', '/b/', { aliases: ['/old', '/older/'] })
    const { aliases, refused } = claimed([a, b], { statics: ['robots.txt'] })
    expect(aliases).toEqual(['/old/', '/older/'])
    expect(refused).toEqual([
      'a.md same-address: the address /b/ is also that of b.md',
      'a.md same-address: the address /robots.txt is also that of static/robots.txt',
      'a.md reserved-name: the address /index.html is one that Courant makes itself',
      'b.md same-address: the address /old is also that of a.md',
    ])
  })
})

describe('placesTaken', () => {
  test('placesTaken: a file is in the way of a folder, and files in a folder of a file', () => {
    const places = placesTaken()
    places.take('a/b/index.html', 'first')
    places.take('c', 'second')
    const holders = ['a/b/index.html', 'A/B/Index.html', 'a/b', 'a', 'a/b/index.html/x', 'a/x', 'c/x/y', 'd'].map(
      places.holderOf,
    )
    expect(holders).toEqual(['first', 'first', 'first', 'first', 'first', undefined, 'second', undefined])
  })
})

describe('aliasPath', () => {
  test.each<[`/${string}`, string]>([
    ['/old/', 'old/index.html'],
    ['/old', 'old/index.html'],
    ['/old.html', 'old.html'],
    ['/a/old.PHP', 'a/old.PHP'],
    ['/v1.2/', 'v1.2/index.html'],
  ])('aliasPath: %s is %s', (alias, path) => {
    expect(aliasPath(alias)).toBe(path)
  })
})
