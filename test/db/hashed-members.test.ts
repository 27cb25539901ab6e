import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CacheDatabase } from '../../src/db/cache-database.ts'
import { HashedMembers } from '../../src/db/hashed-members.ts'
import { hash32 } from '../../src/model/hash32.ts'
import { temporaryFolder } from '../support/newsroom.ts'

const NONE: ReadonlySet<number> = new Set()

function membersIn(cache: CacheDatabase, isNew = false): HashedMembers<string> {
  return new HashedMembers(cache.parts('hashed'), { hashOf: text => hash32(text) >>> 0, memberOf: text => text, isNew })
}

/** A database that was filled with these members, in a file of its own. */
function filledWith(all: ReadonlyMap<string, ReadonlySet<number>>): string {
  const path = join(temporaryFolder(), 'cache.sqlite')
  using cache = CacheDatabase.make(path)
  cache.finish(() => {
    const members = membersIn(cache, true)
    for (const [member, now] of all) members.change(member, { before: NONE, now })
    members.save()
  })
  return path
}

function opened(path: string): CacheDatabase {
  const cache = CacheDatabase.open(path)
  if (!cache) throw new Error('cannot be opened')
  return cache
}

/** Members with a few hashes each, of which some are shared; so many that there are several parts of each kind. */
function manyMembers(count: number): Map<string, ReadonlySet<number>> {
  const hashes = (index: number): ReadonlySet<number> =>
    new Set([hash32(`one ${index}`) >>> 0, hash32(`shared ${Math.floor(index / 3)}`) >>> 0, 0, 0xffffffff])
  return new Map(Array.from({ length: count }, (_, index) => [`file ${index}.md`, hashes(index)]))
}

describe('HashedMembers', () => {
  test.each([0, 1, 700, 3000])('finds each of %i members by each of its hashes, and no other', count => {
    const all = manyMembers(count)
    using cache = opened(filledWith(all))
    const members = membersIn(cache)
    for (const index of [0, 1, 255, 256, 699, 2999].filter(index => index < count))
      expect(members.of(hash32(`one ${index}`) >>> 0)).toEqual([`file ${index}.md`])
    expect(members.of(0)).toHaveLength(count)
    expect(members.of(0xffffffff)).toHaveLength(count)
    expect(members.of(hash32('shared 0') >>> 0)).toEqual([...all.keys()].slice(0, 3))
    expect(members.of(hash32('of nobody') >>> 0)).toEqual([])
  })

  test('keeps what is saved, and nothing else, when it is opened again', () => {
    const path = filledWith(manyMembers(600))
    const now = new Set([1, 2])
    {
      using cache = opened(path)
      const members = membersIn(cache)
      cache.begin()
      members.change('new', { before: NONE, now })
      members.change('file 5.md', { before: manyMembers(600).get('file 5.md') ?? NONE, now: NONE })
      cache.commit(() => members.save())
      members.change('never saved', { before: NONE, now })
    }
    using cache = opened(path)
    const members = membersIn(cache)
    expect(members.of(1)).toEqual(['new'])
    expect(members.of(0)).toHaveLength(599)
    expect(members.of(hash32('one 5') >>> 0)).toEqual([])
    members.change('new', { before: now, now: new Set([2, 3]) })
    expect([1, 2, 3].map(members.of)).toEqual([[], ['new'], ['new']])
  })

  test('after any changes, saved now and then, is what a map of sets is', () => {
    const hashes = fc.array(fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1, hash32('a') >>> 0), { maxLength: 4 })
    const step = fc.record({ member: fc.constantFrom('a', 'b', 'c', 'd'), hashes, isSaved: fc.boolean() })
    const path = filledWith(new Map())
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), steps => {
        using cache = opened(path)
        const members = membersIn(cache)
        const known = new Map<string, ReadonlySet<number>>()
        cache.begin()
        for (const { member, hashes, isSaved } of steps) {
          const now = new Set(hashes)
          members.change(member, { before: known.get(member) ?? NONE, now })
          known.set(member, now)
          if (isSaved) members.save()
        }
        for (const hash of [0, 1, 2 ** 31, 2 ** 32 - 1])
          expect(new Set(members.of(hash))).toEqual(
            new Set([...known].flatMap(([member, its]) => (its.has(hash) ? [member] : []))),
          )
      }),
      { numRuns: 60 },
    )
  })
})
