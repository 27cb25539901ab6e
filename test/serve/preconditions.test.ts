import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { isRangeOfThis, preconditions } from '../../src/serve/preconditions.ts'

const SECONDS = 1_780_000_000
const SAME = new Date(SECONDS * 1000).toUTCString()
const EARLIER = new Date((SECONDS - 1) * 1000).toUTCString()
const LATER = new Date((SECONDS + 1) * 1000).toUTCString()
const THIS = { etag: '"this"', modifiedSeconds: SECONDS }
const UNDATED = { ...THIS, modifiedSeconds: undefined }

type Comes = 'to be sent' | 304 | 412

/** What each condition says by itself: whether it holds, or that it is not there or counts for nothing. */
const MATCH = [undefined, '"this"', '"other", "this"', '*', 'W/"this"', '"other"', ''] as const
const UNMODIFIED = [undefined, SAME, LATER, EARLIER, 'the other day'] as const
const NONE_MATCH = [undefined, '"this"', 'W/"this"', '"other" ,W/"this"', ' * ', '"other"', ''] as const
const MODIFIED = [undefined, SAME, LATER, EARLIER, 'the other day'] as const

const MATCHES: ReadonlySet<string | undefined> = new Set(['"this"', '"other", "this"', '*'])
const KNOWN: ReadonlySet<string | undefined> = new Set(['"this"', 'W/"this"', '"other" ,W/"this"', ' * '])

/** RFC 9110 §13.2.2, step by step. */
function expected(
  [match, unmodified, noneMatch, modified]: readonly (string | undefined)[],
  { isDated }: { readonly isDated: boolean },
): Comes {
  if (match !== undefined && !MATCHES.has(match)) return 412
  if (match === undefined && isDated && unmodified === EARLIER) return 412
  if (noneMatch !== undefined) return KNOWN.has(noneMatch) ? 304 : 'to be sent'
  return isDated && (modified === SAME || modified === LATER) ? 304 : 'to be sent'
}

const ALL = MATCH.flatMap(match =>
  UNMODIFIED.flatMap(unmodified =>
    NONE_MATCH.flatMap(noneMatch => MODIFIED.map(modified => [match, unmodified, noneMatch, modified] as const)),
  ),
)

describe('preconditions', () => {
  test.each([
    ['dated', THIS],
    ['not dated yet', UNDATED],
  ])('every combination of conditions on a file that is %s', (_, validators) => {
    const wrong = ALL.filter(([match, unmodified, noneMatch, modified]) => {
      const comes = preconditions(
        {
          ...(match !== undefined && { 'if-match': match }),
          ...(unmodified !== undefined && { 'if-unmodified-since': unmodified }),
          ...(noneMatch !== undefined && { 'if-none-match': noneMatch }),
          ...(modified !== undefined && { 'if-modified-since': modified }),
        },
        validators,
      )
      const isDated = validators.modifiedSeconds !== undefined
      return (comes ?? 'to be sent') !== expected([match, unmodified, noneMatch, modified], { isDated })
    })
    expect(wrong).toEqual([])
    expect(ALL.length).toBe(7 * 5 * 7 * 5)
  })

  test.each([
    ['Thu, 28 May 2026 20:26:40 GMT', 304],
    ['Thursday, 28-May-26 20:26:40 GMT', 304],
    ['Thu May 28 20:26:40 2026', 304],
    ['Thu May 28 20:26:39 2026', undefined],
    ['2030', undefined],
    ['x 2030', undefined],
    ['2030-01-01T00:00:00Z', undefined],
    ['Fri, 29 May 2026 20:26:40 -0500', undefined],
    ['Thu, 28 May 2026 99:26:40 GMT', undefined],
  ])('takes dates in the three forms of HTTP, and no others: %s', (date, comes) => {
    vi.stubEnv('TZ', 'America/New_York')
    onTestFinished(() => void vi.unstubAllEnvs())
    expect(preconditions({ 'if-modified-since': date }, THIS)).toBe(comes)
  })
})

test.each<[ifRange: string | undefined, isThis: boolean]>([
  [undefined, true],
  ['"this"', true],
  ['W/"this"', false],
  ['"other"', false],
  [SAME, true],
  [EARLIER, false],
  [LATER, false],
  ['the other day', false],
])('isRangeOfThis: If-Range %s', (ifRange, isThis) => {
  expect(isRangeOfThis(ifRange, THIS)).toBe(isThis)
  expect(isRangeOfThis(ifRange, UNDATED)).toBe(isThis && ifRange !== SAME)
})
