import { type PublishResult, publish } from '../publish.ts'
import { startHeartbeat } from '../schedule/heartbeat.ts'
import { answer } from '../serve/answer.ts'
import { publishedSite } from '../serve/published.ts'
import { startServer } from '../serve/server.ts'
import { EnvironmentError } from '../store/environment-error.ts'
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
  readonly record?: string
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
  const told = untilTold(screen)
  const paths = pathsFrom(options)
  await using pool = new RenderPool(RENDER_LIMITS)
  const base = { origin: site.origin, basePath: site.basePath }
  await using server = await startServer(answer(publishedSite(paths.out), base), settings)
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
        record: settings.record,
        hub: settings.hub,
        pool,
        dryRun: false,
        accept: false,
        onTurnover: 'hold',
        onProgress: screen.progress,
      })
      report(result, { asOf, reason })
      if (result.kind === 'misconfigured') return 'failed'
      base.origin = result.site.origin
      base.basePath = result.site.basePath
      return result.edition.upcoming[0]?.at
    },
    onError: error => screen.say(`${stamp()} could not publish: ${wordsOf(error)}; what was public stays, and is tried again`),
  })
  await heartbeat.started
  const home = server.address + base.basePath
  if (!told.yet()) screen.say(`Serving it at ${home}/ (feeds: ${home}/feeds/). Ctrl-C ends it.`)
  await told.promise
  return EXIT.done
}

/** What went wrong, in a line; a bug with its stack, since it is for whoever mends it. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error instanceof EnvironmentError || 'code' in error ? error.message : (error.stack ?? error.message)
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
    const changed = result.kind === 'published' && result.written.length + result.removed.length > 0
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

// npm hands a Ctrl-C on to a command that the terminal has told already: what follows at once is the same one.
const SAME_SIGNAL_MS = 1000

/** Waits for Ctrl-C or SIGTERM. A second one ends the process at once, as if nobody listened: a kill does no harm here. */
function untilTold(screen: Terminal): { readonly promise: Promise<void>; readonly yet: () => boolean } {
  const { promise, resolve } = Promise.withResolvers<void>()
  let toldAtMs: number | undefined
  const onSignal = (signal: NodeJS.Signals): void => {
    const nowMs = performance.now()
    if (toldAtMs === undefined) {
      toldAtMs = nowMs
      screen.say('Ending: the publish in hand is finished first. Ctrl-C again ends at once.')
      resolve()
    } else if (nowMs - toldAtMs > SAME_SIGNAL_MS) {
      process.off(signal, onSignal)
      process.kill(process.pid, signal)
    }
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  return { promise, yet: () => toldAtMs !== undefined }
}
