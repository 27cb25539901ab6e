import { describe, expect, test } from 'vitest'
import { assignIds } from '../../src/article/assign-ids.ts'
import type { ParsedArticle } from '../../src/article/parse-article.ts'
import type { PublicationRecord, RecordEntry } from '../../src/model/record.ts'
import { plainStory } from '../feed/newsroom.ts'

const PREFIX = 'tag:news.example.org,2026:'
const OWN_ID = 'give this story an id of its own, or remove its id line'

function parsed(path: string, { id, hash = path }: { readonly id?: string; readonly hash?: string } = {}): ParsedArticle {
  const { id: _id, ...story } = plainStory(1, { path, source: { hash, facts: '', bodyLine: 1 } })
  return { ...story, givenId: id }
}

function recordOf(
  ...entries: readonly (Pick<RecordEntry, 'id' | 'path' | 'hash'> & Partial<RecordEntry>)[]
): PublicationRecord {
  return new Map(entries.map(entry => [entry.id, { permalink: '/x/', published: 0, former: [], gone: undefined, ...entry }]))
}

function idsOf(articles: readonly ParsedArticle[], record: PublicationRecord = new Map(), accept = false) {
  const assigned = assignIds(articles, { record, idPrefix: PREFIX, accept })
  return {
    ids: Object.fromEntries(assigned.articles.map(({ path, id }) => [path, id])),
    mistakes: assigned.diagnostics.map(({ path, message, remedy }) => `${path}: ${message} | ${remedy}`),
  }
}

