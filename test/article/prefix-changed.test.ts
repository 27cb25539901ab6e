import { expect, test } from 'vitest'
import { prefixChanged } from '../../src/article/prefix-changed.ts'

const IMPORTED = ['tag:old.example.org,2015:e', 'e.md'] as const

function saidOf(idPrefix: string, ...stories: readonly (readonly [id: string, path: string])[]): readonly string[] {
  const rest = { permalink: '/x/', hash: '', published: 0, former: [], gone: undefined } as const
  const record = new Map(stories.map(([id, path]) => [id, { id, path, ...rest }]))
  return prefixChanged([{ givenId: IMPORTED[0] }], { record, idPrefix }).map(({ message, remedy }) => `${message} | ${remedy}`)
}

test('prefixChanged: tells of the prefix that everything was published under, and of none where some has the present one', () => {
  const old = ['tag:example.org,2026:2026/a', '2026/a.md'] as const
  const given = ['https://old.example.org/2026/b', '2026/b.md'] as const
  expect(saidOf('tag:example.org,2027:', given, old)).toEqual([
    'everything was published under tag:example.org,2026:: readers that know a feed by its id take it for another one now | write idPrefix: "tag:example.org,2026:"; or, where nobody reads it yet, delete out/ and .courant/ and publish anew',
  ])
  expect(saidOf('tag:example.org,2026:', given, old)).toEqual([])
  expect(saidOf('tag:example.org,2027:', given, old, ['tag:example.org,2027:c', 'c.md'])).toEqual([])
  expect(saidOf('tag:example.org,2027:', IMPORTED)).toEqual([])
  expect(saidOf('tag:example.org,2027:', given, ['tag:example.org,2026:d', ''])).toEqual([])
})
