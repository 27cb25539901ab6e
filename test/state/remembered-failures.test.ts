import { describe, expect, test } from 'vitest'
import { type Failure, failureAt } from '../../src/state/remembered-failures.ts'

const VERSION = { path: 'a.md', hash: 'a', diagnostics: [] } as const
const MINUTE_MS = 60_000

/** After how many minutes a version is tried again that was tried so often before. */
function waitOf(slowness: 'set-aside' | 'tried' | 'untried' | undefined, before?: Pick<Failure, 'tries'>): number {
  return failureAt(0, { ...VERSION, slowness }, before).until / MINUTE_MS
}

describe('failureAt', () => {
  test('waits for one minute, two, four, up to an hour after each failure', () => {
    let before: Failure | undefined
    const waits = Array.from({ length: 9 }, () => {
      before = failureAt(0, { ...VERSION, slowness: 'tried' }, before)
      return before.until / MINUTE_MS
    })
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60])
  })

  test('waits for nothing where a version was set aside for others, and for an hour where its markup has errors', () => {
    expect(waitOf('set-aside')).toBe(0)
    expect(waitOf(undefined)).toBe(60)
  })

  test('counts no try where no time was left', () => {
    expect(waitOf('untried', { tries: 0 })).toBe(1)
    expect(failureAt(0, { ...VERSION, slowness: 'untried' }, { tries: 3 })).toMatchObject({ tries: 3, until: 4 * MINUTE_MS })
  })
})
