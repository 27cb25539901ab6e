import { describe, expect, test } from 'vitest'
import { channelsOf } from '../../src/edition/channels-of.ts'
import { byLanguage } from '../../src/edition/group-stories.ts'
import { subjectsOf } from '../../src/edition/subjects.ts'
import { withTombstones } from '../../src/edition/tombstones.ts'
import type { Article } from '../../src/model/article.ts'
import type { RecordEntry } from '../../src/model/record.ts'
import { on, site, storyOf } from './stories.ts'

/** The line of the record of a story that is public no more. */
function gone({ id, path, permalink }: Article, day: number): RecordEntry {
  return { id, path, permalink, hash: '', published: on(1).at, former: [], gone: on(day).at }
}

/** Ids of the tombstones of every channel, by its path. */
function tombstonesIn(input: {
  readonly released: readonly Article[]
  readonly articles?: readonly Article[]
  readonly record?: readonly RecordEntry[]
}) {
  const { released, articles = released, record = [] } = input
  const channels = channelsOf({
    site,
    released,
    languages: byLanguage(released),
    subjects: subjectsOf(released, site),
    changes: released,
  })
  const byId = new Map(articles.map(article => [article.id, article]))
  const told = withTombstones(channels, { gone: record, articleOf: id => byId.get(id) })
  return Object.fromEntries(told.map(({ path, tombstones }) => [path, tombstones]))
}

const goods = { slug: 'goods', title: 'Goods' }
const desk = { slug: 'desk', name: 'The desk', type: 'person' as const, email: undefined, url: undefined }
const everywhere = { topics: [goods], section: 'News', authors: [desk] }

const living = storyOf('living', everywhere)
const french = storyOf('french', { ...everywhere, lang: 'fr' })

describe('withTombstones', () => {
  test('a withdrawn story has one in every channel that carries it, but for the changes', () => {
    const story = storyOf('a', { ...everywhere, withdrawn: { date: on(5), reason: 'In error.', replacement: undefined } })
    const tombstone = { id: story.id, when: on(5).at }
    expect(tombstonesIn({ released: [story, storyOf('b')] })).toEqual({
      '/': [tombstone],
      '/changes/': [],
      '/topics/goods/': [tombstone],
      '/sections/news/': [tombstone],
      '/authors/desk/': [tombstone],
    })
  })

  test('an expired story has one in the channels that it was in', () => {
    const expired = storyOf('a', { topics: [goods], expires: on(6).at })
    const tombstone = { id: expired.id, when: on(6).at }
    expect(tombstonesIn({ released: [living], articles: [living, expired], record: [gone(expired, 6)] })).toEqual({
      '/': [tombstone],
      '/changes/': [],
      '/topics/goods/': [tombstone],
      '/sections/news/': [],
      '/authors/desk/': [],
    })
  })

  test('of a story whose file is no more, the site alone tells', () => {
    const removed = gone(storyOf('a', everywhere), 6)
    const { '/': whole, ...others } = tombstonesIn({ released: [living], record: [removed] })
    expect(whole).toEqual([{ id: removed.id, when: on(6).at }])
    expect(Object.values(others).flat()).toEqual([])
  })

  test('no channel of another language tells of it', () => {
    const expired = storyOf('a', { ...everywhere, lang: 'fr', expires: on(6).at })
    const told = tombstonesIn({ released: [living, french], articles: [living, french, expired], record: [gone(expired, 6)] })
    const telling = Object.keys(told).filter(path => told[path]?.length === 1)
    expect(telling).toEqual(['/', '/topics/goods/', '/sections/news/', '/authors/desk/', '/fr/', '/fr/topics/goods/'])
  })

  test('a story that is public again has none', () => {
    expect(tombstonesIn({ released: [living], record: [{ ...gone(living, 6), gone: undefined }] })['/']).toEqual([])
  })

  test('the latest first, and no more than 50', () => {
    const record = Array.from({ length: 60 }, (_, index) => gone(storyOf(`gone-${index}`), index + 1))
    const whole = tombstonesIn({ released: [], record })['/'] ?? []
    expect(whole).toHaveLength(50)
    expect(whole[0]?.when).toBe(on(60).at)
    expect(whole).toEqual(whole.toSorted((a, b) => b.when - a.when))
  })
})
