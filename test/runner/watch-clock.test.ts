import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { watchClock } from '../../src/runner/watch-clock.ts'
import { until } from '../cli/courant.ts'

const HOUR = 3_600_000

test('watchClock: tells by how much a clock was set, once each time, and nothing of one that goes as time does', async () => {
  let aheadMs = 0
  const told: number[] = []
  using _watch = watchClock(
    () => Date.now() + aheadMs,
    byMs => told.push(Math.round(byMs / HOUR)),
    5,
  )
  await pause(50)
  expect(told).toEqual([])
  for (const hours of [-1, 24]) {
    aheadMs += hours * HOUR
    await until(() => (told.at(-1) === hours ? true : undefined))
  }
  await pause(50)
  expect(told).toEqual([-1, 24])
})
