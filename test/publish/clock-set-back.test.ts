import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { differingPaths, type Files, newsroomOf, story, type TemporaryNewsroom } from '../support/newsroom.ts'

const HOUR = 3_600_000
const NOON = Date.parse('2026-06-01T12:00:00Z')

const FILES: Files = {
  'just-out.md': story({ title: 'Just out', date: '2026-06-01T11:30:00Z' }),
  'corrected.md': story({ title: 'Corrected', corrections: [{ date: '2026-06-01T11:30:00Z', note: 'A figure.' }] }),
  'taken-back.md': story({ title: 'Taken back', withdrawn: { date: '2026-06-01T11:30:00Z', reason: 'In error.' } }, 'Xyzzy.\n'),
  'expired.md': story({ title: 'Expired', expires: '2026-06-01T11:30:00Z' }),
}

const BROKEN_EMBARGO = story({ title: 'Later', date: '2026-06-01T11:45:00Z' })

/** A newsroom of which readers have all that was public at eleven and at noon. */
async function publishedAtNoon(): Promise<TemporaryNewsroom> {
  const newsroom = newsroomOf(FILES)
  await newsroom.publish({ asOf: NOON - HOUR, byClock: true })
  await newsroom.publish({ asOf: NOON, byClock: true })
  return newsroom
}

describe('publish, when the clock was set back', () => {
  test('takes nothing from readers, gives back nothing that was taken back, and expects nothing a second time', async () => {
    const newsroom = await publishedAtNoon()
    newsroom.write({ 'later.md': BROKEN_EMBARGO })
    const result = await newsroom.publish({ asOf: NOON - HOUR, byClock: true })
    expect(result).toMatchObject({ written: [], removed: [], diagnostics: [] })
    expect(result.edition.upcoming.map(({ path }) => path)).toEqual(['later.md'])
  })

  test('goes on from there when the clock has caught up', async () => {
    const newsroom = await publishedAtNoon()
    newsroom.write({ 'later.md': BROKEN_EMBARGO })
    await newsroom.publish({ asOf: NOON - HOUR, byClock: true })
    const result = await newsroom.publish({ asOf: NOON - HOUR / 4, byClock: true })
    expect(result.written).toContain('later/index.html')
    expect(result.edition.released.map(({ path }) => path)).toContain('just-out.md')
  })

  test('lets a story that a wrong clock let out be taken back until its hour', async () => {
    const newsroom = newsroomOf({ ...FILES, 'later.md': BROKEN_EMBARGO })
    await newsroom.publish({ asOf: NOON, byClock: true })
    newsroom.write({ 'later.md': story({ title: 'Later', date: '2026-06-01T11:45:00Z', draft: true }) })
    await newsroom.publish({ asOf: NOON - HOUR, byClock: true })
    newsroom.write({ 'later.md': BROKEN_EMBARGO })
    const early = await newsroom.publish({ asOf: NOON - HOUR, byClock: true })
    expect(early.edition.released.map(({ path }) => path)).not.toContain('later.md')
    expect(early.edition.upcoming).toMatchObject([{ kind: 'release', path: 'later.md' }])
    const inTime = await newsroom.publish({ asOf: NOON - HOUR / 4, byClock: true })
    expect(inTime.edition.released.map(({ path }) => path)).toContain('later.md')
  })

  test('still lets an author put a story off', async () => {
    const newsroom = await publishedAtNoon()
    newsroom.write({ 'just-out.md': story({ date: '2026-06-02' }) })
    const result = await newsroom.publish({ asOf: NOON - HOUR, byClock: true })
    expect(result.edition.released.map(({ path }) => path)).not.toContain('just-out.md')
  })

  test('takes an instant that somebody named at its word', async () => {
    const newsroom = await publishedAtNoon()
    const result = await newsroom.publish({ asOf: NOON - HOUR, dryRun: true, accept: true })
    expect(result.edition.released.map(({ path }) => path)).toEqual(['corrected.md', 'expired.md', 'taken-back.md'])
  })
})

const DAY = 24 * HOUR

