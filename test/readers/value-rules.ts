import mime from 'mime'

/*
 * Rules about single values. Each function says what is wrong with the value, in a form that reads on from "…: ", or
 * answers undefined when nothing is.
 */
export type ValueRule = (value: string) => string | undefined

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const RFC_822 =
  /^(?<day>Sun|Mon|Tue|Wed|Thu|Fri|Sat), (?<date>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) (?:GMT|(?<zone>[+-]\d{4}))$/

/** RFC 822 §5 as RSS uses it: weekday, year of four digits, seconds, and GMT or a numeric zone. */
export const rfc822Problem: ValueRule = value => {
  const found = RFC_822.exec(value)?.groups
  if (found === undefined) return `"${value}" is no RFC 822 date of the form "Wed, 10 Jun 2015 00:00:00 GMT"`
  const month = MONTHS.indexOf(found.month ?? '') + 1
  const problem = calendarProblem({
    date: `${found.year}-${String(month).padStart(2, '0')}-${found.date}`,
    time: found.time ?? '',
    zone: (found.zone ?? '+0000').replace(/(\d\d)(\d\d)$/, '$1:$2'),
  })
  if (problem !== undefined) return `"${value}" ${problem}`
  const weekday = DAYS[new Date(`${found.year}-${String(month).padStart(2, '0')}-${found.date}T00:00:00Z`).getUTCDay()]
  return weekday === found.day ? undefined : `"${value}" was a ${weekday}, not a ${found.day}`
}

const RFC_3339 = /^(?<date>\d{4}-\d{2}-\d{2})T(?<time>\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:Z|(?<zone>[+-]\d{2}:\d{2}))$/

/** RFC 3339 §5.6 as RFC 4287 §3.3 asks: upper-case T, and a zone. */
export const rfc3339Problem: ValueRule = value => {
  const found = RFC_3339.exec(value)?.groups
  if (found === undefined) return `"${value}" is no RFC 3339 date of the form "2015-06-10T00:00:00Z"`
  const problem = calendarProblem({ date: found.date ?? '', time: found.time ?? '', zone: found.zone ?? '+00:00' })
  return problem === undefined ? undefined : `"${value}" ${problem}`
}

/** A day that the calendar has, a time that the clock shows, a zone that exists (RFC 3339 §5.7). */
function calendarProblem(parts: { readonly date: string; readonly time: string; readonly zone: string }): string | undefined {
  const day = new Date(`${parts.date}T00:00:00Z`)
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== parts.date) return 'names a day that does not exist'
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(parts.time)) return 'names a time that does not exist'
  return /^[+-](?:0\d|1[0-4]):[0-5]\d$/.test(parts.zone) ? undefined : 'names a zone that does not exist'
}

/** An absolute URL that works wherever it is read: scheme, and a host where the scheme has one (RFC 3986 §4.3). */
export const urlProblem: ValueRule = value => {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(value)) return `relative URL "${value}"`
  if (/^(?:javascript|vbscript|data|file|blob):/i.test(value)) return `URL of a kind that no reader should follow: "${value}"`
  if (/[\s<>"\\^`{|}\p{Cc}]/u.test(value)) return `"${value}" holds characters that a URL has to escape`
  if (/%(?![0-9A-Fa-f]{2})/.test(value)) return `"${value}" holds a percent sign that escapes nothing`
  if (/^https?:/i.test(value) && !/^https?:\/\/[^/?#]/i.test(value)) return `"${value}" names no host`
  return URL.canParse(value) ? undefined : `"${value}" is no URL`
}

/** An absolute IRI (RFC 3987), as ids are. */
export const iriProblem: ValueRule = value =>
  /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"\\^`{|}\p{Cc}]+$/u.test(value) ? undefined : `"${value}" is no absolute IRI`

const TOP_LEVEL_TYPES = /^(?:application|audio|font|haptics|image|message|model|multipart|text|video)$/

/** Types that are often written and were never registered, with the registered one. */
const MISNOMERS = new Map([
  ['image/jpg', 'image/jpeg'],
  ['image/pjpeg', 'image/jpeg'],
  ['image/svg', 'image/svg+xml'],
  ['image/pdf', 'application/pdf'],
  ['audio/mp3', 'audio/mpeg'],
  ['text/javascript+xml', 'text/javascript'],
])

/** A media type with a registered top level (RFC 6838 §4.2). */
export const mediaTypeProblem: ValueRule = value => {
  const found = /^([a-z]+)\/[a-z0-9][a-z0-9!#$&^_.+-]*(?: *; *[a-z0-9-]+=(?:[^\s;"]+|"[^"]*"))*$/i.exec(value)
  if (found === null || !TOP_LEVEL_TYPES.test(found[1] ?? '')) return `"${value}" is no media type`
  const registered = MISNOMERS.get(value.toLowerCase())
  return registered === undefined ? undefined : `"${value}" is not registered: it is ${registered}`
}

/** Whether a file's type is the registered one for the ending of its address; undefined when the ending says nothing. */
export function fileTypeProblem(url: string, type: string): string | undefined {
  const expected = URL.canParse(url) ? mime.getType(new URL(url).pathname) : null
  return expected === null || expected === type ? undefined : `type is "${type}", but "${url}" is ${expected}`
}

/** A language tag (BCP 47, RFC 5646 §2.1) that begins with a language of ISO 639: no longer one is registered. */
export const languageProblem: ValueRule = value => {
  const problem = `"${value}" is no language tag`
  try {
    Intl.getCanonicalLocales(value)
    return /^[a-z]{2,3}(?:-|$)/i.test(value) ? undefined : problem
  } catch {
    return problem
  }
}

/** Characters that XML 1.0 §2.2 forbids, that are no characters at all, or that stand for something only within Courant. */
export const characterProblem: ValueRule = value => {
  const found =
    /[^\t\n\r\u{20}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{10FFFF}]|[\uD800-\uDFFF]|\p{Noncharacter_Code_Point}/u.exec(value)
  if (found === null) return undefined
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `holds the forbidden character U+${code}`
}
