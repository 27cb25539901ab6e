import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allTime, spanNamed } from '../../src/edition/calendar-spans.ts'
import { type CutList, type Cutting, cutList, cutStories, datesOf } from '../../src/edition/list-periods.ts'

const DAY = 86_400_000
const [OLDEST, NEWEST] = [Date.UTC(1998, 0, 1), Date.UTC(2026, 5, 1)]
const PAGE_SIZE = 20

interface Dated {
  readonly date: { readonly at: number }
  readonly name: string
}

function dated(at: number, name = String(at)): Dated {
  return { date: { at }, name }
}

function newestFirst(stories: readonly Dated[]): readonly Dated[] {
  return stories.toSorted((a, b) => b.date.at - a.date.at || (a.name < b.name ? -1 : 1))
}

/** The pages of a list, as what they say: by name (the front page has none) their stories and where they lead. */
function pagesOf(
  stories: readonly Dated[],
  { pageSize = PAGE_SIZE, timezone = 'UTC' }: Partial<Cutting> = {},
): ReadonlyMap<string, readonly string[]> {
  const { front, older } = cutList(datesOf(stories), { pageSize, timezone })
  const names = ['', ...older.map(({ name }) => name)]
  let end = 0
  return new Map(
    [front, ...older.map(({ count }) => count)].map((count, index) => {
      const shown = stories.slice(end, end + count).map(({ name }) => name)
      end += count
      return [names[index] ?? '', [names[index - 1] ?? '-', names[index + 1] ?? '-', ...shown]]
    }),
  )
}

/** Pages that are there before or after, and do not say the same. */
function changed(before: ReturnType<typeof pagesOf>, after: ReturnType<typeof pagesOf>): readonly string[] {
  const says = (pages: typeof before, name: string): string => JSON.stringify(pages.get(name))
  return [...new Set([...before.keys(), ...after.keys()])].filter(name => says(before, name) !== says(after, name))
}

/** Stories of 28 years, spread evenly but for some that came in bursts of a day. */
function archive(count: number): readonly Dated[] {
  const at = (index: number): number =>
    index % 10 === 0
      ? OLDEST + (Math.floor(index / 500) + 0.5) * 100 * DAY + (index % 500) * 60_000
      : OLDEST + Math.floor(((NEWEST - OLDEST) * index) / count)
  return newestFirst(Array.from({ length: count }, (_, index) => dated(at(index), `s${index}`)))
}