/** Stories of the last twenty days, with all that time can do to one. */
function ofTwentyDays(): Files {
  const daily = Array.from({ length: 40 }, (_, index) => {
    const date = new Date(NOON - index * (DAY / 2)).toISOString()
    return [`daily-${index}.md`, story({ title: `Daily ${index}`, date, topics: ['ports'] })] as const
  })
  return {
    ...Object.fromEntries(daily),
    'old.md': story({ title: 'Old', date: '2026-01-01', topics: ['ports'] }),
    'corrected.md': story({ title: 'Corrected', date: '2026-01-02', corrections: [{ date: '2026-05-30', note: 'A figure.' }] }),
    'updated.md': story({ title: 'Updated', date: '2026-01-03', updated: '2026-05-29' }),
    'noted.md': story({ title: 'Noted', date: '2026-01-03', updated: { date: '2026-05-29', note: 'Adds the vote.' } }),
    'taken-back.md': story({ date: '2026-01-04', withdrawn: { date: '2026-05-28', reason: 'In error.' } }, 'Xyzzy.\n'),
    'expired.md': story({ title: 'Expired', date: '2026-05-20', expires: '2026-05-28' }),
    'expiring.md': story({ title: 'Expiring', date: '2026-05-20', expires: '2026-06-03' }),
    'later.md': story({ title: 'Later', date: '2026-06-02' }),
  }
}

/** Published when the last of them came out, after an earlier publish that had what expired since. */
async function publishedDaily(): Promise<TemporaryNewsroom> {
  const newsroom = newsroomOf(ofTwentyDays())
  await newsroom.publish({ asOf: NOON - 8 * DAY, byClock: true, accept: true })
  await newsroom.publish({ asOf: NOON, byClock: true, accept: true })
  return newsroom
}

describe('publish, with a clock that is behind the last publish', () => {
  test.each([
    ['60 days', 60 * DAY, false],
    ['5 days', 5 * DAY, false],
    ['60 days, with `.courant/` lost', 60 * DAY, true],
    ['5 days, with `.courant/` lost', 5 * DAY, true],
  ])('%s: not a byte changes', async (_, byMs, isLost) => {
    const newsroom = await publishedDaily()
    const before = newsroom.out()
    if (isLost) rmSync(newsroom.paths.own, { recursive: true })
    const { edition, removed, diagnostics } = await newsroom.publish({ asOf: NOON - byMs, byClock: true })
    expect({ differing: differingPaths(before, newsroom.out()), removed, diagnostics }).toEqual({
      differing: [],
      removed: [],
      diagnostics: [],
    })
    expect(edition.upcoming.map(({ kind, path }) => `${kind} ${path}`)).toEqual(['release later.md', 'expiry expiring.md'])
    await newsroom.publish({ asOf: NOON - byMs + HOUR, byClock: true })
    expect(differingPaths(before, newsroom.out())).toEqual([])
    await newsroom.publish({ asOf: NOON + HOUR, byClock: true })
    expect(differingPaths(before, newsroom.out())).toEqual([])
  })

  test('keeps a small newsroom as well, of any number of stories', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ date: '2026-05-30' }) })
    await newsroom.publish({ asOf: NOON, byClock: true })
    const before = newsroom.out()
    await newsroom.publish({ asOf: NOON - 60 * DAY, byClock: true })
    expect(differingPaths(before, newsroom.out())).toEqual([])
  })

  test('what an author changes takes effect: a draft, a notice dated since, a removal that is accepted, an edit', async () => {
    const newsroom = await publishedDaily()
    newsroom.write({
      'daily-0.md': story({ title: 'Daily 0', date: '2026-06-01T12:00:00Z', draft: true }),
      'daily-1.md': story({
        title: 'Daily 1',
        date: '2026-06-01',
        withdrawn: { date: '2026-06-02T09:00:00Z', reason: 'By court order.' },
      }),
      'daily-3.md': story({ title: 'Daily 3, edited', date: '2026-05-31' }),
    })
    newsroom.remove('daily-2.md')
    const behind = { asOf: NOON - 60 * DAY, byClock: true, accept: true }
    await newsroom.publish(behind)
    const feed = newsroom.read('feed.atom')
    expect(feed).not.toContain('>Daily 0<')
    expect(feed).toContain('Withdrawn: Daily 1')
    expect(feed).toContain('By court order.')
    expect(feed).toContain('Daily 3, edited')
    expect(feed).not.toContain('>Daily 2<')
    const after = newsroom.out()
    await newsroom.publish({ ...behind, accept: false })
    expect(differingPaths(after, newsroom.out())).toEqual([])
    // A tombstone that is older than what readers have of the story means nothing to them (RFC 6721 §3).
    for (const [number, date] of [
      [0, '2026-06-01T12:00:00Z'],
      [2, '2026-05-31T12:00:00Z'],
    ] as const) {
      const [, when = ''] = new RegExp(`daily-${number}" when="([^"]+)"`).exec(feed) ?? []
      expect(Date.parse(when)).toBeGreaterThan(Date.parse(date))
    }
  })

  test('a story that is saved meanwhile goes out when it is due by the clock', async () => {
    const newsroom = await publishedDaily()
    const clock = NOON - 60 * DAY
    newsroom.write({
      'before.md': story({ title: 'Before', date: new Date(clock - HOUR).toISOString() }),
      'after.md': story({ title: 'After', date: new Date(NOON - HOUR).toISOString() }),
    })
    const { edition } = await newsroom.publish({ asOf: clock, byClock: true })
    const paths = edition.released.map(({ path }) => path)
    expect(paths).toContain('before.md')
    expect(paths).not.toContain('after.md')
    const right = await newsroom.publish({ asOf: NOON + HOUR, byClock: true })
    expect(right.edition.released.map(({ path }) => path)).toContain('after.md')
  })
})

