import { Temporal } from 'temporal-polyfill'

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/
const ISO = /^(\d{4}-\d\d-\d\d)[Tt ]+(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,3})\d*)?)?\s*([Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/
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
  const day = DAY.test(given) ? plainDay(given) : undefined
  if (day !== undefined) return day
  const iso = ISO.exec(given)
  if (iso) {
    const [, date = '', hour, minute, second = '00', fraction = '0', offset] = iso
    return instant(`${date}T${hour}:${minute}:${second}.${fraction}`, offset && offsetOf(offset), zone)
  }
  const rfc = RFC822.exec(given)
  if (!rfc) return /^\d{4}(-\d\d)?$/.test(given) ? plainDay(`${given}-01-01`.slice(0, 10)) : undefined
  const [, dayOfMonth = '', month = '', year = '', hour = '', minute, second = '00', offset] = rfc
  const number = MONTHS.indexOf(month.toLowerCase()) + 1
  const date = `${fourDigits(year)}-${twoDigits(number)}-${twoDigits(dayOfMonth)}`
  return instant(`${date}T${twoDigits(hour)}:${minute}:${second}`, offset && offsetOf(offset), zone)
}

/** Milliseconds since the epoch of a date that `sourceDate` gave; of a day alone, its beginning in UTC. */
export function instantOf(date: string): number {
  return Date.parse(date)
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
