import { Temporal } from 'temporal-polyfill'
import type { Instant, StoryDate } from '../model/instant.ts'

/** Where and for whom a date is shown: the newsroom's IANA zone and the page's language. */
export interface DateView {
  readonly timezone: string
  readonly lang: string
}

/** Writes an instant in one way. */
type WriteDate = (at: Instant) => string

/** Ways to write dates, by what they follow from. Making one costs a hundred times what using it does, and a newsroom needs a handful. */
const writers = new Map<string, WriteDate>()

/** A page says one date four times over, and so does every list with its story on it. What is kept of so many is a megabyte. */
const MOST_DATES = 20_000

/** The date as people read it: the day alone when only a day was written, else with time and zone. */
export function visibleDate(date: StoryDate, view: DateView): string {
  return writerFor(date.dateOnly, view)(date.at)
}

/** The day alone, where a time would be too much: on cards and in lists. */
export function visibleDay(at: Instant, view: DateView): string {
  return writerFor(true, view)(at)
}

/** By language, year and month: an archive names the same ones at every publish. */
const periods = new Map<string, string>()

/** A year, a month of it, or a month by itself, as a heading names it. */
export function visiblePeriod(period: Period, lang: string): string {
  const key = `${lang} ${period.year} ${period.month}`
  const name = periods.get(key) ?? periodName(period, lang)
  periods.set(key, name)
  return name
}

function periodName({ year, month }: Period, lang: string): string {
  const name = periodFormatter(lang, { year: year !== undefined, month: month !== undefined }).format(
    Date.UTC(year ?? 2000, (month ?? 1) - 1, 15),
  )
  return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1)
}

interface Period {
  readonly year?: number
  /** 1 to 12. */
  readonly month?: number
}

/** A stretch of time as titles name it: `2015`, `January – June 2015`, `June 2015`, `16 – 30 June 2015`, `10 June 2015, 14:00–14:29 CEST`. */
export function visibleSpan({ from, to, precision }: VisibleSpan, view: DateView): string {
  return spanFormatter(precision, view).formatRange(from, to - 1)
}

interface VisibleSpan {
  readonly from: Instant
  /** Exclusive. */
  readonly to: Instant
  readonly precision: 'year' | 'month' | 'day' | 'minute'
}

/**
 * The date for machines, as HTML's `datetime`, Open Graph and schema.org read it: the plain day when only a day was
 * written, else RFC 3339 with the zone's numeric offset at that instant.
 */
export function machineDate(date: StoryDate, timezone: string): string {
  const write = writerOf(`${timezone} ${date.dateOnly}`, () => at => writeMachineDate({ ...date, at }, timezone))
  return write(date.at)
}

function writeMachineDate(date: StoryDate, timezone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(date.at).toZonedDateTimeISO(timezone)
  return date.dateOnly
    ? zoned.toPlainDate().toString()
    : zoned.toString({ smallestUnit: 'second', timeZoneName: 'never', calendarName: 'never' })
}

/** The writer of this name, which remembers what it wrote. */
function writerOf(name: string, make: () => WriteDate): WriteDate {
  const known = writers.get(name)
  if (known) return known
  const write = remembering(make())
  writers.set(name, write)
  return write
}

function remembering(write: WriteDate): WriteDate {
  const texts = new Map<Instant, string>()
  return at => {
    const known = texts.get(at)
    if (known !== undefined) return known
    const text = write(at)
    if (texts.size >= MOST_DATES) texts.clear()
    texts.set(at, text)
    return text
  }
}

function writerFor(dateOnly: boolean, view: DateView): WriteDate {
  return writerOf(`${view.lang} ${view.timezone} ${dateOnly}`, () => {
    const formatter = new Intl.DateTimeFormat(localeOf(view.lang), {
      calendar: 'gregory',
      timeZone: view.timezone,
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      ...(dateOnly ? {} : { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }),
    })
    return at => formatter.format(at)
  })
}

/** As `writers`, of what has no time. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function periodFormatter(lang: string, shown: { readonly year: boolean; readonly month: boolean }): Intl.DateTimeFormat {
  const key = `${lang} ${shown.year} ${shown.month}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const formatter = new Intl.DateTimeFormat(localeOf(lang), {
    calendar: 'gregory',
    timeZone: 'UTC',
    ...(shown.year && { year: 'numeric' }),
    ...(shown.month && { month: 'long' }),
  })
  formatters.set(key, formatter)
  return formatter
}

function spanFormatter(precision: VisibleSpan['precision'], { lang, timezone }: DateView): Intl.DateTimeFormat {
  const key = `${lang} ${timezone} ${precision}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const formatter = new Intl.DateTimeFormat(localeOf(lang), {
    calendar: 'gregory',
    timeZone: timezone,
    year: 'numeric',
    ...(precision !== 'year' && { month: 'long' }),
    ...((precision === 'day' || precision === 'minute') && { day: 'numeric' }),
    ...(precision === 'minute' && { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }),
  })
  formatters.set(key, formatter)
  return formatter
}

/** English without a region is dated day first, as international organisations date it; `en-US` keeps its own order. */
function localeOf(lang: string): string {
  return lang === 'en' ? 'en-GB' : lang
}