describe('publish, after a clock that was ahead', () => {
  const AHEAD = Date.parse('2038-01-19')
  const SCHEDULED = { title: 'Scheduled', date: '2026-05-30', withdrawn: { date: '2026-06-03', reason: 'Planned.' } }

  async function publishedAhead(): Promise<TemporaryNewsroom> {
    const newsroom = newsroomOf({ 'a.md': story(), 'too-soon.md': story({ title: 'Too soon', date: '2026-12-01' }) })
    await newsroom.publish({ asOf: NOON, byClock: true })
    await newsroom.publish({ asOf: AHEAD, byClock: true })
    return newsroom
  }

  test('time does nothing to a story before the clock says so, however far the last publish lies ahead', async () => {
    const newsroom = await publishedAhead()
    newsroom.write({ 'scheduled.md': story(SCHEDULED) })
    for (let publishes = 0; publishes < 3; publishes++) await newsroom.publish({ asOf: NOON, byClock: true })
    newsroom.write({ 'scheduled.md': story({ ...SCHEDULED, expires: '2026-06-05' }, 'Edited.\n') })
    const { edition } = await newsroom.publish({ asOf: NOON, byClock: true })
    expect(newsroom.read('scheduled/index.html')).toContain('Edited.')
    expect(edition.upcoming).toMatchObject([{ kind: 'withdrawal' }, { kind: 'expiry' }])
    await newsroom.publish({ asOf: Date.parse('2026-06-03'), byClock: true })
    expect(newsroom.read('scheduled/index.html')).toContain('Planned.')
  })

  test('keeps what came out too soon; with the clock accepted it waits for its hour, and the record has no instant to come', async () => {
    const newsroom = await publishedAhead()
    const kept = await newsroom.publish({ asOf: NOON, byClock: true })
    expect(kept.edition.released.map(({ path }) => path)).toContain('too-soon.md')
    expect(kept.edition.reached).toBe(AHEAD)
    const accepted = await newsroom.publish({ asOf: NOON, byClock: true, acceptClock: true })
    expect(accepted.edition.released.map(({ path }) => path)).toEqual(['a.md'])
    const after = await newsroom.publish({ asOf: NOON + HOUR, byClock: true })
    expect(after.edition.reached).toBe(NOON + HOUR)
    expect(newsroom.read('record.jsonl')).not.toMatch(/"20(2[7-9]|3)/)
    const due = await newsroom.publish({ asOf: Date.parse('2026-12-01'), byClock: true })
    expect(due.edition.released.map(({ path }) => path)).toContain('too-soon.md')
  })
})
