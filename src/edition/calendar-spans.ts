import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../model/instant.ts'

/** A stretch of time. */
export interface Span {
  readonly from: Instant
  /** Exclusive. */
  readonly to: Instant
}

/** A stretch of the newsroom's calendar. */
export interface CalendarSpan extends Span {
  /** As addresses name it: `2010--2019`, `2015`, `2015-07--12`, `2015-06`, `2015-06-16--30`, `2015-06-10`, `2015-06-10.00--11`, `2015-06-10.1405`. */
  readonly name: string
  /** How exactly a date within it must be said to name it. */
  readonly precision: 'year' | 'month' | 'day' | 'minute'
  /** The two that it is cut into, the later first; a minute is not cut. */
  readonly halves: () => readonly CalendarSpan[]
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

// Dates have years of four digits; the first may be a year earlier where it was written in another zone.
const FIRST_CENTURY = 9
const LAST_CENTURY = 99

/**
 * All of the time that dates can have, by the calendar of a zone. It is cut into halves of the centuries, each of these the same way, a century
 * into halves of its decades, and so on by years, months, days, hours and minutes: always at the same instants. Hours and minutes are
 * counted from the beginning of the day, so that the hour that comes twice when clocks are set back has two names.
 */
export function allTime(timezone: string): CalendarSpan {
  const start = dayStartsIn(timezone)
  const years = (first: number): Unit => ({ ...yearsOf(start, 1), first, last: first + 9, within: monthsOf(start) })
  const decades = (first: number): Unit => ({
    ...yearsOf(start, 10),
    first,
    last: first + 9,
    within: decade => years(10 * decade),
  })
  return spanOf({
    ...yearsOf(start, 100),
    first: FIRST_CENTURY,
    last: LAST_CENTURY,
    within: century => decades(10 * century),
  })
}

const NAME = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:\.(\d\d)(\d\d)?)?)?)?(?:--\d+)?$/

/** The stretch of this name; undefined for what is the name of none. */
export function spanNamed(name: string, timezone: string): CalendarSpan | undefined {
  const [year, month = 1, day = 1, hour = 0, minute = 0] = NAME.exec(name)?.slice(1).map(asNumber) ?? []
  if (year === undefined || year < 100 * FIRST_CENTURY) return undefined
  const at = dayStartsIn(timezone)(year, month, day) + hour * HOUR_MS + minute * MINUTE_MS
  let span: CalendarSpan | undefined = allTime(timezone)
  while (span && span.name !== name) span = halfAt(span, at)
  return span
}

/** The half of a stretch that an instant lies in. */
export function halfAt(span: CalendarSpan, at: Instant): CalendarSpan | undefined {
  return span.halves().find(({ from, to }) => from <= at && at < to)
}

function asNumber(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits)
}

/** A unit of the calendar, in numbered parts. */
interface Unit extends Pick<CalendarSpan, 'precision'> {
  readonly first: number
  readonly last: number
  /** When a part begins; that after the last begins where the unit ends. */
  readonly startOf: (number: number) => Instant
  /** What the parts from one to another are called together. */
  readonly nameOf: (first: number, last: number) => string
  /** A part as a unit of its own. */
  readonly within: (number: number, part: Span & Pick<CalendarSpan, 'name'>) => Unit | undefined
}

function spanOf(unit: Unit, low = unit.first, high = unit.last): CalendarSpan {
  const part = { name: unit.nameOf(low, high), from: unit.startOf(low), to: unit.startOf(high + 1) }
  const halves = (): readonly CalendarSpan[] => {
    if (low < high) {
      const middle = low + Math.ceil((high - low + 1) / 2)
      return [spanOf(unit, middle, high), spanOf(unit, low, middle - 1)]
    }
    const inner = unit.within(low, part)
    return inner ? spanOf(inner).halves() : []
  }
  return { ...part, precision: unit.precision, halves }
}

/** Years, or so many of them at a time. */
function yearsOf(start: DayStart, length: number): Pick<Unit, 'precision' | 'nameOf' | 'startOf'> {
  return {
    precision: 'year',
    nameOf: (first, last) => fromTo(first * length, (last + 1) * length - 1, 4),
    startOf: number => start(number * length, 1, 1),
  }
}

function monthsOf(start: DayStart): Unit['within'] {
  return (year, { name }) => ({
    precision: 'month',
    first: 1,
    last: 12,
    startOf: month => start(year, month, 1),
    nameOf: (first, last) => `${name}-${fromTo(first, last, 2)}`,
    within: daysOf(start, year),
  })
}

function daysOf(start: DayStart, year: number): Unit['within'] {
  return (month, { name }) => ({
    precision: 'day',
    first: 1,
    last: daysIn(year, month),
    startOf: day => start(year, month, day),
    nameOf: (first, last) => `${name}-${fromTo(first, last, 2)}`,
    within: (_, day) => ({ ...partsOf(day, { lengthMs: HOUR_MS, prefix: `${day.name}.` }), within: minutesOf }),
  })
}

function minutesOf(_: number, hour: Parameters<Unit['within']>[1]): Unit {
  return { ...partsOf(hour, { lengthMs: MINUTE_MS, prefix: hour.name }), within: () => undefined }
}

/** Parts of a fixed length; the last may be shorter. */
function partsOf(
  { from, to }: Span,
  { lengthMs, prefix }: { readonly lengthMs: number; readonly prefix: string },
): Omit<Unit, 'within'> {
  return {
    precision: 'minute',
    first: 0,
    last: Math.ceil((to - from) / lengthMs) - 1,
    startOf: number => Math.min(from + number * lengthMs, to),
    nameOf: (first, last) => prefix + fromTo(first, last, 2),
  }
}

function fromTo(first: number, last: number, digits: number): string {
  const [from, to] = [first, last].map(number => String(number).padStart(digits, '0'))
  return first === last ? `${from}` : `${from}--${to}`
}

/** When a day begins, in a zone. A day or month beyond the last counts on into the next. */
type DayStart = (year: number, month: number, day: number) => Instant

/** By zone. Asking the calendar takes a hundred times as long as looking it up, and all lists share it: a busy year has 366. */
const known = new Map<string, DayStart>()

function dayStartsIn(timezone: string): DayStart {
  const before = known.get(timezone)
  if (before) return before
  const starts = new Map<number, Instant>()
  const start: DayStart = (year, month, day) => {
    const utc = Date.UTC(year, month - 1, day)
    const at = starts.get(utc) ?? Temporal.PlainDate.from(isoDay(utc)).toZonedDateTime(timezone).epochMilliseconds
    starts.set(utc, at)
    return at
  }
  known.set(timezone, start)
  return start
}

function isoDay(utc: Instant): string {
  return new Date(utc).toISOString().slice(0, -'T00:00:00.000Z'.length)
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
