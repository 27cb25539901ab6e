import type { Instant } from '../model/instant.ts'
import type { PublishOutcome } from '../publish-outcome.ts'
import { startPublisher } from '../publisher-thread.ts'
import { type Heartbeat, startHeartbeat } from '../schedule/heartbeat.ts'
import { answer } from '../serve/answer.ts'
import { publishedSite } from '../serve/published.ts'
import { startServer } from '../serve/server.ts'
import { standstillContext } from '../standstill-context.ts'
import { readSiteFile } from '../store/read-site-file.ts'
import { stillStands } from '../store/still-stands.ts'
import { type NewsroomChange, watchNewsroom } from '../store/watch-newsroom.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { readOperatorSettings } from './operator-settings.ts'
import { type CommonOptions, pathsFrom } from './options.ts'
import { reportJson, reportPublish } from './report-publish.ts'
import { stamp, type Terminal, terminal } from './terminal.ts'
import { untilTold } from './until-told.ts'
import { wordsOf } from './words-of.ts'

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
  const told = untilTold(screen, 'Ending: the publish in hand is finished first. Ctrl-C again ends at once.')
  const paths = pathsFrom(options)
  const base = { origin: site.origin, basePath: site.basePath, hub: settings.hub }
  await using server = await startServer(answer(publishedSite(paths.out), base), settings)
  const report = reporter({ screen, options })
  const { record, hub } = settings
  await using publisher = startPublisher({ paths, record, hub }, { onProgress: screen.progress, onPlaced: () => {} })
  const changes = collected()
  const quiet = quietly()
  let heartbeat: Heartbeat | undefined
  using watching = watchNewsroom(paths.articles, change => {
    changes.add(change)
    heartbeat?.saved()
  })
  await using beating = startHeartbeat({
    pattern: settings.schedule,
    timezone: settings.scheduleTimezone,
    now: Date.now,
    publish: async reason => {
      const asOf = Date.now()
      const change = changes.take()
      const isWatched = watching.isComplete()
      if (reason === 'beat' && change !== 'anything' && change.size === 0 && isWatched) {
        const context = standstillContext({ paths, record, hub, onTurnover: 'hold' })
        const nothing = await quiet.isStill(() => stillStands(asOf, context))
        if (nothing) return nothing.until
      }
      quiet.disturbed()
      const changed = change === 'anything' || !isWatched ? undefined : [...change]
      const outcome = await publisher.publish({ asOf, reason, changed })
      report(outcome, { asOf, reason })
      if (outcome.kind === 'misconfigured') return 'failed'
      if (outcome.kind !== 'stopped') quiet.settled(outcome.until)
      Object.assign(base, outcome.site)
      return outcome.until
    },
    onError: error => screen.say(`${stamp()} could not publish: ${wordsOf(error)}; what was public stays, and is tried again`),
  })
  heartbeat = beating
  await beating.started
  const home = server.address + base.basePath
  if (!told.yet()) screen.say(`Serving it at ${home}/ (feeds: ${home}/feeds/). Ctrl-C ends it.`)
  await told.promise
  return EXIT.done
}

// What no watcher told of, in the newsroom or in `out/`, is found by looking at every file, once in a while and on another thread.
const LOOK_EVERY_MS = 5 * 60_000

interface Quiet {
  /** What a beat answers when nothing happened since the last whole publish; asks `look` when nobody has looked for a while. */
  readonly isStill: (look: () => Promise<boolean>) => Promise<{ readonly until: Instant | undefined } | undefined>
  readonly disturbed: () => void
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

/** Reports a publish in full when it is the first or changed something; mistakes only when they are others than before. */
function reporter({
  screen,
  options,
}: {
  readonly screen: Terminal
  readonly options: RunOptions
}): (result: PublishOutcome, about: { readonly asOf: number; readonly reason: string }) => void {
  let told = ''
  return (result, { asOf, reason }) => {
    const mistakes = JSON.stringify(result.diagnostics)
    const changed =
      (result.kind === 'published' || result.kind === 'edited') && result.written.length + result.removed.length > 0
    if (reason !== 'start' && !changed && mistakes === told) return
    if (reason !== 'start') screen.say(stamp())
    told = mistakes
    reportPublish(result, { screen, options: { ...options, dryRun: false }, asOf })
    if (options.json) process.stdout.write(`${JSON.stringify(reportJson(result, { asOf, dryRun: false }))}\n`)
  }
}
