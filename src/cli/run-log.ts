import type { Instant } from '../model/instant.ts'
import type { SaidNotice } from '../notify/notifier.ts'
import type { PublishOutcome } from '../publish-outcome.ts'
import { shownPath } from '../store/paths.ts'
import type { Release } from '../store/releases-file.ts'
import type { CommonOptions } from './options.ts'
import { oneLine } from './print.ts'
import { reportPublish } from './report-publish.ts'
import { stamp, type Terminal } from './terminal.ts'

/** Something that happened while `courant run` runs, beside its publishes. */
export interface LogEvent {
  readonly level: 'info' | 'warn' | 'error'
  /** What programs know it by. */
  readonly event:
    | 'serving'
    | 'ending'
    | 'publish-failed'
    | 'search-failed'
    | 'clock-set'
    | 'settings-read'
    | 'settings-refused'
    | 'delivered'
    | 'not-delivered'
    | 'delivery-held'
    | 'leads'
    | 'follows'
    | 'superseded'
    | 'redis-away'
    | 'redis-back'
    | SaidNotice['event']
  /** What people read. */
  readonly words: string
  /** What to do about it, where that is for them. */
  readonly remedy?: string | undefined
  /** What programs read beside it. */
  readonly facts?: Readonly<Record<string, string | number>> | undefined
}

/** A publish that is told of. */
export interface LoggedPublish {
  readonly outcome: PublishOutcome
  readonly asOf: Instant
  readonly reason: string
  readonly seconds: number
  readonly releases: readonly Release[]
}

/** What `courant run` says on standard error, for people or for programs. */
export interface RunLog extends Pick<Terminal, 'progress' | 'complain'> {
  readonly tell: (event: LogEvent) => void
  readonly published: (publish: LoggedPublish) => void
}

// What is said at once to who started it needs no time before it.
const UNDATED: ReadonlySet<LogEvent['event']> = new Set(['serving', 'ending'])

/** The log that people read. */
export function wordsLog(screen: Terminal, options: CommonOptions): RunLog {
  return {
    ...screen,
    tell: ({ event, words, remedy }) => {
      screen.say(UNDATED.has(event) ? words : `${stamp()} ${words}`)
      if (remedy !== undefined) screen.say(`  ${remedy}`)
    },
    published: ({ outcome, reason, releases }) => {
      if (reason !== 'start') screen.say(stamp())
      for (const release of releases) screen.say(releaseLine(release, options.articles))
      reportPublish(outcome, { screen, options: { ...options, dryRun: false }, namesNext: false })
    },
  }
}

function releaseLine({ kind, path, title, due, actual }: Release, articles: string): string {
  const late = ((actual - due) / 1000).toFixed(3)
  return `${kind} due ${new Date(due).toISOString()}, done ${late} seconds later: ${oneLine(`${title}  ${shownPath(articles, path)}`)}`
}
