import { expect, test } from 'vitest'
import type { RecordEntry } from '../../src/model/record.ts'
import { noteAway } from '../../src/record/note-away.ts'
import { plainStory } from '../feed/newsroom.ts'

function awayAfter(entry: Partial<RecordEntry>, { sources = [], ids = [] }: { sources?: string[]; ids?: string[] } = {}) {
  const full = { id: 'a', path: 'a.md', permalink: '/a/', hash: '', published: 0, former: [], gone: 1, ...entry } as const
  const articles = ids.map(id => plainStory(1, { id }))
  return noteAway(new Map([['a', full]]), { articles, sources: new Set(sources) }).get('a')?.away
}

test('noteAway: what is gone is away from when its file is not there until its story is', () => {
  expect(awayAfter({})).toBe(true)
  expect(awayAfter({}, { sources: ['a.md'] })).toBeUndefined()
  expect(awayAfter({ away: true }, { sources: ['a.md'] })).toBe(true)
  expect(awayAfter({ away: true }, { ids: ['a'] })).toBeUndefined()
  expect(awayAfter({ gone: undefined })).toBeUndefined()
  expect(awayAfter({ path: '' })).toBeUndefined()
})
