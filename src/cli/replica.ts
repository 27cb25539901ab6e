import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { MANIFEST_FILE } from '../output/manifest-file.ts'
import type { Lease, LeaseChange } from '../runner/lease.ts'
import type { Metrics } from '../serve/metrics.ts'
import type { Paths } from '../state/paths.ts'
import type { LogEvent, RunLog } from './run-log.ts'

/** Tells who of several processes publishes: how that stands, and whenever it changes, until the answer is disposed of. */
export function tellOfLease(lease: Lease, { log, metrics }: { readonly log: RunLog; readonly metrics: Metrics }): Disposable {
  const tell = (change: LeaseChange): void => {
    const leads = lease.fence() !== undefined
    metrics.leads(leads)
    log.tell(eventOf(change, leads))
  }
  tell(lease.stands())
  return lease.heed(tell)
}

/** What stands in the way of a process among several: of one that follows, that nothing was published, or that nobody knows who is to. */
export function problemOfReplica(
  lease: Lease,
  { paths, problem }: { readonly paths: Paths; readonly problem: string | undefined },
): string | undefined {
  if (lease.fence()) return problem
  const away = lease.problem()
  if (away !== undefined) return `Redis gives no answer: ${away}`
  return existsSync(join(paths.out, MANIFEST_FILE)) ? undefined : 'nothing was published yet'
}

function eventOf(change: LeaseChange, leads: boolean): LogEvent {
  switch (change.kind) {
    case 'leads':
      return { level: 'info', event: 'leads', words: 'This process publishes from now on.' }
    case 'follows':
      return {
        level: 'info',
        event: 'follows',
        words: `Another process publishes (${change.holder}); this one serves what it does.`,
      }
    case 'back':
      return { level: 'info', event: 'redis-back', words: 'Redis answers again.' }
    case 'away': {
      const goesOn = leads ? 'this process goes on publishing' : 'whoever published last goes on, and nobody else begins'
      return { level: 'warn', event: 'redis-away', words: `Redis gives no answer (${change.why}): ${goesOn}.` }
    }
  }
}
