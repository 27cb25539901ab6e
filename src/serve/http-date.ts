const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
const TIME = '\\d\\d:\\d\\d:\\d\\d'

/** `Sun, 06 Nov 1994 08:49:37 GMT`, and `Sunday, 06-Nov-94 08:49:37 GMT`, which is obsolete. */
const WITH_ZONE = new RegExp(`^(?:${DAY}, \\d\\d ${MONTH} \\d{4}|${DAY}[a-z]{3,6}, \\d\\d-${MONTH}-\\d\\d) ${TIME} GMT$`)
/** `Sun Nov  6 08:49:37 1994`, of C's asctime: obsolete too, and without a zone. */
const WITHOUT_ZONE = new RegExp(`^${DAY} ${MONTH} [ \\d]\\d ${TIME} \\d{4}$`)

/** The milliseconds since 1970 of an HTTP-date, in each of its three forms (RFC 9110 §5.6.7); undefined for what is none. */
export function httpDate(text: string): number | undefined {
  const at = WITH_ZONE.test(text) ? Date.parse(text) : WITHOUT_ZONE.test(text) ? Date.parse(`${text} GMT`) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
