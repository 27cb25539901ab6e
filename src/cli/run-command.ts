import { type PublishResult, publish } from '../publish.ts'
import { startHeartbeat } from '../schedule/heartbeat.ts'
import { answer } from '../serve/answer.ts'
import { publishedSite } from '../serve/published.ts'
import { startServer } from '../serve/server.ts'
import { readSiteFile } from '../store/read-site-file.ts'
import { RenderPool } from '../store/render-pool.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { readOperatorSettings } from './operator-settings.ts'
import { type CommonOptions, pathsFrom } from './options.ts'
import { RENDER_LIMITS } from './render-limits.ts'
import { reportJson, reportPublish } from './report-publish.ts'
import { type Terminal, terminal } from './terminal.ts'

/** The options of `courant run`. */
export interface RunOptions extends CommonOptions {
  readonly host?: string
  readonly port?: string
}

/** `courant run`: publishes, keeps the schedule and serves, until Ctrl-C or SIGTERM. */
export async function runCommand(options: RunOptions): Promise<ExitCode> {
  const screen = terminal()
  const settings = readOperatorSettings(options, screen)
  const { site, diagnostics } = readSiteFile(options.articles)
  if (!settings || !site) {
    screen.complain(diagnostics, options.articles)
    return EXIT.usage
  }
  const told = untilTold()
  const paths = pathsFrom(options)
  await using pool = new RenderPool(RENDER_LIMITS)
  await using server = await startServer(answer(publishedSite(paths.out), site), settings)
  const report = reporter({ screen, options })
  await using heartbeat = startHeartbeat({
    pattern: settings.schedule,
    timezone: settings.scheduleTimezone,
    now: Date.now,
    publish: async reason => {
      const asOf = Date.now()
      const result = await publish({
        paths,
        asOf,
        pool,
        dryRun: false,
        accept: false,
        everything: false,
        onProgress: screen.progress,
      }).catch((error: unknown) => explainOrThrow(error, { reason, screen }))
      if (result) report(result, { asOf, reason })
      return result?.kind === 'published' ? result.edition.upcoming[0]?.at : undefined
    },
  })
  await heartbeat.started
  screen.say(
    `Serving it at ${server.address}${site.basePath}/ (feeds: ${server.address}${site.basePath}/feeds/). Ctrl-C ends it.`,
  )
  await told
  screen.say('Ending: the publish in hand is finished first.')
  return EXIT.done
}

/** A first publish that the environment prevents ends the command; a later one is tried again at the next beat. */
function explainOrThrow(error: unknown, { reason, screen }: { readonly reason: string; readonly screen: Terminal }): undefined {
  if (reason === 'start' || !(error instanceof Error)) throw error
  screen.say(`${stamp()} could not publish: ${error.message}; what was public stays, the next beat tries again`)
}

/** Reports a publish in full when it is the first or changed something; mistakes only when they are others than before. */
function reporter({
  screen,
  options,
}: {
  readonly screen: Terminal
  readonly options: RunOptions
}): (result: PublishResult, about: { readonly asOf: number; readonly reason: string }) => void {
  let told = ''
  return (result, { asOf, reason }) => {
    const mistakes = JSON.stringify(result.diagnostics)
    const changed = result.kind === 'misconfigured' || result.written.length + result.removed.length > 0
    if (reason !== 'start' && !changed && mistakes === told) return
    if (reason !== 'start') screen.say(stamp())
    told = mistakes
    reportPublish(result, { screen, options: { ...options, dryRun: false }, asOf })
    if (options.json) process.stdout.write(`${JSON.stringify(reportJson(result, { asOf, dryRun: false }))}\n`)
  }
}

function stamp(): string {
  return `[${new Date().toISOString()}]`
}

function untilTold(): Promise<void> {
  return new Promise(resolve => {
    const told = (): void => resolve()
    process.once('SIGINT', told).once('SIGTERM', told)
  })
}
