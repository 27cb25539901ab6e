import { clockBehindMs } from '../engine/publish-clock.ts'

/** What to do about a clock that is behind the last publish. */
export const CLOCK_FIX =
  'set the clock, for example with: sudo timedatectl set-ntp true; if the clock is right and an earlier publish ran with a clock that was ahead: courant publish --accept clock'

/** Says that the clock is behind the last publish, and what Courant does meanwhile; undefined where it is not. */
export function clockBehind(reached: number, now: number): string | undefined {
  const behindMs = clockBehindMs(reached, now)
  if (behindMs === 0) return undefined
  const [said, last] = [now, reached].map(at => new Date(at).toISOString())
  return `The clock of this machine is ${durationOf(behindMs)} behind the last publish: it says ${said}, and the last publish was at ${last}. Nothing that is public is removed because of time. New stories wait until the clock says that they are due.`
}

const UNITS = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
] as const

function durationOf(ms: number): string {
  const [unit, size] = UNITS.find(([, size]) => ms >= 2 * size) ?? ['seconds', 1000]
  return `${Math.round(ms / size)} ${unit}`
}
