import { expect, test } from 'vitest'
import { distribution, growthExponent, median, pairedRatio } from '../../bench/statistics.ts'

test('the median stands in the middle, between two where there are two', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([])).toBeNaN()
})

test('a ratio compares runs of the same round, so that a slow minute counts for both', () => {
  expect(pairedRatio([1, 10, 2], [2, 20, 4])).toBe(0.5)
  // Of medians alone it would be 2 / 4 of different minutes.
  expect(pairedRatio([1, 10, 2], [4, 20, 2])).toBe(0.5)
  expect(pairedRatio([1, 2, 3], [4, 8])).toBe(0.25)
  expect(pairedRatio([1], [])).toBeNaN()
})

test('growth is the power of n that fits', () => {
  const costs = [1000, 10_000, 100_000].map(n => ({ n, cost: 3 * n ** 1.2 }))
  expect(growthExponent(costs)).toBeCloseTo(1.2, 10)
  expect(growthExponent(costs.slice(0, 1))).toBeNaN()
})

test('a distribution says below what half, 95 % and all of the values are', () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index)
  expect(distribution(values)).toEqual({ median: 100.5, p95: 190, most: 200 })
  expect(distribution([7])).toEqual({ median: 7, p95: 7, most: 7 })
})
