import type { Settings } from '../config/read-settings.ts'
import type { PublishRequest } from '../engine/publish-request.ts'
import { stillStands } from '../engine/still-stands.ts'
import type { Instant } from '../model/instant.ts'
import { noteOvertaken, takeOvertaken } from '../output/fence.ts'
import { marksOf } from '../output/out-folder.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import { type Heartbeat, startHeartbeat } from '../runner/heartbeat.ts'
import type { Lease } from '../runner/lease.ts'
import { startPublisher } from '../runner/publisher-thread.ts'
import type { OnClockSet } from '../runner/watch-clock.ts'
import { searchBeside } from '../search/search-beside.ts'
import { type NewsroomChange, watchNewsroom } from '../sources/watch-newsroom.ts'
import type { Paths } from '../state/paths.ts'
import type { LoggedPublish, RunLog } from './run-log.ts'
import { searchFailure } from './search-failure.ts'

/** What publishing again and again needs, and whom it tells. */
export interface KeepPublishing {
  readonly paths: Paths
  readonly settings: Pick<Settings, 'schedule' | 'scheduleTimezone' | 'record' | 'hub'>
  /** Where several processes may publish: the right to, which one has. */
  readonly lease: Lease | undefined
  readonly log: Pick<RunLog, 'progress' | 'tell'>
  /** Returns to the folder that settings name things from, where another stands in its place. */
  readonly goHome: () => Promise<void>
  /** Told what is staged, and about to be published. */
  readonly onStaged: NonNullable<PublishRequest['onStaged']>
  /** Told as soon as what was published stands in `out/`. */
  readonly onPlaced: () => void
  /** Told when another index of the search does. */
  readonly onIndexed: () => void
  readonly onPublished: (publish: LoggedPublish) => void
  readonly onError: (error: unknown) => void
  readonly onClockSet: OnClockSet
}

/**
 * Publishes at the start, at every beat, whatever is due and whatever is saved, until it is disposed of: then the publish in hand is
 * finished first.
 */
