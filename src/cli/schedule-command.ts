import { missingWords } from '../edition/waiting.ts'
import type { Edition, Upcoming, Waiting } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import { lookAhead, type Overdue } from '../review/look-ahead.ts'
import { type Release, readReleases } from '../state/releases.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { MisconfiguredError } from './misconfigured-error.ts'
import { readOperatorSettings } from './operator-settings.ts'
import { type CommonOptions, pathsFrom, readInstant } from './options.ts'
import { oneLine, printJson } from './print.ts'
import { formatInstant } from './report-publish.ts'
import { count, terminal } from './terminal.ts'

/** The options of `courant schedule`. */
export interface ScheduleOptions extends CommonOptions {
  readonly at?: string
}

/**
 * `courant schedule`: what the passing of time will do, soonest first, in the newsroom's zone and in UTC; what waits for its other
 * languages; and what should be public and is not.
 */
export async function scheduleCommand(options: ScheduleOptions): Promise<ExitCode> {
  const screen = terminal()
  const settings = readOperatorSettings(options)
  const { at: moment } = options
  const at = moment === undefined ? undefined : (timezone: string): Instant => readInstant(moment, timezone)
  const outlook = await lookAhead({ paths: pathsFrom(options, settings), at, record: settings.record })
  if (outlook.kind === 'misconfigured') throw new MisconfiguredError(outlook.diagnostics, options.articles)
  const { edition, site, overdue, renamed, diagnostics } = outlook
  const late = lateReleases(readReleases(pathsFrom(options, settings)), edition.asOf)
  if (options.json) {
    printJson(scheduleJson(edition, { overdue, late }))
    return EXIT.done
  }
  const { timezone } = site
  const due = [...overdue.map(item => overdueLine(item, timezone)), ...linesFor(edition, timezone)]
  for (const line of due.length > 0 ? due : ['Nothing is due.']) screen.say(line)
  for (const item of late) screen.say(lateLine(item, timezone))
  if (overdue.some(({ held }) => !held))
    screen.say('What is overdue is not done: courant run does it at once, and so does courant publish.')
  const held = overdue.filter(({ held }) => held)
  if (held.some(({ path }) => renamed.has(path)))
    screen.say('What is held back may be a published story under another name: courant check says which, and what to do.')
  if (held.some(({ path }) => !renamed.has(path)))
    screen.say('What is held back would change most of a feed at once: if that is meant, courant publish --accept.')
  const broken = new Set(diagnostics.flatMap(({ severity, path }) => (severity === 'error' ? [path] : []))).size
  if (broken > 0)
    screen.say(`${count(broken, 'file has', 'files have')} errors and may be missing here: courant check names them.`)
  return EXIT.done
}

// A release is late when people could have noticed; older ones are history.
const LATE_MS = 1000
const RECENT_MS = 30 * 24 * 60 * 60 * 1000
const MOST_SHOWN = 20

/** What was out after its time, of late. */
function lateReleases(releases: readonly Release[], asOf: Instant): readonly Release[] {
  return releases.filter(({ due, actual }) => actual - due >= LATE_MS && due > asOf - RECENT_MS).slice(-MOST_SHOWN)
}

function scheduleJson(
  { asOf, upcoming, waiting }: Edition,
  { overdue, late }: { readonly overdue: readonly Overdue[]; readonly late: readonly Release[] },
): unknown {
  return {
    asOf: new Date(asOf).toISOString(),
    upcoming: upcoming.map(item => ({ ...item, at: new Date(item.at).toISOString() })),
    waiting: waiting.map(({ path, title, since, missing }) => ({ path, title, since: new Date(since).toISOString(), missing })),
    overdue: overdue.map(({ at, ...item }) => ({ ...item, due: new Date(at).toISOString() })),
    late: late.map(({ due, actual, ...item }) => ({
      ...item,
      due: new Date(due).toISOString(),
      actual: new Date(actual).toISOString(),
    })),
  }
}

const KIND_WIDTH = 'withdrawal'.length

function linesFor({ upcoming, waiting }: Edition, timezone: string): readonly string[] {
  return [...upcoming.map(item => dueLine(item, timezone)), ...waiting.map(waitingLine)]
}

function dueLine({ kind, at, path, title }: Upcoming, timezone: string): string {
  return `${kind.padEnd(KIND_WIDTH)}  ${formatInstant(at, timezone)}  (${utc(at)})\n  ${oneLine(`${title}  ${path}`)}`
}

function waitingLine({ title, path, missing }: Waiting): string {
  return `${'waiting'.padEnd(KIND_WIDTH)}  for ${missing.map(missingWords).join(', ')}\n  ${oneLine(`${title}  ${path}`)}`
}

function overdueLine({ kind, at, held, title, path }: Overdue, timezone: string): string {
  const state = held ? 'held' : 'overdue'
  return `${state.padEnd(KIND_WIDTH)}  ${kind} of ${formatInstant(at, timezone)}  (${utc(at)})\n  ${oneLine(`${title}  ${path}`)}`
}

function lateLine({ kind, due, actual, title, path }: Release, timezone: string): string {
  const seconds = ((actual - due) / 1000).toFixed(1)
  return `${'late'.padEnd(KIND_WIDTH)}  ${kind} of ${formatInstant(due, timezone)}, by ${seconds} seconds\n  ${oneLine(`${title}  ${path}`)}`
}

function utc(at: Instant): string {
  return new Date(at).toISOString().replace('.000Z', 'Z')
}
