import type { Instant } from '../model/instant.ts'

/** What is told when the clock was set, or time went by while the machine slept: by how much, milliseconds, ahead or back. */
export type OnClockSet = (byMs: number) => void

const LOOK_EVERY_MS = 10_000

// Clocks are slewed all the time, by less than this between two looks.
const SET_MS = 1000

/** Holds the clock against the time that went by, every ten seconds unless told otherwise. Disposing ends it. */
export function watchClock(now: () => Instant, onSet: OnClockSet, everyMs: number = LOOK_EVERY_MS): Disposable {
  const ahead = (): number => now() - performance.now()
  let before = ahead()
  const timer = setInterval(() => {
    const byMs = ahead() - before
    before += byMs
    if (Math.abs(byMs) >= SET_MS) onSet(byMs)
  }, everyMs)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
