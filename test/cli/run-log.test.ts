import { expect, test } from 'vitest'
import { isLateFor } from '../../src/cli/run-log.ts'

test('isLateFor: a release of which readers could notice that it waited, and that came due while another publish was in progress', () => {
  const release = { kind: 'release', path: 'a.md', title: 'A', due: 10_000, actual: 12_000 } as const
  expect(isLateFor(release, { from: 5_000, to: 11_500 })).toBe(true)
  expect(isLateFor({ ...release, actual: 10_999 }, { from: 5_000, to: 10_900 })).toBe(false)
  expect(isLateFor(release, { from: 5_000, to: 9_000 })).toBe(false)
  expect(isLateFor(release, { from: 11_000, to: 11_500 })).toBe(false)
})