const anyZone = fc.constantFrom('UTC', 'Europe/Zurich', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia', 'America/Havana')
const anyInstant = fc.oneof(
  fc.integer({ min: OLDEST, max: NEWEST }),
  fc.integer({ min: OLDEST, max: OLDEST + DAY }),
  // The hours around a change of clocks over midnight, as it was in Newfoundland: 29 October 2006, 00:01.
  fc.integer({ min: Date.UTC(2006, 9, 28, 22), max: Date.UTC(2006, 9, 29, 6) }),
  fc.constant(Date.UTC(2015, 5, 10)),
)
const anyList = fc
  .array(anyInstant, { maxLength: 120 })
  .map(dates => newestFirst(dates.map((at, index) => dated(at, `s${index}`))))

describe('cutList', () => {
  test('cutList: every story is on exactly one page, in order, and no page has three pages’ worth', () => {
    fc.assert(
      fc.property(anyList, anyZone, fc.integer({ min: 1, max: 9 }), (stories, timezone, pageSize) => {
        const { front, older } = cutList(datesOf(stories), { pageSize, timezone })
        expect(front + older.reduce((sum, { count }) => sum + count, 0)).toBe(stories.length)
        expect(front).toBeLessThan(3 * pageSize)
        expect(older.length === 0 || front >= pageSize).toBe(true)
        expect(new Set(older.map(({ name }) => name)).size).toBe(older.length)
        let end = front
        for (const { from, to, count } of older) {
          expect(count).toBeLessThan(2 * pageSize)
          for (const { date } of stories.slice(end, end + count)) expect(from <= date.at && date.at < to).toBe(true)
          end += count
        }
      }),
    )
  })

  test('cutList: a list with less than two pages’ worth is one page, whatever its dates', () => {
    const stories = newestFirst(Array.from({ length: 39 }, (_, index) => dated(OLDEST + index * 250 * DAY)))
    expect([...pagesOf(stories).keys()]).toEqual([''])
    expect(pagesOf([...stories, dated(OLDEST - DAY)]).size).toBeGreaterThan(1)
  })

  test('cutStories: after a few stories came, went and moved, a list is cut as if for the first time, and its parts elsewhere are the same objects', () => {
    const cutting = { pageSize: 2, timezone: 'Europe/Zurich' }
    const said = ({ front, older }: CutList) => [front, older.map(({ halves: _, ...part }) => part)]
    fc.assert(
      fc.property(anyList, fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.array(anyInstant, { maxLength: 3 }))), (list, steps) => {
        let stories = list
        cutStories(stories, cutting)
        for (const [place, going, coming] of steps) {
          const kept = stories.toSpliced(place % (stories.length + 1), going)
          const now = newestFirst([...kept, ...coming.map(at => dated(at))])
          expect(said(cutStories(now, cutting, stories))).toEqual(said(cutList(datesOf(now), cutting)))
          stories = now
        }
      }),
    )
    const stories = archive(1_000)
    const { older } = cutStories(stories, cutting)
    const known = new Set(older)
    const now = cutStories(newestFirst([...stories, dated(Date.UTC(2015, 5, 10))]), cutting, stories).older
    expect(now.filter(part => !known.has(part)).length).toBeLessThanOrEqual(2)
  })

  test.each([1_000, 10_000])(
    'cutList: in a list of %i, a story that comes, goes or is dated back changes a few pages',
    count => {
      const stories = archive(count)
      const before = pagesOf(stories)
      const added = (at: number): number => changed(before, pagesOf(newestFirst([...stories, dated(at, 'new')]))).length
      const removed = (index: number): number => changed(before, pagesOf(stories.toSpliced(index, 1))).length
      const movedTo = (index: number, at: number): number =>
        changed(before, pagesOf(newestFirst([...stories.toSpliced(index, 1), dated(at, 'new')]))).length
      const steps = Array.from({ length: 40 }, (_, index) => index)
      const within = (index: number): number => OLDEST + ((NEWEST - OLDEST) * index) / 40
      // A full part is cut in two and two name their neighbours otherwise; the front page lets a part go.
      expect(Math.max(...steps.map(index => added(within(index))))).toBeLessThanOrEqual(7)
      expect(Math.max(...steps.map(index => removed(Math.floor((count * index) / 40))))).toBeLessThanOrEqual(7)
      expect(Math.max(...steps.map(index => movedTo(index, within(index))))).toBeLessThanOrEqual(14)
    },
  )

  test('cutList: stories that are added one by one in the middle change a few pages each, also where parts fill up', () => {
    let stories = archive(1_000)
    for (let index = 0; index < 200; index++) {
      const more = newestFirst([...stories, dated(Date.UTC(2010, 5, 1) + index * 3_600_000, `new${index}`)])
      expect(changed(pagesOf(stories), pagesOf(more)).length).toBeLessThanOrEqual(7)
      stories = more
    }
  })

  test('cutList: a part follows from the numbers of stories around it in time, not from those elsewhere', () => {
    const some = newestFirst(Array.from({ length: 60 }, (_, index) => dated(Date.UTC(2015, 5, 1) + index * DAY)))
    const later = Array.from({ length: 500 }, (_, index) => dated(Date.UTC(2022, 0, 1) + index * DAY))
    const halfYear = (stories: readonly Dated[]) => pagesOf(newestFirst(stories)).get('2015-01--06')?.slice(2)
    expect(halfYear([...some, ...later])).toHaveLength(30)
    expect(halfYear([...some, ...later.slice(0, 200)])).toEqual(halfYear([...some, ...later]))
  })

  test('cutList: parts begin and end at midnight in the newsroom’s zone', () => {
    // In Zurich, June 2015 begins at 22:00 UTC.
    const edge = Date.UTC(2015, 4, 31, 22)
    const around = [edge - 1, edge].map(at => dated(at))
    const full = Array.from({ length: 60 }, (_, index) => dated(edge - 30 * DAY + index * DAY + 1000))
    const newer = Array.from({ length: 100 }, (_, index) => dated(NEWEST - index * DAY))
    const pages = pagesOf(newestFirst([...newer, ...full, ...around]), { timezone: 'Europe/Zurich' })
    expect(pages.get('2015-04--05')).toContain(String(edge - 1))
    expect(pages.get('2015-06')).toContain(String(edge))
  })

  test('cutList: ten thousand stories of one day make pages of bounded weight; those of one minute are counted', () => {
    const day = newestFirst(
      Array.from({ length: 10_000 }, (_, index) => dated(Date.UTC(2015, 5, 10) + index * 8_000, `s${index}`)),
    )
    const minute = newestFirst(Array.from({ length: 10_000 }, (_, index) => dated(Date.UTC(2015, 5, 10), `s${index}`)))
    for (const stories of [day, minute])
      for (const page of pagesOf(stories).values()) expect(page.length - 2).toBeLessThan(3 * PAGE_SIZE)
    expect([...pagesOf(minute).keys()].slice(0, 3)).toEqual(['', '2015-06-10.0000-499', '2015-06-10.0000-498'])
    const added = newestFirst([...day, dated(Date.UTC(2015, 5, 10, 11, 1), 'new')])
    expect(changed(pagesOf(day), pagesOf(added)).length).toBeLessThanOrEqual(7)
  })
})

describe('allTime', () => {
  test('allTime: halves lie side by side and cover the whole, each name is known again, in every zone', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (at, timezone) => {
        for (let span = allTime(timezone); ; ) {
          const [later, earlier] = span.halves()
          expect(spanNamed(span.name, timezone)).toMatchObject({ from: span.from, to: span.to })
          if (!later || !earlier) {
            expect(span.to - span.from).toBeLessThanOrEqual(60_000)
            return
          }
          expect([earlier.from, earlier.to, later.to]).toEqual([span.from, later.from, span.to])
          span = at < later.from ? earlier : later
        }
      }),
    )
  })

  test('allTime: the hour that comes twice is two', () => {
    // In Zurich the clocks went back on 25 October 2015, at 01:00 UTC.
    const names = [0, 1].map(hour => {
      const at = Date.UTC(2015, 9, 25, hour, 30)
      let span = allTime('Europe/Zurich')
      for (let half = span; half; ) {
        span = half
        const next = span.halves().find(({ from, to }) => from <= at && at < to)
        if (!next) break
        half = next
      }
      return span.name
    })
    expect(names).toEqual(['2015-10-25.0230', '2015-10-25.0330'])
  })

  test('spanNamed: what is the name of no stretch is none', () => {
    for (const name of ['3', '2015-13', '2015-02-30', '2015-06-10.24', '0000', '2015-02--03', 'x', ''])
      expect(spanNamed(name, 'UTC'), name).toBeUndefined()
  })
})
