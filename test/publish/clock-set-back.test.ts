import { describe, expect, test } from 'vitest'
import { type Files, newsroomOf, story, type TemporaryNewsroom } from '../support/newsroom.ts'

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

  test('does not believe one that was days ahead', async () => {
    const newsroom = newsroomOf({ 'a.md': story(), 'expired.md': story({ expires: '2026-06-05' }) })
    await newsroom.publish({ asOf: NOON, byClock: true })
    await newsroom.publish({ asOf: Date.parse('2038-01-19'), byClock: true })
    const result = await newsroom.publish({ asOf: NOON, byClock: true })
    expect(result.edition.released.map(({ path }) => path)).toContain('expired.md')
  })

  test('takes an instant that somebody named at its word', async () => {
    const newsroom = await publishedAtNoon()
    const result = await newsroom.publish({ asOf: NOON - HOUR, dryRun: true, accept: true })
    expect(result.edition.released.map(({ path }) => path)).toEqual(['corrected.md', 'expired.md', 'taken-back.md'])
  })
})
