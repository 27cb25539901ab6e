import type { CountedPublish } from '../serve/metrics.ts'
import type { LoggedPublish } from './run-log.ts'

/** A publish as far as it is counted. */
export function countedOf({ outcome, reason, seconds, releases }: LoggedPublish): CountedPublish {
  const { kind, diagnostics } = outcome
  const known = outcome.kind === 'misconfigured' ? undefined : outcome
  return {
    reason,
    kind,
    seconds,
    diagnostics,
    states: known?.states,
    upcoming: known?.upcoming.length,
    lateness: releases.map(({ due, actual }) => (actual - due) / 1000),
  }
}
