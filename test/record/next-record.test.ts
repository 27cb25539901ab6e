import { describe, expect, test } from 'vitest'
import type { Article } from '../../src/model/article.ts'
import type { RecordEntry } from '../../src/model/record.ts'
import { missingStories, nextRecord, type RecordInputs } from '../../src/record/next-record.ts'
import { on, storyOf } from '../edition/stories.ts'

const asOf = on(10).at

/** The line that a first publish leaves of a story. */
function lineOf({ id, path, permalink, source, date }: Article, fields: Partial<RecordEntry> = {}): RecordEntry {
  return { id, path, permalink, hash: source.hash, published: date.at, former: [], gone: undefined, ...fields }
}

/** The next record after these lines, when all articles are released but those that are told otherwise. */
function next(before: readonly RecordEntry[], given: Partial<RecordInputs> & { readonly articles: readonly Article[] }) {
  const { articles } = given
  return nextRecord({
    unseen: new Set(),
    record: new Map(before.map(line => [line.id, line])),
    hasPublished: before.length > 0,
    sources: new Set(articles.map(({ path }) => path)),
    released: articles,
    became: new Map(),
    asOf,
    reached: asOf,
    accept: false,
    ...given,
  })
}

const story = storyOf('a')

describe('nextRecord', () => {
  test('a released story is known by id, path, address, bytes and date', () => {
    const { record, missing, diagnostics } = next([], { articles: [story] })
    expect([...record.values()]).toEqual([lineOf(story)])
    expect([missing, diagnostics]).toEqual([[], []])
  })

  test('nothing that is not released is in it', () => {
    const hidden = [storyOf('draft', { draft: true }), storyOf('embargoed', { date: on(20) })]
    expect(next([], { articles: [story, ...hidden], released: [story] }).record.size).toBe(1)
  })

  test('the first publication stays, whatever the date becomes', () => {
    const { record } = next([lineOf(story)], { articles: [{ ...story, date: on(5) }] })
    expect(record.get(story.id)?.published).toBe(on(1).at)
  })

  test('a moved story remembers every address it had, each once, and never its own', () => {
    const moved = storyOf('a', { path: '2027/b.md', permalink: '/2027/b/' })
    const once = next([lineOf(story)], { articles: [moved] }).record
    expect(once.get(story.id)).toMatchObject({ path: '2027/b.md', permalink: '/2027/b/', former: ['/2026/a/'] })
    const back = next([...once.values()], { articles: [story] }).record
    expect(back.get(story.id)).toMatchObject({ permalink: '/2026/a/', former: ['/2027/b/'] })
    const again = next([...back.values()], { articles: [moved] }).record
    expect(again.get(story.id)?.former).toEqual(['/2026/a/'])
  })

  test('an expired story is gone since it expired, at whatever publish that is noticed', () => {
    const expired = { ...story, expires: on(8).at }
    const { record, missing, diagnostics } = next([lineOf(story)], { articles: [expired], released: [] })
    expect(record.get(story.id)).toEqual(lineOf(story, { gone: on(8).at }))
    expect([missing, diagnostics]).toEqual([[], []])
    const later = next([...record.values()], { articles: [expired], released: [], asOf: on(20).at })
    expect(later.record.get(story.id)?.gone).toBe(on(8).at)
  })

  test.each([
    ['a draft', { draft: true }, 'draft'],
    ['due in the future', { date: on(20) }, 'date'],
  ])('a story that was set back to %s is gone from now on, with a warning', (_, fields, field) => {
    const { record, missing, diagnostics } = next([lineOf(story)], { articles: [{ ...story, ...fields }], released: [] })
    expect(record.get(story.id)?.gone).toBe(asOf)
    expect(missing).toEqual([])
    expect(diagnostics).toEqual([expect.objectContaining({ severity: 'warning', code: 'removed', path: story.path, field })])
  })

  test('a story that is public again is gone no more', () => {
    const { record } = next([lineOf(story, { gone: on(5).at })], { articles: [story] })
    expect(record.get(story.id)).toEqual(lineOf(story))
  })

  test('a story whose file is gone is missing, and its line stays as it was', () => {
    const { record, missing } = next([lineOf(story)], { articles: [] })
    expect(missing).toEqual([lineOf(story)])
    expect(record.get(story.id)).toEqual(lineOf(story))
  })

  test('accepted, it is gone from now on', () => {
    const { record, missing } = next([lineOf(story)], { articles: [], accept: true })
    expect(missing).toEqual([])
    expect(record.get(story.id)).toEqual(lineOf(story, { gone: asOf }))
  })

  test('so it is when another story names its address among its aliases', () => {
    const heir = storyOf('b', { aliases: ['/2026/a/'] })
    const { record, missing } = next([lineOf(story)], { articles: [heir] })
    expect(missing).toEqual([])
    expect(record.get(story.id)?.gone).toBe(asOf)
  })

  test('a story whose file is there and cannot be read is neither missing nor gone', () => {
    const { record, missing } = next([lineOf(story)], { articles: [], sources: new Set([story.path]), accept: true })
    expect(missing).toEqual([])
    expect(record.get(story.id)).toEqual(lineOf(story))
  })

  test('a story whose file holds another one now is gone from now on', () => {
    const other = storyOf('a', { id: 'tag:news.example.org,2026:other' })
    const { record, missing } = next([lineOf(story)], { articles: [other], accept: true })
    expect(missing).toEqual([])
    expect(record.get(story.id)?.gone).toBe(asOf)
    expect(record.get(other.id)?.gone).toBeUndefined()
  })

  test('a story that was public as two is one from now on, with the addresses of both, and a warning says so', () => {
    const makeshift = storyOf('b')
    const merged = storyOf('a', { path: '2026/b.md', permalink: '/2026/c/' })
    const { record, missing, diagnostics } = next([lineOf(story), lineOf(makeshift, { former: ['/2026/d/'] })], {
      articles: [merged],
      became: new Map([[makeshift.id, story.id]]),
    })
    expect(missing).toEqual([])
    expect(record.get(makeshift.id)).toEqual(lineOf(makeshift, { former: ['/2026/d/'], gone: asOf }))
    expect(record.get(story.id)).toEqual(lineOf(merged, { former: ['/2026/a/', '/2026/d/', '/2026/b/'] }))
    expect(diagnostics).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'removed',
        path: '2026/b.md',
        field: 'id',
        message: expect.stringContaining(`as ${makeshift.id} as well, and is ${story.id} alone`),
      }),
    ])
  })

  test('what is gone stays known for good', () => {
    const line = lineOf(story, { gone: on(3).at })
    const { record, missing } = next([line], { articles: [] })
    expect(missing).toEqual([])
    expect(record.get(story.id)).toEqual(line)
  })

  test('takes nothing for removed where nobody can look, though removals are accepted', () => {
    const line = lineOf(story)
    const { record, missing } = next([line], { articles: [], unseen: new Set(['2026']), accept: true })
    expect(missing).toEqual([line])
    expect(record.get(story.id)).toEqual(line)
  })

  test('changes nothing in the record it is given', () => {
    const before = new Map([[story.id, Object.freeze(lineOf(story))]])
    next([], { articles: [], record: before, accept: true })
    expect([...before.values()]).toEqual([lineOf(story)])
  })
})

describe('missingStories', () => {
  const NOTHING = { unseen: new Set<string>(), resemblances: [] } as const

  test('names the address, the id and every way out', () => {
    const [{ path, message, remedy = '' } = {}] = missingStories([lineOf(story)], NOTHING)
    expect([path, message]).toEqual([story.path, 'this story is public at /2026/a/, and its file is gone'])
    for (const way of [`id: ${story.id}`, 'aliases', '--accept']) expect(remedy).toContain(way)
  })

  test('stands at the address when the record does not know the file', () => {
    expect(missingStories([lineOf(story, { path: '' })], NOTHING)).toMatchObject([{ path: '/2026/a/' }])
  })

  test('says nothing of what cannot be seen now', () => {
    expect(missingStories([lineOf(story)], { ...NOTHING, unseen: new Set(['2026']) })).toEqual([])
  })
})
