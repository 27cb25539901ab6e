import { expect, test } from 'vitest'
import { rfc822, rfc3339 } from '../../src/feed/feed-date.ts'

const kazakhstan = Date.UTC(2015, 5, 10)

test('rfc822: a four-digit year and GMT', () => {
  expect(rfc822(kazakhstan)).toBe('Wed, 10 Jun 2015 00:00:00 GMT')
})

test('rfc3339: UTC, milliseconds only when there are some', () => {
  expect(rfc3339(kazakhstan)).toBe('2015-06-10T00:00:00Z')
  expect(rfc3339(kazakhstan + 7)).toBe('2015-06-10T00:00:00.007Z')
})

test('rfc822 and rfc3339: refuse what is no date or has no four-digit year', () => {
  for (const at of [Number.NaN, Number.POSITIVE_INFINITY, Date.UTC(10_000, 0), Date.UTC(-1, 0)]) {
    expect(() => rfc822(at)).toThrow(RangeError)
    expect(() => rfc3339(at)).toThrow(RangeError)
  }
})
