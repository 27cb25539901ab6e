import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Published } from '../../src/engine/publish-result.ts'
import { AS_OF, type Files, newsroomOf, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { seenIn } from './seen.ts'

const DAY = 86_400_000

/** Stories on days that follow one another, the first on the day given. */
function storiesOf(name: string, { count, from }: { readonly count: number; readonly from: string }): Files {
  const first = Date.parse(from)
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `${name}/${index}.md`,
      story({ title: `${name} ${index}`, date: new Date(first + index * DAY).toISOString().slice(0, 10) }),
    ]),
  )
}

/** A newsroom of twenty stories of this year, published. */
async function publishedNewsroom(): Promise<TemporaryNewsroom> {
  const newsroom = newsroomOf(storiesOf('own', { count: 20, from: '2026-02-01' }))
  await newsroom.publish()
  return newsroom
}

/** Thirty stories of years ago, as an import brings them. */
const IMPORTED = storiesOf('imported', { count: 30, from: '2019-01-01' })

describe('publish: an import of old stories', () => {
  test('publish: stops before anything is touched, and says which stories of which feeds it is about', async () => {
    const newsroom = await publishedNewsroom()
    const before = newsroom.out()
    newsroom.write(IMPORTED)
    const stopped = await newsroom.attempt()
    if (stopped.kind !== 'stopped') throw new Error(stopped.kind)
    expect(stopped.turnovers.map(({ diff, stories }) => [diff.channel.path, diff.before, stories.length])).toEqual([
      ['/', 20, 30],
    ])
    expect(seenIn(stopped)['/']).toHaveLength(30)
    expect([...newsroom.out()]).toEqual([...before])
  })

  test('publish: goes out when that is accepted, and is no question again', async () => {
    const newsroom = await publishedNewsroom()
    newsroom.write(IMPORTED)
    expect((await newsroom.publish({ accept: true })).edition.released).toHaveLength(50)
    expect(await newsroom.publish()).toMatchObject({ written: [], diagnostics: [] })
  })

  test('publish: is no question in the first publish, nor of a feed with fewer than twenty stories', async () => {
    const newsroom = newsroomOf(storiesOf('own', { count: 19, from: '2026-02-01' }))
    await newsroom.publish()
    newsroom.write(IMPORTED)
    expect((await newsroom.publish()).edition.released).toHaveLength(49)
  })

  test('publish: half of a feed is none either', async () => {
    const newsroom = await publishedNewsroom()
    newsroom.write(storiesOf('imported', { count: 10, from: '2019-01-01' }))
    expect((await newsroom.publish()).edition.released).toHaveLength(30)
  })
})

