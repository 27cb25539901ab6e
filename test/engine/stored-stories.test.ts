import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CacheDatabase } from '../../src/db/cache-database.ts'
import { newsroomTables } from '../../src/engine/newsroom-tables.ts'
import type { Article } from '../../src/model/article.ts'
import { plainStory } from '../feed/newsroom.ts'
import { temporaryFolder } from '../support/newsroom.ts'

const PART = 1024

/** A change of a list: so many stories go at a place, and so many come there. */
type Step = readonly [place: number, going: number, coming: number]

/** Places from the beginning to the end, and numbers of stories about as large as a part. */
const anyStep: fc.Arbitrary<Step> = fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.oneof(fc.nat(3), fc.nat(2 * PART)),
  fc.oneof(fc.nat(3), fc.nat(3 * PART)),
)

let made = 0

function storyNow(fields: Partial<Article> = {}): Article {
  return plainStory(made, { date: { at: 1000 * made++, dateOnly: made % 2 === 0 }, ...fields })
}

function tablesOf(cache: CacheDatabase, languages: readonly string[], isNew = false) {
  return newsroomTables(cache, { isNew, kinds: [], languages })
}

describe('StoredStories', () => {
  test('has a list as it was, whatever came and went in it', () => {
    fc.assert(
      fc.property(fc.nat(3 * PART), fc.array(anyStep, { minLength: 1, maxLength: 8 }), (length, steps) => {
        const path = join(temporaryFolder(), 'cache.sqlite')
        let stories: readonly Article[] = Array.from({ length }, () => storyNow())
        {
          using cache = CacheDatabase.make(path)
          cache.finish(() => {
            const tables = tablesOf(cache, [], true)
            tables.stories.setList('all', stories)
            tables.save()
          })
        }
        for (const [share, going, coming] of steps) {
          using cache = CacheDatabase.open(path)
          if (!cache) throw new Error('cannot be opened')
          const tables = tablesOf(cache, ['en'])
          tables.stories.load()
          const before = tables.stories.list('all')
          expect(before.map(({ date }) => date)).toEqual(stories.map(({ date }) => date))
          const place = Math.floor(share * before.length)
          const now = [...before]
          const gone = now.splice(place, going, ...Array.from({ length: coming }, () => storyNow()))
          tables.stories.setList('all', now)
          tables.stories.remove(gone)
          cache.begin()
          cache.commit(() => tables.save())
          stories = now.map(({ date }) => plainStory(0, { date }))
        }
      }),
      { numRuns: 12 },
    )
  })

  test('reads a story whole when somebody asks for more than its facts, and as JSON it is what was written', () => {
    const path = join(temporaryFolder(), 'cache.sqlite')
    const whole = storyNow({
      lang: 'fr',
      canonical: 'https://elsewhere.example.org/a',
      corrections: [{ date: { at: 5, dateOnly: false }, note: 'A name.' }],
      lead: true,
    })
    const plain = storyNow()
    {
      using cache = CacheDatabase.make(path)
      cache.finish(() => {
        const tables = tablesOf(cache, [], true)
        tables.stories.setSize(plain, { bytes: 700, shortBytes: 70, isFresh: true })
        tables.stories.setList('all', [whole, plain])
        tables.save()
      })
    }
    using cache = CacheDatabase.open(path)
    if (!cache) throw new Error('cannot be opened')
    const { stories } = tablesOf(cache, ['en', 'fr'])
    stories.load()
    const [first, second] = stories.list('all')
    if (!first || !second) throw new Error('too few')
    for (const [stored, was] of [
      [first, whole],
      [second, plain],
    ] as const) {
      for (const name of Object.keys(was) as (keyof Article)[]) expect(stored[name], name).toEqual(was[name])
      expect(JSON.stringify(stored)).toBe(JSON.stringify(was))
    }
    expect(stories.sizedOf(second)).toMatchObject({ bytes: 700, shortBytes: 70, isFresh: true, at: second.date.at })
  })
})
