import { describe, expect, test } from 'vitest'
import { nextMoment } from '../../src/edition/next-moment.ts'
import { NEWS_LIMITS, type Upcoming, type Waiting } from '../../src/model/edition.ts'
import { storyOf } from './stories.ts'

const due = (at: number): Upcoming => ({ kind: 'release', at, path: 'a.md', title: 'A' })
const waits = (since: number): Waiting => ({ path: 'b.md', title: 'B', asked: 'b.md', since, missing: [] })

const storyAt = (at: number) => storyOf('c', { date: { at, dateOnly: false } })

describe('nextMoment', () => {
  test.each([
    ['nothing', [], [], [], undefined],
    ['the first of what is due', [due(20), due(30)], [], [], 20],
    ['a story that waits and is late from then on', [due(20)], [waits(15)], [], 15],
    ['not of one that is late already', [due(20)], [waits(10), waits(5)], [], 20],
    ['the first that is news no more', [due(20)], [], [storyAt(18 - NEWS_LIMITS.ageMs), storyAt(12 - NEWS_LIMITS.ageMs)], 12],
  ])('nextMoment: %s', (_, upcoming, waiting, news, moment) => {
    expect(nextMoment({ asOf: 10, upcoming, waiting, news })).toBe(moment)
  })
})
