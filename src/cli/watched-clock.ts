import { clockBehindMs } from '../engine/publish-clock.ts'
import type { Instant } from '../model/instant.ts'
import { CLOCK_FIX, clockBehind } from './clock-words.ts'
import type { RunLog } from './run-log.ts'

/** The clock against the last publish, while `courant run` runs. */
export interface WatchedClock {
  /** The latest instant that readers had seen, by the last publish; logs where the clock is behind it, and where it is no more. */
  readonly published: (reached: Instant) => void
  /** The clock was set: logs as `published` does. */
  readonly look: () => void
  /** What is wrong with the clock, and how to fix it; undefined when nothing is. */
  readonly problem: () => string | undefined
  readonly behindSeconds: () => number
}

/** Watches a clock that is asked by `now`. What stays as it is, is logged once. */
export function watchedClock(log: Pick<RunLog, 'tell'>, now: () => Instant = Date.now): WatchedClock {
  let reached = Number.NEGATIVE_INFINITY
  let isBehind = false
  const look = (): void => {
    const words = clockBehind(reached, now())
    if ((words !== undefined) === isBehind) return
    isBehind = words !== undefined
    const seconds = Math.round(clockBehindMs(reached, now()) / 1000)
    if (words !== undefined) log.tell({ level: 'error', event: 'clock-behind', words, remedy: CLOCK_FIX, facts: { seconds } })
    else log.tell({ level: 'info', event: 'clock-right', words: 'The clock is not behind the last publish any more.' })
  }
  return {
    published: at => {
      reached = at
      look()
    },
    look,
    problem: () => {
      const words = clockBehind(reached, now())
      return words && `${words} Fix: ${CLOCK_FIX}`
    },
    behindSeconds: () => clockBehindMs(reached, now()) / 1000,
  }
}
