import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Newsroom } from '../../src/article/newsroom.ts'
import type { ParsedArticle } from '../../src/article/parse-article.ts'
import { CacheDatabase } from '../../src/db/cache-database.ts'
import { HashedMembers } from '../../src/db/hashed-members.ts'
import { type ComputedEdition, computeEdition } from '../../src/engine/build.ts'
import {
  hashOfName,
  type Member,
  memberFrom,
  type Names,
  Neighbourhoods,
  namesOfArticle,
  namesOfEntry,
  namesOfPlace,
  namesOfStanding,
} from '../../src/engine/neighbourhood.ts'
import type { OutPath, SitePath } from '../../src/model/address.ts'
import type { StandingPage } from '../../src/model/article.ts'
import type { PublicationRecord } from '../../src/model/record.ts'
import { on, site, storyOf } from '../edition/stories.ts'
import { temporaryFolder } from '../support/newsroom.ts'

// What becomes of a file follows from the files and entries of the record that share a name with it, and from those that share one with these: an
// id, a path, a hash, an address, a story. An engine that publishes what a change touches reads that neighbourhood, and no more.

const SITE = { ...site, feeds: { ...site.feeds, items: 1000 } }
const PREFIX = SITE.idPrefix

/** A table in which nothing is ever saved. */
const TABLE = CacheDatabase.make(join(temporaryFolder(), 'cache.sqlite')).parts('hashed')

const NAMES = [...'abcdefghijklmnopqrstuvwxyz']
const ADDRESSES: readonly SitePath[] = ['/2026/a/', '/2026/b/', '/x/', '/x/y/', '/f.txt', '/2026/C/']
const STATICS: readonly OutPath[] = ['2026/a/index.html', '2026/d', 'x', 'x/y/z.txt', 'f.txt', 'q.txt']

/** A file as an author could have left it. */
interface Draft {
  readonly name: string
  readonly lang: 'en' | 'fr'
  readonly slug: string | undefined
  readonly aliases: readonly SitePath[]
  readonly givenId: string | undefined
  readonly content: number
  readonly day: number
  readonly draft: boolean
  readonly expires: number | undefined
  readonly withdrawn: number | undefined
  readonly together: boolean
}

/** Mostly nothing: what two files share ties them together. */
function seldom<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values })
}

const draftOf = fc.record<Draft>({
  name: fc.constantFrom(...NAMES),
  lang: fc.constantFrom('en', 'en', 'fr'),
  slug: seldom(fc.constantFrom('a', 'same', 'C')),
  aliases: seldom(fc.constantFrom(...ADDRESSES)).map(alias => (alias ? [alias] : [])),
  givenId: seldom(fc.constantFrom(`${PREFIX}2026/a`, `${PREFIX}own`, 'urn:example:1')),
  content: fc.nat(40),
  day: fc.integer({ min: 1, max: 12 }),
  draft: fc.boolean(),
  expires: seldom(fc.integer({ min: 2, max: 12 })),
  withdrawn: seldom(fc.integer({ min: 2, max: 12 })),
  together: fc.boolean(),
})

const keyOf = ({ name, lang }: Pick<Draft, 'name' | 'lang'>): string => `${name} ${lang}`

/** A newsroom over its first publishes: what its files were each time, and whether what was gone was accepted. */
const life = fc.array(
  fc.record({
    drafts: fc.uniqueArray(draftOf, { selector: keyOf, minLength: 6, maxLength: 24 }),
    statics: fc.subarray([...STATICS], { maxLength: 2 }),
    standing: fc.subarray(['x', 'about'], { maxLength: 1 }),
    accept: fc.boolean(),
  }),
  { minLength: 2, maxLength: 4 },
)

function parsedOf({ name, lang, slug, content, day, expires, withdrawn, ...draft }: Draft): ParsedArticle {
  const path = lang === 'en' ? `2026/${name}.md` : `2026/${name}.${lang}.md`
  const { id: _, ...article } = storyOf(path)
  const last = slug ?? name
  return {
    ...article,
    ...draft,
    path,
    lang,
    story: `2026/${name}`,
    permalink: lang === 'en' ? `/2026/${last}/` : `/${lang}/2026/${last}/`,
    date: on(day),
    expires: expires === undefined ? undefined : on(expires).at,
    withdrawn: withdrawn === undefined ? undefined : { date: on(withdrawn), reason: 'An error.', replacement: undefined },
    source: { ...article.source, hash: `hash-${content}`, facts: `facts ${content}` },
  }
}

function standingOf(name: string): StandingPage {
  const { source } = storyOf(name)
  const permalink: SitePath = `/${name}/`
  return { kind: 'standing', path: `pages/${name}.md`, lang: 'en', permalink, title: name, summary: '', draft: false, source }
}

