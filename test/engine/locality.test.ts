import fc from 'fast-check'
import { expect, test } from 'vitest'
import { madeId } from '../../src/article/made-id.ts'
import type { Newsroom } from '../../src/article/newsroom.ts'
import type { ParsedArticle } from '../../src/article/parse-article.ts'
import { aliasPath } from '../../src/edition/places-taken.ts'
import { type ComputedEdition, computeEdition } from '../../src/engine/build.ts'
import { type OutPath, outPathOf, type SitePath } from '../../src/model/address.ts'
import type { StandingPage } from '../../src/model/article.ts'
import type { PublicationRecord, RecordEntry } from '../../src/model/record.ts'
import { on, site, storyOf } from '../edition/stories.ts'

// What becomes of a file follows from the files and entries of the record that share a name with it, and from those that share one with these: an
// id, a path, a hash, an address, a story. An engine that publishes what a change touches reads that neighbourhood, and no more.

const SITE = { ...site, languages: ['en', 'fr'], feeds: { ...site.feeds, items: 1000 } }
const PREFIX = SITE.idPrefix

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

/** Names under which something takes part in a newsroom's rules, and those that it asks for. */
interface Named {
  readonly known: readonly string[]
  readonly asks: readonly string[]
}

/** A file in `out/` is known by its path; it asks for the folders above it, where a file may be, and for what is in a folder of its name. */
function placeNames(path: OutPath): Named {
  const at = path.normalize('NFC').toLowerCase()
  const parts = at.split('/')
  const above = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
  return {
    known: [`at ${at}`, ...above.map(folder => `under ${folder}`)],
    asks: [`at ${at}`, `under ${at}`, ...above.map(folder => `at ${folder}`)],
  }
}

function allNamed(parts: readonly Named[], ...names: readonly string[]): Named {
  return { known: [...names, ...parts.flatMap(({ known }) => known)], asks: [...names, ...parts.flatMap(({ asks }) => asks)] }
}

function articleNames(article: ParsedArticle): Named {
  const { path, givenId, source, permalink, aliases, story } = article
  const ids = [madeId(article, PREFIX), ...(givenId === undefined ? [] : [givenId])].map(id => `id ${id}`)
  const places = [outPathOf(permalink), ...aliases.map(aliasPath)].map(placeNames)
  return allNamed(places, `path ${path}`, `hash ${source.hash}`, `story ${story}`, ...ids)
}

function entryNames({ id, path, hash, permalink, former }: RecordEntry): Named {
  const places = [permalink, ...former].map(address => placeNames(aliasPath(address)))
  return allNamed(places, `id ${id}`, `id ${id.replace(/;\d+$/, '')}`, `path ${path}`, `hash ${hash}`)
}

/** The part of a newsroom and its record that bears on these files. */
function neighbourhoodOf(
  paths: readonly string[],
  { newsroom, record }: { readonly newsroom: Newsroom; readonly record: PublicationRecord },
): { readonly newsroom: Newsroom; readonly record: PublicationRecord } {
  const names = new Map<unknown, Named>([
    ...newsroom.articles.map(article => [article, articleNames(article)] as const),
    ...newsroom.standing.map(page => [page, allNamed([placeNames(outPathOf(page.permalink))], `path ${page.path}`)] as const),
    ...[...newsroom.statics.keys()].map(path => [path, placeNames(path)] as const),
    ...[...record.values()].map(entry => [entry, entryNames(entry)] as const),
  ])
  const members = new Set<unknown>(newsroom.articles.filter(({ path }) => paths.includes(path)))
  for (let size = -1; size < members.size; ) {
    size = members.size
    const asked = new Set([...members].flatMap(member => names.get(member)?.asks ?? []))
    const known = new Set([...members].flatMap(member => names.get(member)?.known ?? []))
    for (const [other, { known: theirs, asks }] of names)
      if (theirs.some(name => asked.has(name)) || asks.some(name => known.has(name))) members.add(other)
  }
  return {
    newsroom: {
      ...newsroom,
      articles: newsroom.articles.filter(article => members.has(article)),
      standing: newsroom.standing.filter(page => members.has(page)),
      statics: new Map([...newsroom.statics].filter(([path]) => members.has(path))),
    },
    record: new Map([...record].filter(([, entry]) => members.has(entry))),
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

/** Keeps a part of a record from looking like that of a newsroom that was never published. */
const PUBLISHED_BEFORE: RecordEntry = {
  id: `${PREFIX}long-ago`,
  path: 'long-ago.md',
  permalink: '/long-ago/',
  hash: 'hash-long-ago',
  published: on(1).at - 1e9,
  former: [],
  gone: on(1).at,
}

test('computeEdition: what becomes of a file follows from its neighbourhood alone', () => {
  let smaller = 0
  fc.assert(
    fc.property(life, fc.nat(1000), (steps, chosen) => {
      let record: PublicationRecord = new Map([[PUBLISHED_BEFORE.id, PUBLISHED_BEFORE]])
      for (const [index, { accept, ...files }] of steps.entries()) {
        const newsroom = newsroomOf(files)
        const inputs = { site: SITE, asOf: on(4 + 2 * index).at, accept }
        const whole = computeEdition(newsroom, { ...inputs, record })
        const { path = '' } = newsroom.articles[chosen % newsroom.articles.length] ?? {}
        const part = neighbourhoodOf([path], { newsroom, record })
        if (part.newsroom.articles.length < newsroom.articles.length) smaller++
        const own = computeEdition(part.newsroom, {
          ...inputs,
          record: new Map([...part.record, [PUBLISHED_BEFORE.id, PUBLISHED_BEFORE]]),
        })
        expect(saidOf(own, part)).toEqual(saidOf(whole, part))
        record = whole.record
      }
    }),
    { numRuns: 300 },
  )
  expect(smaller).toBeGreaterThan(500)
})
