import { Temporal } from 'temporal-polyfill'

const DAY = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/
/** With an offset, a zone's name may follow, as Go and Ruby write it. */
const ISO =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[Tt ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,3})\d*)?)?\s*([Zz]|UTC|GMT|[ECMP][SD]T|[+-]\d\d(?::?\d\d)?(?: [A-Z]{2,5})?)?$/
/** `2 January 2015`, `Jan 2, 2015`, with or without a day of the week. */
const NAMED_DAY = /^(?:[a-z]+, )?(?:(\d{1,2})[ -]([a-z]{3,9})\.?[ -]|([a-z]{3,9})\.? (\d{1,2}),? )(\d{4})$/i
const RFC822 =
  /^(?:[a-z]+,?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s-]+(\d{4}|\d\d)\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*([a-z]+|[+-]\d{1,2}:?\d\d)?/i

const MONTHS: readonly string[] = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Zones that RFC 822 §5.1 knows by name, in hours. Every other name means UTC, as RFC 2822 §4.3 has it. */
const ZONES: ReadonlyMap<string, number> = new Map([
  ['EST', -5],
  ['EDT', -4],
  ['CST', -6],
  ['CDT', -5],
  ['MST', -7],
  ['MDT', -6],
  ['PST', -8],
  ['PDT', -7],
])

/**
 * A date of a feed or of front matter as an article's date is written: `2015-03-02`, `2015-03-02T09:00:00+01:00`. Reads what
 * RFC 822, RFC 3339 and W3C's note on dates allow, and how they are mostly broken. A time without an offset is read in `zone`,
 * UTC where there is none. Undefined for what is no date, or not in the calendar.
 */
export function sourceDate(text: string | undefined, zone = 'UTC'): string | undefined {
  const given = text?.trim().replace(/\s+/g, ' ') ?? ''
  const day = DAY.exec(given)
  if (day) return plainDay(dayIn(day))
  const iso = ISO.exec(given)
  if (iso) {
    const [hour = '', minute, second = '00', fraction = '0', offset] = iso.slice(4)
    const time = `${twoDigits(hour)}:${minute}:${second}.${fraction}`
    return instant(`${dayIn(iso)}T${time}`, offset && offsetOf(offset.replace(/ .*/, '')), zone)
  }
  const named = NAMED_DAY.exec(given)
  if (named) {
    const [, first, month = '', otherMonth = '', last = '', year = ''] = named
    return plainDay(dayIn(['', year, monthOf(month || otherMonth), first ?? last]))
  }
  const rfc = RFC822.exec(given)
  if (!rfc) return /^\d{4}(-\d\d)?$/.test(given) ? plainDay(`${given}-01-01`.slice(0, 10)) : undefined
  const [, dayOfMonth = '', month = '', year = '', hour = '', minute, second = '00', offset] = rfc
  const date = dayIn(['', fourDigits(year), monthOf(month), dayOfMonth])
  return instant(`${date}T${twoDigits(hour)}:${minute}:${second}`, offset && offsetOf(offset), zone)
}

/** Milliseconds since the epoch of a date that `sourceDate` gave; of a day alone, its beginning in UTC. */
export function instantOf(date: string): number {
  return Date.parse(date)
}

/** A day of the year, month and day that come after what was found as a whole. */
function dayIn([, year = '', month = '', day = '']: readonly string[]): string {
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`
}

/** A month's number by its name, of which the first three letters count; 0 for what is none. */
function monthOf(name: string): string {
  return String(MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1)
}

function plainDay(text: string): string | undefined {
  return readable(() => Temporal.PlainDate.from(text).toString())
}

function instant(local: string, offset: string | undefined, zone: string): string | undefined {
  return readable(() => {
    const time = Temporal.PlainDateTime.from(local, { overflow: 'reject' })
    const zoned = time.toZonedDateTime(offset ?? zone)
    return zoned.toString({ timeZoneName: 'never' }).replace(/\+00:00$/, 'Z')
  })
}

/** What `read` gives, with a year of four digits as feeds have it; undefined when the calendar refuses it. */
function readable(read: () => string): string | undefined {
  try {
    const text = read()
    return /^[1-9]\d{3}-/.test(text) ? text : undefined
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function offsetOf(zone: string): string {
  const numeric = /^([+-])(\d{1,2}?):?(\d\d)?$/.exec(zone)
  if (numeric) return `${numeric[1]}${twoDigits(numeric[2] ?? '')}:${numeric[3] ?? '00'}`
  const hours = ZONES.get(zone.toUpperCase()) ?? 0
  return `${hours < 0 ? '-' : '+'}${twoDigits(Math.abs(hours))}:00`
}

/** Two digits meant this century until they would lie far ahead (RFC 2822 §4.3). */
function fourDigits(year: string): string {
  if (year.length > 2) return year
  return Number(year) < 50 ? `20${year}` : `19${year}`
}

function twoDigits(number: number | string): string {
  return String(number).padStart(2, '0')
}
