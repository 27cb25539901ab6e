import type { PublishFacts, PublishOutcome } from '../engine/publish-outcome.ts'
import { urlOf } from '../model/address.ts'
import type { Instant } from '../model/instant.ts'
import type { SaidNotice } from '../notify/notifier.ts'
import type { ItemMark } from '../plan/subscriber-diff.ts'
import { shownPath } from '../state/paths.ts'
import type { Release } from '../state/releases.ts'
import { explanationWords, wholeWords } from './explanation-log.ts'
import type { CommonOptions } from './options.ts'
import { oneLine } from './print.ts'
import { reportPublish } from './report-publish.ts'
import { count, shortInstant, stamp, type Terminal } from './terminal.ts'

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
    | 'clock-behind'
    | 'clock-right'
    | 'settings-read'
    | 'settings-refused'
    | 'delivered'
    | 'not-delivered'
    | 'delivery-held'
    | 'leads'
    | 'follows'
    | 'superseded'
    | 'copied'
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
  /** When the publish before this one was in progress: what came due then had to wait for it. */
  readonly waitedFor?: { readonly from: Instant; readonly to: Instant } | undefined
}

// A release is late when people could have noticed.
const LATE_MS = 1000

/** Whether a release is late since another publish was in progress when it was due. */
export function isLateFor({ due, actual }: Release, waitedFor: NonNullable<LoggedPublish['waitedFor']>): boolean {
  return actual - due >= LATE_MS && waitedFor.from <= due && due <= waitedFor.to
}

/** What `courant run` says on standard error, for people or for programs. */
export interface RunLog extends Pick<Terminal, 'progress' | 'complain'> {
  readonly tell: (event: LogEvent) => void
  readonly published: (publish: LoggedPublish) => void
}

// What is said at once to who started it needs no time before it.
const UNDATED: ReadonlySet<LogEvent['event']> = new Set(['serving', 'ending'])

/** The log that people read: times in the newsroom's zone, as soon as that was read; stories by title and address. */
export function wordsLog(screen: Terminal, options: CommonOptions): RunLog {
  let timezone: string | undefined
  return {
    ...screen,
    tell: ({ event, words, remedy }) => {
      screen.say(UNDATED.has(event) ? words : `${stamp(timezone)} ${words}`)
      if (remedy !== undefined) screen.say(`  ${remedy}`)
    },
    published: ({ outcome, reason, releases, waitedFor }) => {
      if (outcome.kind !== 'misconfigured') timezone = outcome.timezone
      if (reason !== 'start') screen.say(stamp(timezone))
      for (const release of releases) screen.say(releaseLine(release, { outcome, timezone, waitedFor, ...options }))
      // The first publish may be of a whole newsroom.
      if (outcome.kind !== 'misconfigured' && reason !== 'start') for (const line of storyLines(outcome)) screen.say(line)
      reportPublish(outcome, { screen, options: { ...options, dryRun: false }, namesNext: false })
      if (outcome.kind !== 'misconfigured' && reason !== 'start') for (const line of whyLines(outcome)) screen.say(line)
    },
  }
}

function releaseLine(
  release: Release,
  {
    outcome,
    timezone = 'UTC',
    waitedFor,
    articles,
  }: Pick<LoggedPublish, 'outcome' | 'waitedFor'> & { readonly timezone: string | undefined; readonly articles: string },
): string {
  const { kind, path, title, due, actual, permalink } = release
  const site = outcome.kind === 'misconfigured' ? undefined : outcome.site
  const address = site && permalink !== undefined ? urlOf(site, permalink) : shownPath(articles, path)
  const late = ((actual - due) / 1000).toFixed(3)
  const why = waitedFor && isLateFor(release, waitedFor) ? ', since another publish was in progress' : ''
  return `${kind} due ${shortInstant(due, timezone)}, done ${late} seconds later${why}: ${oneLine(`${title}  ${address}`)}`
}

// More than this nobody reads.
const SHOWN_STORIES = 10

/** What subscribers see of each story, once, whatever feeds it is in. A story that left one of many feeds is public still. */
function storyLines({ subscribers }: PublishFacts): readonly string[] {
  const stories = new Map(
    subscribers.flatMap(({ added, edited, resurfacing }) => [
      ...added.map(mark => [mark.id, lineOf('new', mark)] as const),
      ...edited.map(mark => [mark.id, lineOf('edited', mark)] as const),
      ...resurfacing.map(mark => [mark.id, lineOf('updated', mark)] as const),
    ]),
  )
  const lines = [...stories.values()]
  const more = lines.length - SHOWN_STORIES
  return more > 0 ? [...lines.slice(0, SHOWN_STORIES), `  and ${count(more, 'more story', 'more stories')}`] : lines
}

/** Why files were made; or why the whole newsroom was published. */
function whyLines({ explanation, whole }: PublishFacts): readonly string[] {
  if (explanation) return [`Why: ${explanationWords(explanation)}`]
  const words = wholeWords(whole)
  return words === undefined ? [] : [`Why: the whole newsroom was published: ${words}`]
}

function lineOf(what: string, { title, url }: ItemMark): string {
  return `  ${what}  ${oneLine(url === undefined ? title : `${title}  ${url}`)}`
}
