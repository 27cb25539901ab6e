import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CacheDatabase } from '../../src/db/cache-database.ts'
import { plain, StoredMap, StoredMultiMap } from '../../src/db/stored-map.ts'
import { temporaryFolder } from '../support/newsroom.ts'

const text = (key: string): string => key

function mapIn(cache: CacheDatabase, { isNew = false, isLoaded = false } = {}): StoredMap<string, number> {
  return new StoredMap<string, number>(cache.map('language'), { keyOf: text, codec: plain(), isNew, isLoaded })
}

function multiMapIn(cache: CacheDatabase, isNew = false): StoredMultiMap<string, number> {
  return new StoredMultiMap<string, number>(cache.multiMap('linking'), { memberOf: text, codec: plain(), isNew })
}

/** A database with 6,000 entries, more than are kept in memory while one is filled, and a multimap. */
function filled(): string {
  const path = join(temporaryFolder(), 'cache.sqlite')
  using cache = CacheDatabase.make(path)
  cache.finish(() => {
    const map = mapIn(cache, { isNew: true })
    for (let number = 0; number < 6000; number++) map.set(`key ${number}`, number)
    expect(map.get('key 17')).toBe(17)
    map.save()
    const multi = multiMapIn(cache, true)
    multi.set('b', ['two', 2])
    multi.set('a', ['one', 1])
    multi.set('a', ['three', 3])
  })
  return path
}

function opened(path: string): CacheDatabase {
  const cache = CacheDatabase.open(path)
  if (!cache) throw new Error('cannot be opened')
  return cache
}

describe('StoredMap', () => {
  test.each([false, true])('is a map of what was there and of what changed, in memory whole: %s', isLoaded => {
    using cache = opened(filled())
    const map = mapIn(cache, { isLoaded })
    map.set('key 1', -1)
    map.delete('key 2')
    map.set('new', 7)
    map.delete('never there')
    const check = (its: StoredMap<string, number>): void => {
      expect(['key 0', 'key 1', 'key 2', 'new', 'never there'].map(key => its.get(key))).toEqual([
        0,
        -1,
        undefined,
        7,
        undefined,
      ])
      expect(its.size).toBe(6000)
      expect(new Map(its).size).toBe(6000)
      expect(its.has('key 2')).toBe(false)
      expect([...its.keys()].filter(key => key === 'new')).toEqual(['new'])
    }
    check(map)
    cache.begin()
    cache.commit(() => map.save())
    check(map)
    check(mapIn(cache))
  })

  test('gives the same object until it is saved', () => {
    using cache = opened(filled())
    const map = new StoredMap<string, { readonly of: string }>(cache.map('known'), {
      keyOf: text,
      codec: plain(),
      isNew: false,
    })
    map.set('a', { of: 'a' })
    cache.begin()
    cache.commit(() => map.save())
    const one = map.get('a')
    expect(map.get('a')).toBe(one)
    expect(one).toEqual({ of: 'a' })
  })

  test('what is not saved is not there for others', () => {
    const path = filled()
    using cache = opened(path)
    const map = mapIn(cache)
    map.set('key 1', -1)
    using other = opened(path)
    expect(mapIn(other).get('key 1')).toBe(1)
  })
})

describe('StoredMultiMap', () => {
  test('has the members of a key, as they were and as they change', () => {
    using cache = opened(filled())
    const multi = multiMapIn(cache)
    const members = (its: StoredMultiMap<string, number>) => ['a', 'b', 'c'].map(key => [...its.get(key)])
    expect(members(multi)).toEqual([
      [
        ['one', 1],
        ['three', 3],
      ],
      [['two', 2]],
      [],
    ])
    multi.delete('a', 'one')
    multi.set('c', ['four', 4])
    multi.delete('b', 'two')
    const changed = [[['three', 3]], [], [['four', 4]]]
    expect(['a', 'b', 'c', 'd'].map(multi.has)).toEqual([true, false, true, false])
    expect(members(multi)).toEqual(changed)
    cache.begin()
    cache.commit(() => multi.save())
    expect(members(multiMapIn(cache))).toEqual(changed)
    expect(['a', 'b', 'c', 'd'].map(multi.has)).toEqual([true, false, true, false])
  })
})
