import { beforeAll, describe, expect, test } from 'vitest'
import { aliasPath } from '../../src/edition/places-taken.ts'
import type { Published } from '../../src/engine/publish-result.ts'
import { kindsAt, MADE, madeAt } from '../../src/model/made-files.ts'
import { readManifest } from '../../src/output/manifest-file.ts'
import { readRecord } from '../../src/output/record-file.ts'
import { previewFeed } from '../../src/preview/preview-feed.ts'
import { previewOf } from '../preview/previewing.ts'
import {
  AS_OF,
  DEMONSTRATION,
  fixture,
  newsroomFrom,
  newsroomOf,
  SITE_YAML,
  story,
  type TemporaryNewsroom,
} from '../support/newsroom.ts'

function pathsIn(newsroom: TemporaryNewsroom): readonly string[] {
  return [...(readManifest(newsroom.read('manifest.jsonl'))?.keys() ?? [])]
}

/** Where files are by their authors' word: stories, pages, what they had before, redirects, and files beside them in each width. */
function authorsPaths(newsroom: TemporaryNewsroom, { edition, site }: Published): ReadonlySet<string> {
  const record = [...readRecord(newsroom.read('record.jsonl'), 'record.jsonl').values()]
  const addresses = [
    ...record.flatMap(({ permalink, former }) => [permalink, ...former]),
    ...edition.standing.map(({ permalink }) => permalink),
    ...edition.released.flatMap(({ aliases }) => aliases),
    ...site.redirects.keys(),
  ]
  const files = [...newsroom.sources().keys()].map(path => path.replace(/^static\//, ''))
  return new Set([...addresses.map(aliasPath), ...files])
}

/** Of which kind each published file is, and whether it is an author's. */
function kindsIn(newsroom: TemporaryNewsroom, published: Published): readonly (readonly [path: string, ...string[]])[] {
  const authors = authorsPaths(newsroom, published)
  const isReplacing = (path: string): boolean => madeAt(path).staticFile === 'replaces'
  return pathsIn(newsroom).map(path => {
    const isAuthors = authors.has(path.replace(/\.\d+w\.webp$/, ''))
    return isAuthors && isReplacing(path)
      ? [path, "an author's"]
      : [path, ...(isAuthors ? ["an author's"] : []), ...kindsAt(path)]
  })
}

/** A newsroom in which Courant makes one of everything: archives of feeds, a story that is gone, one that moved, redirects, news. */
async function richNewsroom(): Promise<{ readonly newsroom: TemporaryNewsroom; readonly published: Published }> {
  const many = Array.from({ length: 80 }, (_, index) => {
    const date = `2026-0${Math.floor(index / 20) + 1}-${String((index % 20) + 1).padStart(2, '0')}`
    return [`2026/n${index}.md`, story({ title: `Number ${index}`, date, topics: ['ports'], section: 'trade' })]
  })
  const newsroom = newsroomOf({
    ...Object.fromEntries(many),
    'site.yaml': `${SITE_YAML}demonstration: true\nfeeds: { items: 30 }\nredirects: { /legacy/: /2026/n1/ }\n`,
    'fresh.md': story({ title: 'New', date: '2026-05-31' }),
    'fresh.fr.md': story({ title: 'Nouvelle', date: '2026-05-31' }),
    'gone.md': story({ title: 'Gone' }),
    'early.md': story({ title: 'Moves', id: 'moves' }),
  })
  await newsroom.publish()
  newsroom.remove('gone.md')
  newsroom.remove('early.md')
  newsroom.write({ 'late.md': story({ title: 'Moves', id: 'moves' }) })
  return { newsroom, published: await newsroom.publish({ accept: true }) }
}

describe('MADE', () => {
  let newsroom: TemporaryNewsroom
  let published: Published

  beforeAll(async () => {
    const rich = await richNewsroom()
    newsroom = rich.newsroom
    published = rich.published
  })

  test('publish: every file of a newsroom with everything is of one kind exactly, and there is one of each kind', () => {
    const counts = kindsIn(newsroom, published)
    expect(counts.filter(({ length }) => length !== 2)).toEqual([])
    const found = new Set(counts.map(([, kind]) => kind))
    const own = Object.entries(MADE).flatMap(([kind, { where }]) => (where.of === 'courant' ? [kind] : []))
    // The manifest does not list itself; names of feeds are made where Courant deploys to; the index of the search follows later.
    expect(own.filter(kind => !found.has(kind))).toEqual(['feed-name', 'manifest', 'index-pointer', 'index-part'])
  })

  test.each([
    ['the demonstration newsroom', DEMONSTRATION, Date.UTC(2026, 10, 20, 12)],
    ['everything', fixture('everything'), AS_OF],
  ])('publish: so is every file of %s', async (_name, folder, asOf) => {
    const other = newsroomFrom(folder)
    const kinds = kindsIn(other, await other.publish({ asOf }))
    expect(kinds.length).toBeGreaterThan(50)
    expect(kinds.filter(({ length }) => length !== 2)).toEqual([])
  })

  test('preview: shows what the table says, and nothing else', async () => {
    const preview = await previewOf(newsroom)
    for (const path of pathsIn(newsroom)) {
      const [kind] = kindsAt(path)
      const isShown = preview.previewed.places.has(path) || (await previewFeed(preview, `/${path}`)) !== undefined
      const decided = Object.entries(MADE).find(([name]) => name === kind)?.[1].isPreviewed ?? true
      expect.soft([path, isShown]).toEqual([path, decided])
    }
  })
})
