import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { lockOut } from '../../src/platform/lock.ts'
import { Interrupted } from '../../src/runner/interrupted.ts'
import { Publisher, type PublisherSettings } from '../../src/runner/publisher.ts'
import { readReleases } from '../../src/state/releases.ts'
import { until } from '../cli/courant.ts'
import { newsroomOf, story, type TemporaryNewsroom } from '../support/newsroom.ts'

function publisherOf(
  newsroom: TemporaryNewsroom,
  told: Partial<Pick<PublisherSettings, 'onPlaced' | 'onStaged'>> = {},
): Publisher {
  const { paths, pool, hub, record, onProgress } = newsroom.requestFor({})
  const publisher = new Publisher({ paths, pool, hub, record, onProgress, onPlaced: () => {}, ...told })
  onTestFinished(() => publisher[Symbol.dispose]())
  return publisher
}

/** An instant this long from now, as authors write it. */
function inMs(ms: number): string {
  return new Date(Date.now() + ms).toISOString()
}

/** Stops the clock until the test ends, or sets it: what is due comes when the test says so, however busy the machine is. */
function standingClock(): (at: string) => void {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  return at => void vi.setSystemTime(at)
}

/** Waits until what is due next is being made: the next publish waits until it is ready. */
async function untilPreparing({ paths }: TemporaryNewsroom): Promise<void> {
  await until(() => (existsSync(paths.ahead) && readdirSync(paths.ahead).length > 0) || undefined)
}

