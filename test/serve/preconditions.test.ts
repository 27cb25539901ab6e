import { describe, expect, test } from 'vitest'
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
