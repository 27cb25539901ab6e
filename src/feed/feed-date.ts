import type { Instant } from '../model/instant.ts'

/**
 * The instant as RFC 822 has it, with the four-digit year that RSS 2.0 allows: `Wed, 10 Jun 2015 00:00:00 GMT`.
 * Throws a RangeError for what is no date.
 */
export function rfc822(at: Instant): string {
  return dateOf(at).toUTCString()
}

/**
 * The instant as RFC 3339 has it: `2015-06-10T00:00:00Z`, with milliseconds only when there are some.
 * Throws a RangeError for what is no date.
 */
export function rfc3339(at: Instant): string {
  return dateOf(at).toISOString().replace('.000Z', 'Z')
}

/** The instant as a Date; both formats know the years 0 to 9999 only, and "Invalid Date" must never reach a subscriber. */
export function dateOf(at: Instant): Date {
  const date = new Date(at)
  const year = date.getUTCFullYear()
  if (year >= 0 && year <= 9999) return date
  throw new RangeError(`not a date that a feed can carry: ${at}`)
}
