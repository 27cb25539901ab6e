import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
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
      asOf: '2026-03-28T11:00:00.000Z',
      upcoming: [
        { kind: 'release', at: '2026-03-29T07:00:00.000Z', path: '2026/summer.md', title: 'In summer' },
        { kind: 'expiry', at: '2026-10-25T08:00:00.000Z', path: '2026/summer.md', title: 'In summer' },
      ],
    })
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