export function keepPublishing(request: KeepPublishing): AsyncDisposable & Pick<Heartbeat, 'started' | 'beat'> {
  const { paths, settings, lease, log, goHome, onStaged, onPlaced, onIndexed, onPublished, onError, onClockSet } = request
  const { record, hub, schedule, scheduleTimezone } = settings
  const publisher = startPublisher({ paths, record, hub }, { onProgress: log.progress, onStaged, onPlaced })
  const changes = collected()
  const quiet = quietly()
  const ending = new AbortController()
  let heartbeat: Heartbeat | undefined
  let tidying: NodeJS.Timeout | undefined
  let retrying: NodeJS.Timeout | undefined
  let waitedFor: LoggedPublish['waitedFor']
  const saved = (change: NewsroomChange): void => {
    changes.add(change)
    heartbeat?.saved()
  }
  const watching = watchNewsroom(paths.articles, saved, { standingMs: STANDING_MS })
  const watchingTheme = watchNewsroom(paths.theme, () => saved('anything'))
  let marks: string | undefined
  const search = searchBeside(paths, {
    onError: error => log.tell({ level: 'warn', event: 'search-failed', words: searchFailure(error) }),
    onPlaced: onIndexed,
  })
  /** Another process publishes by now: what this one was at is that one's. */
  const isOvertaken = (error: unknown): boolean => {
    const hasLost = lease !== undefined && lease.fence() === undefined
    if (!hasLost && !(error instanceof EnvironmentError && error.code === 'superseded')) return false
    noteOvertaken(paths)
    const words = 'Another process has taken over publishing: what this one was at is left to it.'
    log.tell({ level: 'warn', event: 'superseded', words })
    return true
  }
  heartbeat = startHeartbeat({
    pattern: schedule,
    timezone: scheduleTimezone,
    now: Date.now,
    leads: () => !lease || lease.fence() !== undefined,
    onDueMeanwhile: () => publisher.interrupt(),
    publish: async reason => {
      const fence = await lease?.confirmed()
      // Once it leads again, it looks at everything.
      if (lease && !fence) return undefined
      if (lease && takeOvertaken(paths)) changes.add('anything')
      using _turn = await search.turn()
      const asOf = Date.now()
      const change = changes.take()
      const isAsLeft = marksOf(paths.out) === marks
      // The newsroom's folder may be another, with what settings name from there.
      if (change === 'anything' || !isAsLeft) await goHome()
      const isWatched = watching.isComplete() && (!watchingTheme.isThere() || watchingTheme.isComplete())
      if (reason === 'beat' && isAsLeft && change !== 'anything' && change.size === 0 && isWatched) {
        const nothing = await quiet.isStill(() =>
          stillStands(
            asOf,
            { paths, record, hub, onTurnover: 'hold' },
            AbortSignal.any([ending.signal, AbortSignal.timeout(LONGEST_LOOK_MS)]),
          ),
        )
        if (nothing) return nothing.until
        if (ending.signal.aborted) return undefined
      }
      quiet.disturbed()
      clearTimeout(tidying)
      const startedMs = performance.now()
      const changed = change === 'anything' || !isWatched ? undefined : [...change]
      const told = await publisher.publish({ asOf, reason, changed, fence }).catch(error => {
        changes.add(change)
        if (!isOvertaken(error)) throw error
      })
      if (!told) return undefined
      if (told === 'interrupted') {
        // A beat looked for what no watcher told of.
        changes.add(reason === 'beat' ? 'anything' : change)
        return 'interrupted'
      }
      const { outcome, releases, isPartial } = told
      marks = marksOf(paths.out)
      onPublished({ outcome, asOf, reason, seconds: (performance.now() - startedMs) / 1000, releases, waitedFor })
      waitedFor = { from: asOf, to: Date.now() }
      if (isPartial) saved(change)
      if (outcome.kind === 'misconfigured') return 'failed'
      clearTimeout(retrying)
      if (outcome.retryAt !== undefined)
        retrying = setTimeout(() => heartbeat?.retry(), Math.max(0, outcome.retryAt - Date.now())).unref()
      if (outcome.kind === 'published' && outcome.isUntidy !== undefined) {
        quiet.edited(outcome.until)
        // It comes while nobody waits for it.
        if (outcome.isUntidy) tidying = setTimeout(() => saved('anything'), TIDY_AFTER_MS).unref()
      } else if (outcome.kind !== 'stopped') quiet.settled(outcome.until)
      return outcome.until
    },
    onError,
    onClockSet,
  })
  const listening = lease?.heed(change => {
    if (change.kind === 'leads') heartbeat?.led()
    // What it was at is another's now, and what it remembers will be out of date.
    else if (change.kind === 'follows') void publisher.drop()
  })
  const { started, beat } = heartbeat
  return {
    started,
    beat,
    [Symbol.asyncDispose]: async () => {
      listening?.[Symbol.dispose]()
      ending.abort()
      clearTimeout(tidying)
      clearTimeout(retrying)
      publisher.hurry()
      await heartbeat?.[Symbol.asyncDispose]()
      watching[Symbol.dispose]()
      watchingTheme[Symbol.dispose]()
      await publisher[Symbol.asyncDispose]()
      await search[Symbol.asyncDispose]()
    },
  }
}

// A packet of an upload that gets lost is sent again within a second.
const STANDING_MS = 1000

// Whoever saves again and again has saved by then.
const TIDY_AFTER_MS = 5000

// What no watcher told of, in the newsroom or in `out/`, is found by looking at every file, once in a while and on another thread.
const LOOK_EVERY_MS = 5 * 60_000

// A look that takes longer is left to a publish, which says so where the disk does not answer.
const LONGEST_LOOK_MS = 60_000

interface Quiet {
  /** What a beat answers when nothing happened since the last whole publish; asks `look` when nobody has looked for a while. */
  readonly isStill: (look: () => Promise<boolean>) => Promise<{ readonly until: Instant | undefined } | undefined>
  readonly disturbed: () => void
  /** An edit is out, and nothing is due before this; when everything was last looked at is as it was. */
  readonly edited: (until: Instant | undefined) => void
  /** A whole publish is out, and nothing is due before this. */
  readonly settled: (until: Instant | undefined) => void
}

/** Keeps beats with nothing to do from doing anything. */
function quietly(): Quiet {
  let still: { readonly until: Instant | undefined } | undefined
  let lookedMs = 0
  return {
    isStill: async look => {
      if (!still || performance.now() - lookedMs < LOOK_EVERY_MS) return still
      if (!(await look())) still = undefined
      lookedMs = performance.now()
      return still
    },
    disturbed: () => {
      still = undefined
    },
    edited: until => {
      still = { until }
    },
    settled: until => {
      still = { until }
      lookedMs = performance.now()
    },
  }
}

/** Changes since they were last taken, as one. */
function collected(): { readonly add: (change: NewsroomChange) => void; readonly take: () => NewsroomChange } {
  let all: NewsroomChange = new Set()
  return {
    add: change => {
      all = all === 'anything' || change === 'anything' ? 'anything' : new Set([...all, ...change])
    },
    take: () => {
      const taken = all
      all = new Set()
      return taken
    },
  }
}
