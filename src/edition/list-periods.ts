import { commonEnds } from '../model/common-ends.ts'
import { firstIndex } from '../model/first-index.ts'
import type { Instant } from '../model/instant.ts'
import { allTime, type CalendarSpan, halfAt, type Span } from './calendar-spans.ts'

/**
 * The dates of a list's stories, as far as cutting the list needs them. Each question is about a span or an instant, so that an index can
 * answer it without reading the list; `datesOf` answers from an array.
 */
export interface ListDates {
  /** How many stories are dated within a span. */
  readonly count: (span: Span) => number
  /** The date of the newest story that is older than this instant. */
  readonly before: (at: Instant) => Instant | undefined
}

/** How a list is cut. */
export interface Cutting {
  readonly pageSize: number
  /** The newsroom's, whose calendar it is. */
  readonly timezone: string
}

/** Stories of a list that are shown together: those of a stretch of time, or of a minute a run of them. */
export interface ListPart extends CalendarSpan {
  /** How many it shows. */
  readonly count: number
  /** Where a minute has too many: the number of the run, counted from the oldest. */
  readonly run?: number
}

/** A list cut into its front page and the pages after it. */
export interface CutList {
  /** How many of the newest stories the front page shows. */
  readonly front: number
  /** Newest first, each right after the one before. */
  readonly older: readonly ListPart[]
  /** All parts, those that the front page shows among them; none of a list that is one page. */
  readonly parts: readonly ListPart[]
}

/** How a list was cut before some of its stories came or went, and the dates of these. */
interface CutBefore {
  readonly parts: readonly ListPart[]
  readonly changed: readonly Instant[]
}

/**
 * Cuts a list by the newsroom's calendar. A part is the longest stretch, such as a decade, a year or its second half, that has fewer
 * stories than two pages' worth (`allTime`). The front page shows all of a list with less than two pages' worth, else as many
 * of the newest parts as have a page's worth together, which is less than three.
 *
 * A place in time is always cut at the same place. Where a part begins and ends follows from how many stories there are in each stretch of
 * the calendar that it lies in, and from nothing else; and a part has the stories of its own stretch only. So a story that is added,
 * dated back or removed changes its own part, the links of the two beside it where a part comes or goes, and the front page. Only a minute
 * that is full cannot be cut by time: it is counted, in runs of a page's worth from its oldest story.
 */
export function cutList(dates: ListDates, cutting: Cutting, before?: CutBefore): CutList {
  const { pageSize } = cutting
  const all = dates.count({ from: -Infinity, to: Infinity })
  if (all < 2 * pageSize) return { front: all, older: [], parts: [] }
  const parts = partsOf({ ...allTime(cutting.timezone), count: all }, { dates, pageSize, before })
  let front = 0
  const first = parts.findIndex(({ count }) => {
    if (front >= pageSize) return true
    front += count
    return false
  })
  return { front, older: first < 0 ? [] : parts.slice(first), parts }
}

/** By the stories of a list: after a change, those of most lists are the same. */
const known = new WeakMap<readonly unknown[], Cutting & { readonly cut: CutList }>()

/**
 * Cuts a list of stories that are in an array, newest first. `former`: the same list before a few of its stories came, went or became others. A part
 * without one of these is the same object as before.
 */
export function cutStories(stories: DatedStories, { pageSize, timezone }: Cutting, former?: DatedStories): CutList {
  const cutBefore = (list: DatedStories): CutList | undefined => {
    const before = known.get(list)
    return before?.pageSize === pageSize && before.timezone === timezone ? before.cut : undefined
  }
  const same = cutBefore(stories)
  if (same) return same
  const parts = former && cutBefore(former)?.parts
  const before = parts && { parts, changed: changedDates(former, stories) }
  const cut = cutList(datesOf(stories), { pageSize, timezone }, before)
  known.set(stories, { pageSize, timezone, cut })
  return cut
}

type DatedStories = Parameters<typeof datesOf>[0]

function changedDates(before: DatedStories, after: DatedStories): readonly Instant[] {
  const { same, sameAtEnd } = commonEnds(before, after)
  return [before, after].flatMap(list => list.slice(same, list.length - sameAtEnd).map(({ date }) => date.at))
}

/** The part that stories of this date are in; of a full minute its newest run. */
export function partAt(at: Instant, { dates, cutting }: { readonly dates: ListDates; readonly cutting: Cutting }): ListPart {
  const { pageSize, timezone } = cutting
  let span = allTime(timezone)
  for (;;) {
    const part = { ...span, count: dates.count(span) }
    const half = part.count < 2 * pageSize ? undefined : halfAt(span, at)
    if (!half) return partsOf(part, { dates, pageSize })[0] ?? part
    span = half
  }
}

/** A stretch that is full is cut, and each half the same way; where there is nothing there is no part. */
function partsOf(
  whole: ListPart,
  inputs: { readonly dates: Pick<ListDates, 'count'>; readonly pageSize: number; readonly before?: CutBefore | undefined },
): readonly ListPart[] {
  if (whole.count === 0) return []
  const same = inputs.before && partsBefore(whole, inputs.before)
  if (same && same.length > 0) return same
  if (whole.count < 2 * inputs.pageSize) return [whole]
  const halves = whole.halves()
  if (halves.length === 0) return runsOf(whole, inputs.pageSize)
  return halves.flatMap(half => partsOf({ ...half, count: inputs.dates.count(half) }, inputs))
}

/** The parts that a stretch had, where nothing in it changed; none where it was in a larger part, or something did. */
function partsBefore({ from, to }: Span, { parts, changed }: CutBefore): readonly ListPart[] {
  if (changed.some(at => from <= at && at < to)) return []
  const first = firstIndex(parts.length, index => (parts[index]?.to ?? 0) <= to)
  const end = firstIndex(parts.length, index => (parts[index]?.from ?? 0) < from)
  return parts.slice(first, end)
}

/** A minute in which many stories were published has no time left to cut: runs of a page's worth, the newest with what is left. */
function runsOf(minute: ListPart, pageSize: number): readonly ListPart[] {
  const last = Math.floor(minute.count / pageSize)
  return Array.from({ length: last }, (_, index) => {
    const run = last - index
    const count = run === last ? minute.count - (last - 1) * pageSize : pageSize
    return { ...minute, name: `${minute.name}-${run}`, run, count }
  })
}

/** The dates of stories that are in an array, newest first. */
export function datesOf(stories: readonly { readonly date: { readonly at: Instant } }[]): ListDates {
  const dateAt = (index: number): Instant => stories[index]?.date.at ?? -Infinity
  // A stretch begins where another ends.
  const known = new Map<Instant, number>()
  const firstBefore = (at: Instant): number => {
    const index = known.get(at) ?? firstIndex(stories.length, index => dateAt(index) < at)
    known.set(at, index)
    return index
  }
  return {
    count: ({ from, to }) => firstBefore(from) - firstBefore(to),
    before: at => stories[firstBefore(at)]?.date.at,
  }
}
