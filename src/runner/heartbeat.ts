import { type ScheduledTask, schedule, validateDetailed } from 'node-cron'
import type { Instant } from '../model/instant.ts'
import { type OnClockSet, watchClock } from './watch-clock.ts'

/** What is wrong with a cron pattern, or nothing. */
export function patternProblem(pattern: string): string | undefined {
  const { valid, errors } = validateDetailed(pattern)
  return valid ? undefined : (errors[0]?.message ?? 'not a pattern')
}

/** Why a publish happens: the first one, something that is due or was saved, a beat of the schedule, or a text that took too long and is tried again. */
export type PublishReason = 'start' | 'due' | 'saved' | 'beat' | 'retry'

/** Of several that wait for a publish to end, the first of these is next. */
const MOST_URGENT: readonly PublishReason[] = ['start', 'due', 'saved', 'beat', 'retry']

/** When to publish: at every beat, and at the instant at which something is due. */
export interface HeartbeatOptions {
  /** Cron pattern, checked before. */
  readonly pattern: string
  readonly timezone: string
  /**
   * Publishes, and says when the passing of time will next change something; `failed` when nothing could be published and
   * what was due before still is; `interrupted` when it gave way to what is due. Never called while it is still at it.
   */
  readonly publish: (reason: PublishReason) => Promise<Instant | undefined | 'failed' | 'interrupted'>
  /** Called when something comes due while a publish is in progress, which may give way to it. */
  readonly onDueMeanwhile?: (() => void) | undefined
  /** Whether this process is the one of several that publishes. While it is not, nothing is published, whatever is due. */
  readonly leads: () => boolean
  /** Told what a publish threw, save the first one, whose error `started` carries. The next beat tries again. */
  readonly onError: (error: unknown) => void
  /** Told that the clock was set; all is looked at again. */
  readonly onClockSet: OnClockSet
  readonly now: () => Instant
}

/** A heartbeat that is beating. Disposing stops it and lets the publish in hand finish. */
export interface Heartbeat extends AsyncDisposable {
  /** Settles when the first publish did, or at once where another process publishes. */
  readonly started: Promise<void>
  /** This process is the one that publishes from now on. */
  readonly led: () => void
  /** Publishes now, or right after the publish in hand. */
  readonly saved: () => void
  /** Beats now, out of turn. */
  readonly beat: () => void
  /** Tries texts again that took too long, once nothing else is to be published. */
  readonly retry: () => void
}

// Longer waits are cut: setTimeout fires at once beyond 24.8 days, and a clock that was set is noticed at the next step.
const LONGEST_WAIT_MS = 60_000

// What could not be published is tried again without waiting for a beat, which may be a day away.
const RETRY_MS = 10_000

/**
 * Beats. node-cron's tick, missed or not, is a hint to look again; what is due follows from the wall clock, asked anew at
 * every step. At most one publish is in hand; whatever comes due meanwhile is published right after it.
 */
export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { pattern, timezone, publish, onDueMeanwhile, leads, onError, onClockSet, now } = options
  let inHand: Promise<void> | undefined
  let again: PublishReason | undefined
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let due: Instant | undefined

  const isDue = (): boolean => due !== undefined && now() >= due
  const publishOnce = async (reason: PublishReason): Promise<void> => {
    let next: Awaited<ReturnType<typeof publish>> = 'failed'
    try {
      next = await publish(reason)
    } finally {
      if (next === 'failed') retry(reason)
      else if (next !== 'interrupted') {
        due = next
        wait()
      }
    }
  }
  const begin = (reason: PublishReason): Promise<void> => {
    inHand = publishOnce(reason).finally(() => {
      inHand = undefined
      const hinted = again
      again = undefined
      // Not before whoever waits for this one, and may end it all where it failed.
      if (hinted) setImmediate(() => hint(hinted))
    })
    return inHand
  }
  const hint = (reason: PublishReason): void => {
    if (stopped || !leads()) return
    if (!inHand) return void begin(reason).catch(onError)
    again = MOST_URGENT.find(urgent => urgent === reason || urgent === again)
    if (reason === 'due') onDueMeanwhile?.()
  }
  const retry = (reason: PublishReason): void => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => hint(isDue() ? 'due' : reason), RETRY_MS)
  }
  const wait = (): void => {
    clearTimeout(timer)
    if (due === undefined || stopped) return
    timer = setTimeout(() => (isDue() ? hint('due') : wait()), Math.min(Math.max(due - now(), 0), LONGEST_WAIT_MS))
  }
  const beat = (): ScheduledTask => beats({ pattern, timezone, leads }, () => hint('beat'))
  let task = beat()
  const clock = watchClock(now, byMs => {
    onClockSet(byMs)
    // node-cron waits for the beat that it worked out by the old time: an hour back, it would be silent for an hour.
    void task.destroy()
    task = beat()
    hint(isDue() ? 'due' : 'beat')
  })
  return {
    started: leads() ? begin('start') : Promise.resolve(),
    led: () => hint('start'),
    saved: () => hint('saved'),
    beat: () => hint('beat'),
    retry: () => hint('retry'),
    [Symbol.asyncDispose]: async () => {
      stopped = true
      clearTimeout(timer)
      clock[Symbol.dispose]()
      await task.destroy()
      await Promise.allSettled([inHand])
    },
  }
}

/**
 * Starts node-cron's beats. A tick only hints and returns, so that node-cron has nothing to overlap with, and to complain of. Of several processes
 * the coordinator lets one run.
 */
function beats(
  { pattern, timezone, leads }: Pick<HeartbeatOptions, 'pattern' | 'timezone' | 'leads'>,
  hint: () => void,
): ScheduledTask {
  const coordinated = { distributed: true, runCoordinator: { shouldRun: leads } }
  const task = schedule(pattern, hint, { timezone, suppressMissedWarning: true, name: 'courant', ...coordinated })
  task.on('execution:missed', hint)
  return task
}
