import type { Settings } from '../config/read-settings.ts'
import { deliveredAt } from '../deploy/delivered-file.ts'
import { shownDelivery } from '../model/delivery.ts'
import type { CountedPublish, CountedSettings } from '../serve/metrics.ts'
import type { Paths } from '../state/paths.ts'
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

/** Settings as far as what follows from them is counted. */
export function countedSettings({ hub, deliver }: Settings, paths: Paths): CountedSettings {
  return { hub, places: deliver.map(shownDelivery), deliveredAt: deliveredAt(paths) }
}