describe('Publisher', () => {
  test('makes what is due before its time, puts it in place then, and remembers when that was', async () => {
    const due = inMs(30_000)
    const newsroom = newsroomOf({ 'a.md': story(), 'due.md': story({ title: 'Due', date: due }) })
    await newsroom.atRest()
    const setClock = standingClock()
    let placed = 0
    const publisher = publisherOf(newsroom, { onPlaced: () => placed++ })
    await publisher.publish({ asOf: Date.now(), reason: 'start', changed: undefined })
    await untilPreparing(newsroom)
    expect(newsroom.out().has('due/index.html')).toBe(false)
    setClock(due)
    const result = await publisher.publish({ asOf: Date.now(), reason: 'due', changed: [] })
    // As of its own instant: it was made for that.
    expect(result.kind === 'published' && result.edition.asOf).toBe(Date.parse(due))
    expect(newsroom.read('feed.rss')).toContain('Due')
    expect(placed).toBe(2)
    const [release, ...others] = readReleases(newsroom.paths)
    expect(others).toEqual([])
    expect(release).toMatchObject({ kind: 'release', path: 'due.md', title: 'Due', due: Date.parse(due) })
    expect(release?.actual).toBeGreaterThanOrEqual(Date.parse(due))
  })

  test('does not publish what was ready and is over by now', async () => {
    const due = inMs(30_000)
    const over = inMs(31_000)
    const newsroom = newsroomOf({ 'a.md': story(), 'due.md': story({ title: 'Due', date: due, expires: over }) })
    await newsroom.atRest()
    const setClock = standingClock()
    const feeds: string[] = []
    const publisher = publisherOf(newsroom, { onPlaced: () => feeds.push(newsroom.read('feed.rss')) })
    await publisher.publish({ asOf: Date.now(), reason: 'start', changed: undefined })
    await untilPreparing(newsroom)
    setClock(over)
    await publisher.publish({ asOf: Date.now(), reason: 'due', changed: [] })
    expect(feeds.filter(feed => feed.includes('Due'))).toEqual([])
  })

  test('publishes what was saved in the last moment, not what was ready', async () => {
    const due = inMs(30_000)
    const newsroom = newsroomOf({ 'a.md': story(), 'due.md': story({ title: 'Due', date: due }) })
    await newsroom.atRest()
    const setClock = standingClock()
    const publisher = publisherOf(newsroom)
    await publisher.publish({ asOf: Date.now(), reason: 'start', changed: undefined })
    await untilPreparing(newsroom)
    setClock(due)
    newsroom.write({ 'due.md': story({ title: 'Due, put right', date: due }) })
    await publisher.publish({ asOf: Date.now(), reason: 'due', changed: [] })
    expect(newsroom.read('due/index.html')).toContain('Due, put right')
  })

  test('interrupt: a publish in progress gives way to what is due and ready, and what was saved follows', async () => {
    const due = inMs(30_000)
    const newsroom = newsroomOf({ 'a.md': story(), 'due.md': story({ title: 'Due', date: due }) })
    await newsroom.atRest()
    const setClock = standingClock()
    const publisher = publisherOf(newsroom)
    await publisher.publish({ asOf: Date.now(), reason: 'start', changed: undefined })
    await untilPreparing(newsroom)
    // Nobody knows yet how long it takes: three seconds at least.
    newsroom.write({ 'slow.md': story({}, `${'a.'.repeat(100_000)}@\n`), 'other.md': story({ title: 'Other' }) })
    const saving = publisher.publish({ asOf: Date.now(), reason: 'saved', changed: ['slow.md', 'other.md'] })
    let outcome: unknown
    saving.then(
      () => {
        outcome = 'published'
      },
      error => {
        outcome = error
      },
    )
    // Ready, and not due yet: it gives way to nothing.
    await until(() => (existsSync(newsroom.paths.stage) && readdirSync(newsroom.paths.stage).length > 0) || undefined)
    publisher.interrupt()
    await pause(100)
    expect(outcome).toBeUndefined()
    setClock(due)
    publisher.interrupt()
    expect(await until(() => outcome)).toBeInstanceOf(Interrupted)
    expect(newsroom.out().has('other/index.html')).toBe(false)
    await publisher.publish({ asOf: Date.now(), reason: 'due', changed: ['slow.md', 'other.md'] })
    expect(publisher.isPartial).toBe(true)
    expect(newsroom.read('feed.json')).toContain('Due')
    expect(newsroom.out().has('other/index.html')).toBe(false)
    await publisher.publish({ asOf: Date.now(), reason: 'saved', changed: ['slow.md', 'other.md'] })
    expect(publisher.isPartial).toBe(false)
    expect(newsroom.read('feed.json')).toContain('Other')
    expect(readReleases(newsroom.paths)).toMatchObject([{ kind: 'release', path: 'due.md' }])
  })

  test('what its author took back in the last moment is no release', async () => {
    const due = inMs(30_000)
    const newsroom = newsroomOf({ 'a.md': story(), 'due.md': story({ title: 'Due', date: due }) })
    await newsroom.atRest()
    const setClock = standingClock()
    const publisher = publisherOf(newsroom)
    await publisher.publish({ asOf: Date.now(), reason: 'start', changed: undefined })
    await untilPreparing(newsroom)
    setClock(due)
    newsroom.remove('due.md')
    newsroom.write({ 'a.md': story({ title: 'Other' }) })
    const changed = ['a.md', 'due.md']
    await publisher.publish({ asOf: Date.now(), reason: 'due', changed })
    expect(publisher.isPartial).toBe(true)
    await publisher.publish({ asOf: Date.now(), reason: 'saved', changed })
    expect(newsroom.read('index.html')).toContain('Other')
    expect(readReleases(newsroom.paths)).toEqual([])
  })

  test('what another published at its time is no release of this one, whenever it publishes next', async () => {
    const due = Date.now() - 60_000
    const newsroom = newsroomOf({ 'a.md': story(), 'due.md': story({ title: 'Due', date: new Date(due).toISOString() }) })
    await newsroom.atRest()
    const publisher = publisherOf(newsroom)
    await publisher.publish({ asOf: due - 1000, reason: 'start', changed: undefined })
    await newsroom.publish({ asOf: due, byClock: true, onTurnover: 'hold' })
    expect(await publisher.publish({ asOf: due + 1, reason: 'beat', changed: [] })).toMatchObject({ kind: 'unchanged' })
    newsroom.write({ 'a.md': story({ title: 'Other' }), 'b.md': story() })
    expect(await publisher.publish({ asOf: due + 2, reason: 'saved', changed: undefined })).toMatchObject({ kind: 'published' })
    expect(readReleases(newsroom.paths)).toEqual([])
  })

  test('what is saved and comes due while publishing fails is a release once it is out, and nothing else is', async () => {
    const [start, due] = [Date.UTC(2026, 5, 1), Date.UTC(2026, 5, 3)]
    const newsroom = newsroomOf({ 'a.md': story({ date: '2026-05-01' }), 'known.md': story({ date: '2026-06-03' }) })
    const publisher = publisherOf(newsroom)
    await publisher.publish({ asOf: start, reason: 'start', changed: undefined })
    newsroom.write({
      'due.md': story({ title: 'Due', date: '2026-06-03' }),
      'older.md': story({ date: '2026-05-02' }),
    })
    {
      await using _disk = await lockOut(newsroom.paths.out)
      for (const asOf of [start + 1, due + 1])
        await expect(publisher.publish({ asOf, reason: 'saved', changed: undefined })).rejects.toThrow()
    }
    const asOf = Date.UTC(2026, 5, 4)
    await publisher.publish({ asOf, reason: 'saved', changed: undefined })
    expect(readReleases(newsroom.paths).map(({ path, due }) => [path, due])).toEqual([
      ['known.md', due],
      ['due.md', due],
    ])
    newsroom.write({ 'late.md': story({ date: '2026-06-02' }) })
    await publisher.publish({ asOf: asOf + 10, reason: 'saved', changed: undefined })
    expect(readReleases(newsroom.paths)).toHaveLength(2)
  })

  test('what is not public is no release, whatever becomes of it', async () => {
    const changes = { corrections: [{ date: '2026-06-02', note: 'C.' }] }
    const newsroom = newsroomOf({
      'a.md': story(),
      'due.md': story({ date: '2026-06-03', ...changes }),
      'never.md': story({ date: '2026-06-02', expires: '2026-06-03' }),
      'back.md': story({ date: '2026-05-01', expires: '2026-06-03' }),
    })
    const publisher = publisherOf(newsroom)
    await publisher.publish({ asOf: Date.UTC(2026, 5, 1), reason: 'start', changed: undefined })
    newsroom.write({ 'back.md': story({ expires: '2126-06-03' }) })
    await publisher.publish({ asOf: Date.UTC(2026, 5, 4), reason: 'saved', changed: undefined })
    expect(readReleases(newsroom.paths)).toMatchObject([{ kind: 'release', path: 'due.md' }])
  })

  test('tells of each document of an edit as it is staged, while none of it is public', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ summary: 'Known', topics: ['Trade'] }, 'Before.') })
    await newsroom.atRest()
    const told: string[] = []
    const publisher = publisherOf(newsroom, {
      onStaged: files => {
        const feed = files.find(({ path }) => path.endsWith('feed.json'))
        const staged = feed?.staged === undefined ? '' : readFileSync(feed.staged, 'utf8')
        const isPublic = newsroom.read('feed.json').includes('After.')
        told.push(`staged ${feed?.path} ${staged.includes('After.')}, public ${isPublic}`)
      },
      onPlaced: () => told.push(`placed ${newsroom.read('feed.json').includes('After.')}`),
    })
    await publisher.publish({ asOf: Date.now(), reason: 'start', changed: undefined })
    newsroom.write({ 'a.md': story({ summary: 'Known', topics: ['Trade'] }, 'After.') })
    const edit = await publisher.publish({ asOf: Date.now(), reason: 'saved', changed: ['a.md'] })
    expect(edit.kind).toBe('published')
    const staged = told.slice(1, -1).sort()
    expect([told.at(0), ...staged, told.at(-1)]).toEqual([
      'placed false',
      'staged feed.json true, public false',
      'staged topics/trade/feed.json true, public false',
      'placed true',
    ])
  })

  test('an edit builds on nothing after a publish that failed', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'First' }), 'b.md': story({ title: 'Second' }) })
    await newsroom.atRest()
    const publisher = publisherOf(newsroom)
    const ask = (reason: 'start' | 'saved', changed?: string[]) => publisher.publish({ asOf: Date.now(), reason, changed })
    await ask('start')
    newsroom.write({ 'a.md': story({ title: 'First', draft: true }) })
    {
      await using _lock = await lockOut(newsroom.paths.out)
      await expect(ask('saved', ['a.md'])).rejects.toThrow(/another Courant/)
    }
    newsroom.write({ 'b.md': story({ title: 'Second' }, 'Edited.\n') })
    expect(await ask('saved', ['b.md'])).toMatchObject({ kind: 'published' })
    expect(newsroom.read('a/index.html')).not.toContain('First')
  })

  test('what came due while nobody published goes out at the start, and is known to be late, however lately it was saved', async () => {
    const due = inMs(-400)
    const newsroom = newsroomOf({ 'a.md': story(), 'due.md': story({ title: 'Due', date: due }) })
    await newsroom.publish({ asOf: Date.parse(due) - 300 })
    const asOf = Date.now()
    await publisherOf(newsroom).publish({ asOf, reason: 'start', changed: undefined })
    expect(readReleases(newsroom.paths)).toMatchObject([{ path: 'due.md', due: Date.parse(due) }])
    expect(readReleases(newsroom.paths)[0]?.actual).toBeGreaterThanOrEqual(asOf)
  })
})