describe('publish: a turnover that is held back', () => {
  test('publish: holds the stories in question alone; what is new and what is edited goes out', async () => {
    const newsroom = await publishedNewsroom()
    newsroom.write({
      ...IMPORTED,
      'own/19.md': story({ title: 'Edited', date: '2026-02-20' }),
      'today.md': story({ title: 'Today', date: '2026-06-01' }),
    })
    const published = await newsroom.publish({ onTurnover: 'hold' })
    expect(seenIn(published)).toEqual({ '/': ['new Today', 'edited Edited'] })
    expect(published.diagnostics).toHaveLength(30)
    expect(published.diagnostics[0]).toEqual({
      severity: 'error',
      code: 'held-back',
      path: 'imported/0.md',
      line: 1,
      column: 1,
      message: 'this change is held back: with others, it would make most of a feed new or gone at once',
      remedy:
        'if that is meant, publish once with --accept; courant publish --dry-run --accept shows what subscribers would see',
    })
    expect([...newsroom.out()].filter(([path, bytes]) => (path + bytes).includes('imported'))).toEqual([])
  })

  test('publish: never holds a story that comes due, however many come at once', async () => {
    const newsroom = await publishedNewsroom()
    newsroom.write(IMPORTED)
    newsroom.write(storiesOf('due', { count: 15, from: '2026-06-02' }))
    const published = await newsroom.publish({ onTurnover: 'hold', asOf: AS_OF + 60 * DAY })
    const seen = seenIn(published)['/'] ?? []
    expect(seen).toHaveLength(15)
    expect(seen.every(line => line.startsWith('new due '))).toBe(true)
    // Those that would stand in an archive alone are seen by nobody: no question.
    const told = published.diagnostics.map(({ code, path }) => `${code} ${path.split('/')[0]}`)
    expect(new Set(told)).toEqual(new Set(['held-back imported', 'late imported']))
    expect(told.filter(line => line === 'held-back imported').length).toBeGreaterThan(10)
  })

  test('publish: holds nothing any more once it was accepted', async () => {
    const newsroom = await publishedNewsroom()
    newsroom.write(IMPORTED)
    await newsroom.publish({ onTurnover: 'hold' })
    await newsroom.publish({ accept: true })
    const published = await newsroom.publish({ onTurnover: 'hold' })
    expect(published).toMatchObject({ written: [], diagnostics: [] })
    expect(published.edition.released).toHaveLength(50)
  })

  test('publish: stories that would all leave at once stay as they were', async () => {
    const newsroom = await publishedNewsroom()
    const before = newsroom.out()
    for (let index = 0; index < 15; index++)
      newsroom.write({ [`own/${index}.md`]: story({ title: `own ${index}`, date: '2026-02-01', draft: true }) })
    expect((await newsroom.attempt()).kind).toBe('stopped')
    const published = await newsroom.publish({ onTurnover: 'hold' })
    expect(published).toMatchObject({ written: [], removed: [] })
    expect([...newsroom.out()]).toEqual([...before])
    expect(seenIn(await newsroom.publish({ accept: true }))['/']).toHaveLength(15)
  })

  test('publish: stories that expire were meant to leave', async () => {
    const newsroom = newsroomOf(
      Object.fromEntries(
        Array.from({ length: 20 }, (_, index) => [`${index}.md`, story({ title: `S${index}`, expires: '2026-06-02' })]),
      ),
    )
    await newsroom.publish()
    const published = await newsroom.publish({ asOf: AS_OF + DAY })
    expect(published.diagnostics).toEqual([])
    expect(published.edition.released).toEqual([])
  })
})