function newsroomOf({
  drafts,
  statics,
  standing,
}: {
  readonly drafts: readonly Draft[]
  readonly statics: readonly OutPath[]
  readonly standing: readonly string[]
}): Newsroom {
  const articles = drafts.map(parsedOf).sort((a, b) => (a.path < b.path ? -1 : 1))
  return {
    articles,
    standing: standing.map(standingOf),
    sources: new Set([...articles.map(({ path }) => path), ...standing.map(name => `pages/${name}.md`)]),
    unseen: new Set(),
    statics: new Map(statics.map(path => [path, { source: `static/${path}`, version: '1' }])),
    images: new Map(),
  }
}

/** The part of a newsroom and its record that bears on these files. */
function neighbourhoodOf(
  paths: readonly string[],
  { newsroom, record }: { readonly newsroom: Newsroom; readonly record: PublicationRecord },
): { readonly newsroom: Newsroom; readonly record: PublicationRecord } {
  const names = new Map<Member, Names>([
    ...newsroom.articles.map(article => [`file ${article.path}`, namesOfArticle(article, PREFIX)] as const),
    ...newsroom.standing.map(page => [`file ${page.path}`, namesOfStanding(page)] as const),
    ...[...newsroom.statics.keys()].map(path => [`file static/${path}`, namesOfPlace(path)] as const),
    ...[...record.values()].map(entry => [`entry ${entry.id}`, namesOfEntry(entry)] as const),
  ])
  const members = new HashedMembers<Member>(TABLE, { hashOf: hashOfName, memberOf: memberFrom, isNew: false })
  const neighbourhoods = new Neighbourhoods(members)
  for (const [member, now] of names) neighbourhoods.set(member, { now })
  const around = neighbourhoods.around(
    paths.map((path): Member => `file ${path}`),
    member => [names.get(member) ?? { known: [], asks: [] }],
  )
  const has = (path: string): boolean => around.has(`file ${path}`)
  return {
    newsroom: {
      ...newsroom,
      articles: newsroom.articles.filter(({ path }) => has(path)),
      standing: newsroom.standing.filter(({ path }) => has(path)),
      statics: new Map([...newsroom.statics].filter(([path]) => has(`static/${path}`))),
    },
    record: new Map([...record].filter(([id]) => around.has(`entry ${id}`))),
  }
}

/** What a computed edition says of a part of its newsroom. */
function saidOf(computed: ComputedEdition, part: { readonly newsroom: Newsroom; readonly record: PublicationRecord }): unknown {
  const { articles, standing, statics } = part.newsroom
  const paths = new Set([...articles, ...standing].map(({ path }) => path))
  const isIn = ({ path }: { readonly path: string }): boolean => paths.has(path)
  const ids = new Set([...part.record.keys(), ...computed.articles.filter(isIn).map(({ id }) => id)])
  const { edition, claimed, record, missing, displaced } = computed
  return {
    ids: computed.articles.filter(isIn).map(({ id, path }) => [path, id]),
    claimed: [...claimed.articles.filter(isIn), ...claimed.standing.filter(isIn)],
    statics: [...claimed.statics].filter(path => statics.has(path)),
    released: edition.released.filter(isIn),
    upcoming: edition.upcoming.filter(isIn),
    waiting: edition.waiting.filter(isIn),
    // Which story remembers the dates of a channel follows from all that are in it.
    record: [...record.values()].filter(({ id }) => ids.has(id)).map(({ feeds: _, ...entry }) => entry),
    missing: missing.filter(({ id }) => ids.has(id)).map(({ id }) => id),
    displaced: displaced.filter(isIn).map(({ path }) => path),
    diagnostics: computed.diagnostics.filter(isIn),
  }
}

test('computeEdition: what becomes of a file follows from its neighbourhood alone', () => {
  let smaller = 0
  fc.assert(
    fc.property(life, fc.nat(1000), (steps, chosen) => {
      let record: PublicationRecord = new Map()
      for (const [index, { accept, ...files }] of steps.entries()) {
        const newsroom = newsroomOf(files)
        const inputs = { site: SITE, asOf: on(4 + 2 * index).at, accept }
        const whole = computeEdition(newsroom, { ...inputs, record })
        const { path = '' } = newsroom.articles[chosen % newsroom.articles.length] ?? {}
        const part = neighbourhoodOf([path], { newsroom, record })
        if (part.newsroom.articles.length < newsroom.articles.length) smaller++
        const languages = [...newsroom.articles, ...newsroom.standing].map(({ lang }) => lang)
        const rest = { languages, hasPublished: record.size > 0 }
        const own = computeEdition(part.newsroom, { ...inputs, record: part.record, rest })
        expect(saidOf(own, part)).toEqual(saidOf(whole, part))
        record = whole.record
      }
    }),
    { numRuns: 300 },
  )
  expect(smaller).toBeGreaterThan(500)
})
