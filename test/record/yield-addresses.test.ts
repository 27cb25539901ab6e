import { expect, test } from 'vitest'
import type { RecordEntry } from '../../src/model/record.ts'
import { yieldAddresses } from '../../src/record/yield-addresses.ts'

function formerOf(...entries: readonly (Pick<RecordEntry, 'id' | 'permalink'> & Partial<RecordEntry>)[]) {
  const rest = { path: 'x.md', hash: '', published: 0, former: [], gone: undefined }
  const record = yieldAddresses(new Map(entries.map(entry => [entry.id, { ...rest, ...entry }])))
  return [...record.values()].map(({ former }) => former)
}

test('yieldAddresses: a former address is its last holder’s, and nobody yields to a story that is gone', () => {
  const first = { id: 'a', permalink: '/y/', former: ['/x/', '/w/'] } as const
  expect(formerOf(first, { id: 'b', permalink: '/x/' })).toEqual([['/w/'], []])
  expect(formerOf(first, { id: 'b', permalink: '/x/', gone: 1 })).toEqual([['/x/', '/w/'], []])
  expect(formerOf({ ...first, former: ['/y/'] })).toEqual([['/y/']])
})