describe('publish: what is held back stays so', () => {
  const HOLD = { onTurnover: 'hold' } as const
  const DUE = AS_OF + 60 * DAY
  const TWELVE = storiesOf('imported', { count: 12, from: '2019-01-01' })

  /** Twenty stories, and twelve old ones that were held back; ten more come due within weeks. */
  async function withHeld(): Promise<TemporaryNewsroom> {
    const newsroom = await publishedNewsroom()
    newsroom.write({ ...TWELVE, ...storiesOf('due', { count: 10, from: '2026-06-10' }) })
    expect(heldIn(await newsroom.publish(HOLD))).toHaveLength(12)
    return newsroom
  }

  function heldIn({ diagnostics }: Published): readonly string[] {
    return diagnostics.filter(({ code }) => code === 'held-back').map(({ path }) => path)
  }

  test('publish: also when the stories that come due make the feed so long that it is less than half of it', async () => {
    const newsroom = await withHeld()
    const due = await newsroom.publish({ ...HOLD, asOf: DUE })
    expect(seenIn(due)['/']).toHaveLength(10)
    expect(heldIn(due)).toHaveLength(12)
    for (let beats = 0; beats < 2; beats++) {
      const published = await newsroom.publish({ ...HOLD, asOf: DUE })
      expect(published).toMatchObject({ written: [], removed: [] })
      expect(heldIn(published)).toHaveLength(12)
    }
    expect([...newsroom.out()].filter(([path, bytes]) => (path + bytes).includes('imported'))).toEqual([])
  })

  test('publish: whoever publishes, until it is accepted', async () => {
    const newsroom = await withHeld()
    await newsroom.publish({ ...HOLD, asOf: DUE })
    const byHand = await newsroom.publish({ asOf: DUE })
    expect(byHand).toMatchObject({ written: [], removed: [] })
    expect(heldIn(byHand)).toHaveLength(12)
    expect(seenIn(await newsroom.publish({ asOf: DUE, dryRun: true, accept: true }))['/']).toHaveLength(12)
    expect(heldIn(await newsroom.publish({ ...HOLD, asOf: DUE }))).toHaveLength(12)
    expect(seenIn(await newsroom.publish({ asOf: DUE, accept: true }))['/']).toHaveLength(12)
    expect(await newsroom.publish({ ...HOLD, asOf: DUE })).toMatchObject({ written: [], diagnostics: [] })
  })

  test('publish: taken back, it is forgotten; what comes after is judged anew', async () => {
    const newsroom = await withHeld()
    for (const path of Object.keys(TWELVE)) newsroom.remove(path)
    expect((await newsroom.publish(HOLD)).diagnostics).toEqual([])
    newsroom.write(Object.fromEntries(Object.entries(TWELVE).slice(0, 5)))
    const published = await newsroom.publish(HOLD)
    expect(published.diagnostics).toEqual([])
    expect(seenIn(published)['/']).toHaveLength(5)
  })

  test('publish: one that is edited stays held, and one that is dated anew goes out when it comes due', async () => {
    const newsroom = await withHeld()
    newsroom.write({
      'imported/0.md': story({ title: 'Edited', date: '2019-01-01' }),
      'imported/1.md': story({ title: 'Dated anew', date: '2026-06-09' }),
    })
    expect(heldIn(await newsroom.publish(HOLD))).toHaveLength(11)
    const published = await newsroom.publish({ ...HOLD, asOf: Date.UTC(2026, 5, 9) })
    expect(seenIn(published)).toEqual({ '/': ['new Dated anew'] })
    expect(heldIn(published)).toContain('imported/0.md')
    expect(heldIn(published)).not.toContain('imported/1.md')
  })

  test('publish: a story of the day is not held with them, whatever its date', async () => {
    const newsroom = await withHeld()
    newsroom.write({ 'today.md': story({ title: 'Today', date: '2026-02-15' }) })
    const published = await newsroom.publish(HOLD)
    expect(seenIn(published)).toEqual({ '/': ['new Today'] })
    expect(heldIn(published)).toHaveLength(12)
  })

  test('publish: so it is with stories that would leave, and one that is put back is edited as ever', async () => {
    const newsroom = await publishedNewsroom()
    const drafts = Array.from({ length: 12 }, (_, index) => `own/${index}.md`)
    for (const path of drafts) newsroom.write({ [path]: story({ title: 'Set back', date: '2026-02-01', draft: true }) })
    newsroom.write(storiesOf('due', { count: 10, from: '2026-06-10' }))
    expect(heldIn(await newsroom.publish(HOLD))).toHaveLength(12)
    await newsroom.publish({ ...HOLD, asOf: DUE })
    newsroom.write({ 'own/0.md': story({ title: 'Put back', date: '2026-02-01' }) })
    const published = await newsroom.publish({ ...HOLD, asOf: DUE })
    expect(seenIn(published)).toEqual({ '/': ['edited Put back'] })
    expect(heldIn(published)).toEqual(drafts.slice(1).sort())
    expect(seenIn(await newsroom.publish({ asOf: DUE, accept: true }))['/']).toHaveLength(11)
  })

  test('publish: what it remembers is lost with the private folder, and judged anew', async () => {
    const newsroom = await withHeld()
    rmSync(newsroom.paths.state, { recursive: true })
    expect(heldIn(await newsroom.publish(HOLD))).toHaveLength(12)
  })
})
