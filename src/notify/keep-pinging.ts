import type { Paths } from '../state/paths.ts'
import { inTurn } from './in-turn.ts'
import type { Notifier, NotifierEars } from './notifier.ts'
import { type PingReport, type PingRequest, pingChanged } from './ping-changed.ts'
import { pingLine } from './ping-line.ts'
import { retryPauseMs } from './retry-pause.ts'
import { feedsOf } from './topics.ts'

/** A hub that is told of whatever is published from now on, and of what it was not told before. */
export interface KeepPinging extends NotifierEars, Pick<PingRequest, 'hub' | 'site'> {
  readonly paths: Pick<Paths, 'out' | 'state'>
  /** The list of what is public, where not the manifest of `out/`. */
  readonly manifest?: string | undefined
}

/** Keeps another's hub told, with growing pauses where it does not listen. */
export function keepPinging({ paths, manifest, hub, site, onCounted, onSaid }: KeepPinging): Notifier {
  const published = feedsOf(paths.out, manifest)
  const ending = new AbortController()
  let now = site
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let last = Promise.resolve()
  const report = (done: PingReport): void => {
    const { told, untold } = done
    if (told > 0) onCounted({ kind: 'ping', outcome: 'told', count: told })
    if (untold > 0) onCounted({ kind: 'ping', outcome: 'failed', count: untold })
    // A hub that stays away is worth one line.
    const line = untold > 0 && failures > 1 ? undefined : pingLine(done, hub)
    if (line === undefined) return
    if (untold > 0) onSaid({ level: 'warn', event: 'hub-not-told', words: line, facts: { feeds: untold } })
    else onSaid({ level: 'info', event: 'hub-told', words: line, facts: { feeds: told } })
  }
  const look = inTurn(async () => {
    clearTimeout(timer)
    const done = await pingChanged({ paths, published, hub, site: now, signal: ending.signal }).catch(
      (error): PingReport => ({ told: 0, untold: 1, problem: error instanceof Error ? error.message : String(error) }),
    )
    if (ending.signal.aborted) return
    failures = done.untold === 0 ? 0 : failures + 1
    report(done)
    if (failures > 0) timer = setTimeout(lookNow, retryPauseMs(failures)).unref()
  })
  const lookNow = (): void => {
    last = look()
  }
  return {
    published: moved => {
      now = moved
      lookNow()
    },
    [Symbol.asyncDispose]: async () => {
      ending.abort()
      await last
      clearTimeout(timer)
    },
  }
}
