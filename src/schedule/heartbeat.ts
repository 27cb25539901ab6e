import { schedule, validateDetailed } from 'node-cron'
import type { Instant } from '../model/instant.ts'

/** What is wrong with a cron pattern, or nothing. */
export function patternProblem(pattern: string): string | undefined {
  const { valid, errors } = validateDetailed(pattern)
  return valid ? undefined : (errors[0]?.message ?? 'not a pattern')
}

/** When to publish: at every beat, and at the instant at which something is due. */
export interface HeartbeatOptions {
  /** Cron pattern, checked before. */
  readonly pattern: string
  readonly timezone: string
  /** Publishes, and says when the passing of time will next change something; never called while it is still at it. */
  readonly publish: (reason: 'start' | 'beat' | 'due') => Promise<Instant | undefined>
  readonly now: () => Instant
}

/** A heartbeat that is beating. Disposing stops it and lets the publish in hand finish. */
export interface Heartbeat extends AsyncDisposable {
  /** Settles when the first publish did. */
  readonly started: Promise<void>
}

// Longer waits are cut: setTimeout fires at once beyond 24.8 days, and a clock that was set is noticed at the next step.
const LONGEST_WAIT_MS = 60_000

/**
 * Beats. node-cron's tick is a hint to look again; what is due follows from the wall clock, asked anew at every step. At most
 * one publish is in hand; whatever comes due meanwhile is published right after it.
 */
export function startHeartbeat({ pattern, timezone, publish, now }: HeartbeatOptions): Heartbeat {
  let inHand: Promise<void> | undefined
  let again: 'beat' | 'due' | undefined
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let due: Instant | undefined

  const publishOnce = async (reason: 'start' | 'beat' | 'due'): Promise<void> => {
    due = await publish(reason)
    if (!stopped) wait()
  }
  const trigger = (reason: 'start' | 'beat' | 'due'): Promise<void> => {
    if (stopped) return Promise.resolve()
    if (inHand) {
      again = reason === 'start' ? 'beat' : reason
      return inHand
    }
    inHand = publishOnce(reason).finally(() => {
      inHand = undefined
      const next = again
      again = undefined
      if (next) void trigger(next)
    })
    return inHand
  }
  const wait = (): void => {
    clearTimeout(timer)
    if (due === undefined) return
    timer = setTimeout(
      () => (due !== undefined && now() >= due ? void trigger('due') : wait()),
      Math.min(Math.max(due - now(), 0), LONGEST_WAIT_MS),
    )
  }
  const task = schedule(pattern, () => trigger('beat'), { timezone, noOverlap: true, name: 'courant' })
  return {
    started: trigger('start'),
    [Symbol.asyncDispose]: async () => {
      stopped = true
      clearTimeout(timer)
      await task.destroy()
      await inHand
    },
  }
}
