import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Overdue } from '../../src/review/look-ahead.ts'
import { newsroomOf, SITE_YAML, story } from '../support/newsroom.ts'
import { courant } from './courant.ts'

// Berlin puts its clocks forward on 29 March 2026 and back on 25 October 2026.
const BERLIN = {
  'site.yaml': SITE_YAML.replace('UTC', 'Europe/Berlin'),
  '2026/winter.md': story({ title: 'In winter', date: '2026-03-28T09:00' }),
  '2026/summer.md': story({ title: 'In summer', date: '2026-03-29T09:00', expires: '2026-10-25T09:00' }),
  '2026/draft.md': story({ date: '2026-03-30', draft: true }),
}

describe('courant schedule', () => {
  test("says what is due, soonest first, in the newsroom's time on both sides of a change of clocks", async () => {
    const { root } = newsroomOf(BERLIN)
    expect(await courant(['schedule', '--at', '2026-03-01'], { cwd: root })).toEqual({
      code: 0,
      stdout: '',
      stderr: `release     Saturday, 28 March 2026 at 09:00:00 CET  (2026-03-28T08:00:00Z)
  In winter  2026/winter.md
release     Sunday, 29 March 2026 at 09:00:00 CEST  (2026-03-29T07:00:00Z)
  In summer  2026/summer.md
expiry      Sunday, 25 October 2026 at 09:00:00 CET  (2026-10-25T08:00:00Z)
  In summer  2026/summer.md
`,
    })
    expect(readdirSync(root)).toEqual(['articles'])
  })

  test('--json prints the same for machines', async () => {
    const { root } = newsroomOf(BERLIN)
    const { code, stdout, stderr } = await courant(['schedule', '--json', '--at', '2026-03-28T12:00'], { cwd: root })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      late: [],
      overdue: [],
      asOf: '2026-03-28T11:00:00.000Z',
      upcoming: [
        { kind: 'release', at: '2026-03-29T07:00:00.000Z', path: '2026/summer.md', title: 'In summer' },
        { kind: 'expiry', at: '2026-10-25T08:00:00.000Z', path: '2026/summer.md', title: 'In summer' },
      ],
      waiting: [],
    })
  })

  // Each zone changes its clocks in its own way: by an hour, by half an hour, on the other side of the year, or never.
  test.each([
    ['Europe/Zurich', '2027-03-28T02:30', 'Sunday, 28 March 2027 at 03:30:00 CEST  (2027-03-28T01:30:00Z)'],
    ['Europe/Zurich', '2027-10-31T02:30', 'Sunday, 31 October 2027 at 02:30:00 CEST  (2027-10-31T00:30:00Z)'],
    ['America/New_York', '2027-03-14T02:30', 'Sunday, 14 March 2027 at 03:30:00 GMT-4  (2027-03-14T07:30:00Z)'],
    ['Australia/Lord_Howe', '2027-04-04T02:00', 'Sunday, 4 April 2027 at 02:00:00 GMT+10:30  (2027-04-03T15:30:00Z)'],
    ['Asia/Almaty', '2027-05-03T09:00', 'Monday, 3 May 2027 at 09:00:00 GMT+5  (2027-05-03T04:00:00Z)'],
  ])('a year ahead, across changes of clocks: in %s %s', async (timezone, date, shown) => {
    const { root } = newsroomOf({ 'site.yaml': SITE_YAML.replace('UTC', timezone), 'a.md': story({ title: 'A', date }) })
    const { stderr } = await courant(['schedule', '--at', '2026-05-03'], { cwd: root })
    expect(stderr).toBe(`release     ${shown}\n  A  a.md\n`)
  })

  test('says what waits for a translation, and for which', async () => {
    const { root } = newsroomOf({
      'site.yaml': `${SITE_YAML}languages: [en, fr, es]\n`,
      'a.md': story({ title: 'A', release: 'together' }),
      'a.fr.md': story({ title: 'A en français', draft: true }),
      'b.md': story({ title: 'B', sumary: 'x' }),
    })
    const { stderr } = await courant(['schedule'], { cwd: root })
    expect(stderr).toBe(`waiting     for fr (a.fr.md is a draft), es (a.es.md is not there, or has mistakes)
  A  a.md
1 file has errors and may be missing here: courant check names them.
`)
    const { stdout } = await courant(['schedule', '--json', '--at', '2026-06-01'], { cwd: root })
    expect(JSON.parse(stdout).waiting).toEqual([
      {
        path: 'a.md',
        title: 'A',
        since: '2026-05-01T00:00:00.000Z',
        missing: [
          { lang: 'fr', path: 'a.fr.md', isDraft: true },
          { lang: 'es', path: 'a.es.md', isDraft: false },
        ],
      },
    ])
  })

  test('says what was out after its time, where a cron job publishes', async () => {
    const due = Date.now() - 60_000
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A', date: new Date(due).toISOString() }), 'b.md': story() })
    const { root } = newsroom
    await newsroom.publish({ asOf: due - 1000, byClock: true })
    await courant(['publish'], { cwd: root })
    const { stdout } = await courant(['schedule', '--json'], { cwd: root })
    expect(JSON.parse(stdout).late).toEqual([
      {
        kind: 'release',
        path: 'a.md',
        permalink: '/a/',
        title: 'A',
        due: new Date(due).toISOString(),
        actual: expect.any(String),
      },
    ])
    const { stderr } = await courant(['schedule'], { cwd: root })
    expect(stderr).toMatch(/^Nothing is due\.\nlate .*\n {2}A {2}a\.md\n$/)
  })

  test('says that a file is held which may be a published story under another name', async () => {
    const newsroom = newsroomOf({ 'flood.md': story({ title: 'The flood' }), 'b.md': story({ title: 'B' }, 'Other words.\n') })
    expect((await courant(['publish'], { cwd: newsroom.root })).code).toBe(0)
    newsroom.remove('flood.md')
    newsroom.write({ 'high-water.md': story({ title: 'The flood', date: '2026-05-02' }) })
    const { stderr } = await courant(['schedule'], { cwd: newsroom.root })
    expect(stderr).toMatch(/^held {8}release of .*\n {2}The flood {2}high-water\.md\n/)
    expect(stderr).toContain(
      'What is held back may be a published story under another name: courant check says which, and what to do.\n',
    )
    expect(stderr).not.toContain('would change most of a feed')
  })

  test('says what is overdue and not public, where nothing publishes', async () => {
    const due = Date.now() - 60_000
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A', date: new Date(due).toISOString() }), 'b.md': story() })
    const { root } = newsroom
    await newsroom.publish({ asOf: due - 1000, byClock: true })
    const { stderr } = await courant(['schedule'], { cwd: root })
    expect(stderr).toMatch(
      /^overdue {5}release of .*\n {2}A {2}a\.md\nWhat is overdue is not done: courant run does it at once/,
    )
    const { stdout } = await courant(['schedule', '--json'], { cwd: root })
    expect(JSON.parse(stdout)).toMatchObject({
      overdue: [{ kind: 'release', path: 'a.md', title: 'A', due: new Date(due).toISOString(), held: false }],
      upcoming: [],
    })
    await courant(['publish'], { cwd: root })
    expect(JSON.parse((await courant(['schedule', '--json'], { cwd: root })).stdout).overdue).toEqual([])
  })

  test('says what should have become of public stories, and has not', async () => {
    const newsroom = newsroomOf({
      'gone.md': story({ expires: '2026-07-01' }),
      'changed.md': story({ updated: '2026-07-02', corrections: [{ date: '2026-07-03', note: 'C.' }] }),
      'back.md': story({ withdrawn: { date: '2026-07-04', reason: 'R.' } }),
      'kept.md': story({ expires: '2026-07-05' }),
      'secret.md': story({ title: 'A', date: '2026-07-06', expires: '2026-07-07' }),
    })
    const overdue = async (): Promise<readonly string[]> => {
      const { stdout } = await courant(['schedule', '--json'], { cwd: newsroom.root })
      return JSON.parse(stdout).overdue.map(({ kind, path }: Overdue) => `${kind} ${path}`)
    }
    await newsroom.publish({ asOf: Date.UTC(2026, 5, 1) })
    newsroom.write({ 'kept.md': story({ expires: '2126-07-05' }) })
    expect(await overdue()).toEqual(['expiry gone.md', 'update changed.md', 'correction changed.md', 'withdrawal back.md'])
    await courant(['publish'], { cwd: newsroom.root })
    expect(await overdue()).toEqual([])
    const { late } = JSON.parse((await courant(['schedule', '--json'], { cwd: newsroom.root })).stdout)
    expect(JSON.stringify(late)).not.toContain('secret.md')
  })

  test('says what is held back, and how it is let go', async () => {
    const newsroom = newsroomOf(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`${n}.md`, story()])))
    await newsroom.publish()
    newsroom.write(Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`old/${n}.md`, story({ date: '2019-05-01' })])))
    await newsroom.publish({ onTurnover: 'hold' })
    const { stderr } = await courant(['schedule'], { cwd: newsroom.root })
    expect(stderr.match(/^held {8}release of /gm)).toHaveLength(12)
    expect(stderr).toMatch(
      /\nWhat is held back would change most of a feed at once: if that is meant, courant publish --accept\.\n$/,
    )
    expect(stderr).not.toContain('overdue')
  })

  test('takes nothing for to come that readers have, where the clock was set back', async () => {
    const [now, hour] = [Date.now(), 3_600_000]
    const newsroom = newsroomOf({ 'a.md': story({ date: new Date(now + hour).toISOString() }) })
    await newsroom.publish({ asOf: now + 2 * hour, byClock: true })
    const { stderr } = await courant(['schedule'], { cwd: newsroom.root })
    expect(stderr).toBe('Nothing is due.\n')
  })

  test('says what will become of a public story whose file is gone', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A', expires: '2027-01-01' }) })
    await newsroom.publish()
    newsroom.remove('a.md')
    const { stderr } = await courant(['schedule', '--at', '2026-06-01'], { cwd: newsroom.root })
    expect(stderr).toMatch(/^expiry {6}Friday, 1 January 2027 .*\n {2}A {2}a\.md\n/)
  })

  test('says what will become of public stories', async () => {
    const { root } = newsroomOf({
      '2026/a.md': story({
        title: 'A',
        updated: { date: '2026-07-01T09:00', note: 'N.' },
        corrections: [{ date: '2026-07-02T09:00', note: 'C.' }],
        withdrawn: { date: '2026-07-03T09:00', reason: 'R.' },
      }),
    })
    const { stderr } = await courant(['schedule', '--at', '2026-06-01'], { cwd: root })
    expect(stderr).toBe(`update      Wednesday, 1 July 2026 at 09:00:00 UTC  (2026-07-01T09:00:00Z)
  A  2026/a.md
correction  Thursday, 2 July 2026 at 09:00:00 UTC  (2026-07-02T09:00:00Z)
  A  2026/a.md
withdrawal  Friday, 3 July 2026 at 09:00:00 UTC  (2026-07-03T09:00:00Z)
  A  2026/a.md
`)
  })

  test('says so when nothing is due', async () => {
    const { root } = newsroomOf({ '2026/story.md': story() })
    expect(await courant(['schedule'], { cwd: root })).toEqual({ code: 0, stdout: '', stderr: 'Nothing is due.\n' })
  })
})
