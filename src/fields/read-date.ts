import { Temporal } from 'temporal-polyfill'
import type { Instant, StoryDate } from '../model/instant.ts'
import { patternSchema } from './schema.ts'
import { quote, type Reader, reader } from './slot.ts'

const FORM = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/
const REMEDY = 'write it as 2026-05-03 or 2026-05-03T09:00+02:00'

/**
 * A date: a day (its midnight in `timezone`), a local time in `timezone`, or an instant with its offset (RFC 3339, seconds
 * and their fraction optional). Never read in the machine's own zone. A local time that a clock change skips means the moment
 * after it; one that comes twice, the first.
 */
export function date(timezone: string): Reader<StoryDate> {
  return reader(patternSchema(FORM, REMEDY), slot => {
    const written = typeof slot.value === 'string' ? FORM.exec(slot.value.trim()) : null
    if (!written) return slot.mistake({ message: `cannot read ${quote(slot.value)} as a date`, remedy: REMEDY })
    const { 4: hour, 8: offset } = written
    try {
      const local = localTime(written)
      return {
        at: offset === undefined ? zonedEpoch(local, timezone) : offsetEpoch(local, offset),
        dateOnly: hour === undefined,
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      return slot.mistake({ message: `there is no ${quote(slot.value)} in the calendar`, remedy: REMEDY })
    }
  })
}

/** @throws RangeError where the calendar has no such time */
function localTime([, year, month, day, hour, minute, second = '0', fraction = '']: RegExpExecArray): Temporal.PlainDateTime {
  const numbers = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second),
    millisecond: Number(fraction.padEnd(3, '0')),
  }
  // Feeds write years in four digits (RFC 822 as RSS 2.0 has it), in every zone.
  if (numbers.year < 1000 || numbers.year > 9998 || numbers.second > 59) throw new RangeError('out of range')
  return Temporal.PlainDateTime.from(numbers, { overflow: 'reject' })
}

/** A local time that a zone's clocks skip when they go forward, or show twice when they go back: the two instants that it can mean. */
export interface ClockChange {
  readonly kind: 'skipped' | 'repeated'
  readonly earlier: Instant
  readonly later: Instant
}

/** The clock change that leaves a date, which `date` reads, in doubt; undefined where there is none, as of a day alone. */
export function clockChange(text: string, timezone: string): ClockChange | undefined {
  const written = FORM.exec(text.trim())
  if (!written || written[4] === undefined || written[8] !== undefined) return undefined
  const local = localTime(written)
  const [earlier, later] = (['earlier', 'later'] as const).map(disambiguation =>
    local.toZonedDateTime(timezone, { disambiguation }),
  )
  if (!earlier || !later || earlier.epochMilliseconds === later.epochMilliseconds) return undefined
  const kind = earlier.toPlainDateTime().equals(local) ? 'repeated' : 'skipped'
  return { kind, earlier: earlier.epochMilliseconds, later: later.epochMilliseconds }
}

function zonedEpoch(local: Temporal.PlainDateTime, timezone: string): number {
  return local.toZonedDateTime(timezone).epochMilliseconds
}

function offsetEpoch(local: Temporal.PlainDateTime, offset: string): number {
  const text = offset === 'Z' ? '+00:00' : offset.replace(/^([+-]\d\d):?/, '$1:')
  return local.toZonedDateTime(text).epochMilliseconds
}

const DAY_REMEDY = 'write the day alone: 2026-05-03'

/** A day without a time, `2026-05-03`, as it is written. */
export const day: Reader<string> = reader(patternSchema(/^\s*\d{4}-\d\d-\d\d\s*$/, DAY_REMEDY), slot => {
  const read = date('UTC')(slot)
  if (read === undefined) return undefined
  if (read.dateOnly) return new Date(read.at).toISOString().slice(0, 10)
  return slot.mistake({ message: `${quote(slot.value)} is more than a day`, remedy: DAY_REMEDY })
})

/** The instant at which a day begins in a zone. */
export function startOfDay(day: string, timezone: string): Instant {
  return Temporal.PlainDate.from(day).toZonedDateTime(timezone).epochMilliseconds
}

/** An IANA time zone that this Node knows. */
export const timeZone: Reader<string> = reader({ type: 'string' }, slot => {
  const zone = canonicalTimeZone(String(slot.value))
  if (zone !== undefined) return zone
  return slot.mistake({
    message: `cannot read ${quote(slot.value)} as a time zone`,
    remedy: 'write its name: Europe/Zurich, Asia/Almaty, UTC',
  })
})

/** The same by its name; undefined for what is none. */
export function canonicalTimeZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
