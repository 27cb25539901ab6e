import type { Upcoming } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import { publish } from '../publish.ts'
import { readSiteFile } from '../store/read-site-file.ts'
import { RenderPool } from '../store/render-pool.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { readOperatorSettings } from './operator-settings.ts'
import { type CommonOptions, pathsFrom, readInstant } from './options.ts'
import { RENDER_LIMITS } from './render-limits.ts'
import { formatInstant } from './report-publish.ts'
import { terminal } from './terminal.ts'

/** The options of `courant schedule`. */
export interface ScheduleOptions extends CommonOptions {
  readonly at?: string
}

/** `courant schedule`: what the passing of time will do, soonest first, in the newsroom's zone and in UTC. */
export async function scheduleCommand(options: ScheduleOptions): Promise<ExitCode> {
  const screen = terminal()
  const settings = readOperatorSettings(options, screen)
  if (!settings) return EXIT.usage
  const { site, diagnostics } = readSiteFile(options.articles)
  if (!site) {
    screen.complain(diagnostics, options.articles)
    return EXIT.usage
  }
  const asOf = options.at === undefined ? Date.now() : readInstant(options.at, site.timezone)
  await using pool = new RenderPool(RENDER_LIMITS)
  const result = await publish({
    paths: pathsFrom(options),
    asOf,
    record: settings.record,
    hub: settings.hub,
    pool,
    dryRun: true,
    accept: false,
    onTurnover: 'stop',
    onProgress: screen.progress,
  })
  if (result.kind === 'misconfigured') return EXIT.usage
  const { upcoming } = result.edition
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ asOf: new Date(asOf).toISOString(), upcoming: upcoming.map(item => ({ ...item, at: new Date(item.at).toISOString() })) })}\n`,
    )
  else for (const line of linesFor(upcoming, { timezone: site.timezone })) screen.say(line)
  return EXIT.done
}

const KIND_WIDTH = 'withdrawal'.length

function linesFor(upcoming: readonly Upcoming[], { timezone }: { readonly timezone: string }): readonly string[] {
  if (upcoming.length === 0) return ['Nothing is due.']
  return upcoming.map(
    ({ kind, at, path, title }) =>
      `${kind.padEnd(KIND_WIDTH)}  ${formatInstant(at, timezone)}  (${utc(at)})\n  ${title}  ${path}`,
  )
}

function utc(at: Instant): string {
  return new Date(at).toISOString().replace('.000Z', 'Z')
}