describe('assignIds', () => {
  test('assignIds: the id given comes first, then what the record knows, then the path', () => {
    const record = recordOf({ id: 'urn:x:known', path: 'known.md', hash: 'h' })
    expect(idsOf([parsed('given.md', { id: 'urn:x:given' }), parsed('known.md'), parsed('2026/new é.md')], record).ids).toEqual(
      {
        'given.md': 'urn:x:given',
        'known.md': 'urn:x:known',
        '2026/new é.md': `${PREFIX}2026/new%20%C3%A9`,
      },
    )
  })

  test('assignIds: a file with new name and the same bytes is the same story', () => {
    const record = recordOf({ id: 'urn:x:1', path: 'old.md', hash: 'same' })
    expect(idsOf([parsed('new.md', { hash: 'same' })], record).ids).toEqual({ 'new.md': 'urn:x:1' })
    expect(idsOf([parsed('new.md', { hash: 'other' })], record).ids).toEqual({ 'new.md': `${PREFIX}new` })
  })

  test('assignIds: the bytes take the id along when another story takes the file, and no made id is given twice', () => {
    const record = recordOf({ id: `${PREFIX}today`, path: 'today.md', hash: 'same' })
    expect(idsOf([parsed('monday.md', { hash: 'same' }), parsed('today.md')], record)).toEqual({
      ids: { 'monday.md': `${PREFIX}today`, 'today.md': `${PREFIX}today;2` },
      mistakes: [
        `today.md: the story that was in this file is in another one now, so this is a new one, ${PREFIX}today;2 | if it is the same story still, write id: ${PREFIX}today`,
      ],
    })
    const later = recordOf(
      { id: `${PREFIX}today`, path: 'monday.md', hash: 'same' },
      { id: `${PREFIX}today;2`, path: 'tuesday.md', hash: 'h' },
    )
    const files = [parsed('monday.md', { hash: 'same' }), parsed('tuesday.md', { hash: 'h' }), parsed('today.md')]
    expect(idsOf(files, later)).toEqual({
      ids: { 'monday.md': `${PREFIX}today`, 'tuesday.md': `${PREFIX}today;2`, 'today.md': `${PREFIX}today;3` },
      mistakes: [],
    })
  })

  test('assignIds: two recorded files that change places keep their stories; copies and ids written down leave a path its own', () => {
    const record = recordOf({ id: 'urn:x:1', path: 'a.md', hash: 'h1' }, { id: 'urn:x:2', path: 'b.md', hash: 'h2' })
    const swapped = [parsed('a.md', { hash: 'h2' }), parsed('b.md', { hash: 'h1' })]
    expect(idsOf(swapped, record)).toEqual({ ids: { 'a.md': 'urn:x:2', 'b.md': 'urn:x:1' }, mistakes: [] })
    const copied = [parsed('a.md'), parsed('c.md', { hash: 'h1' }), parsed('d.md', { hash: 'h1' })]
    expect(idsOf(copied, record).ids).toMatchObject({ 'a.md': 'urn:x:1' })
    const written = [parsed('a.md', { id: 'urn:x:1' }), parsed('c.md', { hash: 'h1' })]
    expect(idsOf(written, record).ids).toEqual({ 'a.md': 'urn:x:1', 'c.md': `${PREFIX}c` })
  })

  test('assignIds: a file that was away comes back as its story with the same bytes only; one that was held back is edited', () => {
    const goneWith = (fields: Partial<RecordEntry>) =>
      recordOf({ id: `${PREFIX}a`, path: 'a.md', hash: 'same', gone: 1, ...fields })
    expect(idsOf([parsed('a.md')], goneWith({})).ids).toEqual({ 'a.md': `${PREFIX}a` })
    expect(idsOf([parsed('a.md', { hash: 'same' })], goneWith({ away: true })).ids).toEqual({ 'a.md': `${PREFIX}a` })
    expect(idsOf([parsed('a.md')], goneWith({ away: true }))).toEqual({
      ids: { 'a.md': `${PREFIX}a;2` },
      mistakes: [
        `a.md: the story that was in this file is gone, so this is a new one, ${PREFIX}a;2 | if it is the same story still, write id: ${PREFIX}a`,
      ],
    })
  })

  test('assignIds: two with one id are an error that names both, and whom the record knows keeps it', () => {
    const twins = [parsed('a.md', { id: 'urn:x:1' }), parsed('b.md', { id: 'urn:x:1' })]
    expect(idsOf(twins)).toEqual({
      ids: { 'a.md': 'urn:x:1' },
      mistakes: [`b.md: the id urn:x:1 is also that of a.md | ${OWN_ID}`],
    })
    expect(idsOf(twins, recordOf({ id: 'urn:x:1', path: 'b.md', hash: 'h' }))).toEqual({
      ids: { 'b.md': 'urn:x:1' },
      mistakes: [`a.md: the id urn:x:1 is also that of b.md | ${OWN_ID}`],
    })
  })

  test('assignIds: of two with an id that nobody has, one that is due goes before one that is to come', () => {
    const twins = [parsed('a.md', { id: 'urn:x:1' }), parsed('b.md', { id: 'urn:x:1' })]
    const isDue = (article: object) => 'path' in article && article.path === 'b.md'
    const { articles } = assignIds(twins, { record: new Map(), idPrefix: PREFIX, accept: false, isDue })
    expect(articles.map(({ path }) => path)).toEqual(['b.md'])
  })

  test('assignIds: whoever takes the id of another and was public under its own keeps that', () => {
    const record = recordOf({ id: 'urn:x:1', path: 'a.md', hash: 'h' }, { id: 'urn:x:2', path: 'b.md', hash: 'i' })
    expect(idsOf([parsed('a.md', { id: 'urn:x:1' }), parsed('b.md', { id: 'urn:x:1' })], record)).toEqual({
      ids: { 'a.md': 'urn:x:1', 'b.md': 'urn:x:2' },
      mistakes: [`b.md: the id urn:x:1 is also that of a.md | ${OWN_ID}`],
    })
  })

  test('assignIds: an id that would change is an error that names both, and the one that subscribers know stays', () => {
    const record = recordOf({ id: 'urn:x:old', path: 'a.md', hash: 'h' })
    const changed = [parsed('a.md', { id: 'urn:x:new' })]
    expect(idsOf(changed, record)).toEqual({
      ids: { 'a.md': 'urn:x:old' },
      mistakes: [
        'a.md: subscribers know this story as urn:x:old; with urn:x:new it would reach them again as a new one | write id: urn:x:old, or remove the line; if it really is another story, publish with --accept',
      ],
    })
    expect(idsOf(changed, record, true)).toEqual({ ids: { 'a.md': 'urn:x:new' }, mistakes: [] })
  })

  test('assignIds: an id may be written down, may return to another name, and may follow one that is gone', () => {
    const known = recordOf({ id: 'urn:x:old', path: 'a.md', hash: 'h' }, { id: 'urn:x:moved', path: 'b.md', hash: 'i' })
    expect(idsOf([parsed('a.md', { id: 'urn:x:old' })], known)).toEqual({ ids: { 'a.md': 'urn:x:old' }, mistakes: [] })
    expect(idsOf([parsed('a.md', { id: 'urn:x:moved' })], known)).toEqual({ ids: { 'a.md': 'urn:x:moved' }, mistakes: [] })
    const gone = recordOf({ id: 'urn:x:old', path: 'a.md', hash: 'h', gone: 1 })
    expect(idsOf([parsed('a.md', { id: 'urn:x:new' })], gone)).toEqual({ ids: { 'a.md': 'urn:x:new' }, mistakes: [] })
  })

  test('assignIds: an id that a path made gives way to one that subscribers know; one that somebody gave does not', () => {
    const known = recordOf(
      { id: 'urn:x:old', path: 'old.md', hash: 'h' },
      { id: `${PREFIX}new`, path: 'new.md', hash: 'i' },
      { id: 'urn:x:given', path: 'given.md', hash: 'j' },
    )
    const becameOf = (...articles: readonly ParsedArticle[]) =>
      Object.fromEntries(assignIds(articles, { record: known, idPrefix: PREFIX, accept: false }).became)
    expect(becameOf(parsed('new.md', { id: 'urn:x:old' }))).toEqual({ [`${PREFIX}new`]: 'urn:x:old' })
    expect(becameOf(parsed('given.md', { id: 'urn:x:old' }))).toEqual({})
    expect(becameOf(parsed('new.md', { id: 'urn:x:unknown' }))).toEqual({})
    expect(becameOf(parsed('new.md'))).toEqual({})
    // The story is still there under its own name: the id is a mistake.
    expect(becameOf(parsed('new.md', { id: 'urn:x:old' }), parsed('old.md'))).toEqual({})
  })

  test('assignIds: a story of a record that was rebuilt from feeds is known by its address', () => {
    const record = recordOf({ id: 'urn:x:1', path: '', hash: '', permalink: parsed('a.md').permalink })
    expect(idsOf([parsed('a.md')], record)).toEqual({ ids: { 'a.md': 'urn:x:1' }, mistakes: [] })
  })

  test('assignIds: three with one id leave one', () => {
    const { ids, mistakes } = idsOf(['a.md', 'b.md', 'c.md'].map(path => parsed(path, { id: 'urn:x:1' })))
    expect(Object.keys(ids)).toEqual(['a.md'])
    expect(mistakes).toHaveLength(2)
  })
})
