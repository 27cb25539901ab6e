import { setTimeout as pause } from 'node:timers/promises'
import { deliveredFile } from '../deploy/delivered-file.ts'
import type { Delivery } from '../model/delivery.ts'
import { OWN_HUB } from '../model/hub.ts'
import { type PingReport, pingChanged } from '../notify/ping-changed.ts'
import { pingLine } from '../notify/ping-line.ts'
import { feedsOf } from '../notify/topics.ts'
import { wordsOf } from '../platform/words-of.ts'
import type { Paths } from '../state/paths.ts'
import { standingAddress } from './served-address.ts'
import type { Terminal } from './terminal.ts'

const AGAIN_MS = 2_000

/**
 * Tells another's hub what changed, once a publish is out; a second time where it does not listen. The stories are out by then: what fails is
 * said, and told by the next publish. The own hub is told by `courant run`, which is where it is.
 */
export async function tellHub(
  { paths, hub, deliveries }: { readonly paths: Paths; readonly hub: string; readonly deliveries: readonly Delivery[] },
  screen: Terminal,
): Promise<void> {
  const published = feedsOf(paths.out, deliveries.length > 0 ? deliveredFile(paths) : undefined)
  const site = hub === OWN_HUB ? undefined : standingAddress(paths)
  if (!site) return
  const ping = (): Promise<PingReport> =>
    pingChanged({ paths, published, hub, site, signal: new AbortController().signal }).catch(
      (error): PingReport => ({ told: 0, untold: 1, problem: wordsOf(error) }),
    )
  const first = await ping()
  if (first.untold > 0) await pause(AGAIN_MS)
  const line = pingLine(first.untold > 0 ? await ping() : first, hub)
  if (line !== undefined) screen.say(line)
}
