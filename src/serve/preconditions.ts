import type { IncomingHttpHeaders } from 'node:http'

/** What tells versions of a representation apart. */
export interface Validators {
  /** Strong entity tag, in its quotes. */
  readonly etag: string
  /** Whole seconds since 1970; undefined while the date does not say which version it is. */
  readonly modifiedSeconds: number | undefined
}

/**
 * What a request's conditions come to, in their order of precedence (RFC 9110 §13.2.2): 412 where it is not about this version any more,
 * 304 where the client has it, undefined where it is to be sent. Conditions on a date count only where there is one.
 */
export function preconditions(headers: IncomingHttpHeaders, validators: Validators): 412 | 304 | undefined {
  const { etag, modifiedSeconds } = validators
  const match = headers['if-match']
  if (match !== undefined) {
    if (!names(match, etag)) return 412
  } else if (isAfter(modifiedSeconds, headers['if-unmodified-since'])) return 412
  const noneMatch = headers['if-none-match']
  if (noneMatch !== undefined) return names(noneMatch.replaceAll('W/"', '"'), etag) ? 304 : undefined
  return isAfter(modifiedSeconds, headers['if-modified-since']) === false ? 304 : undefined
}

/** Whether a `Range` is to be answered as one: `If-Range` names this version, by its tag or by its exact date, or is not there (RFC 9110 §13.1.5). */
export function isRangeOfThis(ifRange: string | undefined, { etag, modifiedSeconds }: Validators): boolean {
  if (ifRange === undefined || ifRange === etag) return true
  return modifiedSeconds !== undefined && httpDate(ifRange) === modifiedSeconds * 1000
}

/** Whether a list of entity tags names this one, or any by a `*`. */
function names(tags: string, etag: string): boolean {
  return tags === etag || tags.trim() === '*' || tags.split(',').some(tag => tag.trim() === etag)
}

/** Undefined without two dates to compare. */
function isAfter(modifiedSeconds: number | undefined, date: string | undefined): boolean | undefined {
  const at = date === undefined ? undefined : httpDate(date)
  return modifiedSeconds === undefined || at === undefined ? undefined : modifiedSeconds * 1000 > at
}

const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
const TIME = '\\d\\d:\\d\\d:\\d\\d'

/** `Sun, 06 Nov 1994 08:49:37 GMT`, and `Sunday, 06-Nov-94 08:49:37 GMT`, which is obsolete. */
const WITH_ZONE = new RegExp(`^(?:${DAY}, \\d\\d ${MONTH} \\d{4}|${DAY}[a-z]{3,6}, \\d\\d-${MONTH}-\\d\\d) ${TIME} GMT$`)
/** `Sun Nov  6 08:49:37 1994`, of C's asctime: obsolete too, and without a zone. */
const WITHOUT_ZONE = new RegExp(`^${DAY} ${MONTH} [ \\d]\\d ${TIME} \\d{4}$`)

/** The milliseconds since 1970 of an HTTP-date, in each of its three forms (RFC 9110 §5.6.7); undefined for what is none. */
function httpDate(text: string): number | undefined {
  const at = WITH_ZONE.test(text) ? Date.parse(text) : WITHOUT_ZONE.test(text) ? Date.parse(`${text} GMT`) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
