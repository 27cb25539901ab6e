import type { PublicationRecord } from '../model/record.ts'
import { rememberedUpcoming } from '../state/releases.ts'
import { isPreview, reachedInstant } from '../state/remembered.ts'
import type { BuildInputs } from './build.ts'
import type { PublishRequest } from './publish-request.ts'

/** By how much a clock may be behind the last publish before anybody is told: machines that take turns differ by less. */
const CLOCK_SLACK_MS = 2000

/** The instant that readers have reached, and what the last publish expected, for a publish by the clock. `record` is the one in `out/`. */
export function publishClock(
  { asOf, byClock, acceptClock, paths }: PublishRequest,
  record: PublicationRecord,
): Pick<BuildInputs, 'reached' | 'isExpected'> {
  const reached = byClock && !acceptClock ? reachedInstant(paths, { now: asOf, record }) : asOf
  if (reached === asOf) return { reached }
  const expected = new Set(rememberedUpcoming(paths).map(({ kind, path, at }) => `${kind} ${at} ${path}`))
  return { reached, isExpected: (path, { kind, at }) => expected.has(`${kind} ${at} ${path}`) }
}

/** Whether what the record says of a time to come never was: a clock was ahead, or the folder was a preview until now. */
export function forgetsFuture({ acceptClock, byClock, paths }: PublishRequest): boolean {
  return acceptClock === true || (byClock === true && isPreview(paths))
}

/** By how many milliseconds the clock is behind the last publish; 0 where it is not, or by no more than machines differ. */
export function clockBehindMs(reached: number, now: number): number {
  return reached - now > CLOCK_SLACK_MS ? reached - now : 0
}
