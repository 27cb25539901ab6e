import { stat } from 'node:fs/promises'
import { setFlagsFromString } from 'node:v8'
import type { LogFormat, Settings } from '../config/read-settings.ts'
import { deliveredFile } from '../deploy/delivered-file.ts'
import type { SiteAddress } from '../feed/feed-links.ts'
import { type NotifierThread, type NotifySettings, startNotifier } from '../notify/notify-thread.ts'
import { publishedAddress } from '../output/published-address.ts'
import { atMost } from '../platform/at-most.ts'
import { endBySignal } from '../platform/end-by-signal.ts'
import { isSystemFault } from '../platform/environment-error.ts'
import { wordsOf } from '../platform/words-of.ts'
import { answer } from '../serve/answer.ts'
import { hubEndpoint } from '../serve/hub-endpoint.ts'
import { countMetrics, type Metrics } from '../serve/metrics.ts'
import { counted, monitor } from '../serve/monitor.ts'
import { publishedSite } from '../serve/published.ts'
import { noteCopy } from '../state/own-folder.ts'
import type { Paths } from '../state/paths.ts'
import { countedOf, countedSettings } from './counted-publish.ts'
import { deliverBeside } from './deliver-beside.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { faultOfMachine } from './explain-failure.ts'
import { keepPublishing } from './keep-publishing.ts'
import { MisconfiguredError } from './misconfigured-error.ts'
import { DEFAULT_CONFIG, expectingConfig, readOperatorSettings } from './operator-settings.ts'
import { type CommonOptions, pathsFrom, UsageError } from './options.ts'
import { printJson } from './print.ts'
import { problemOfReplica, tellOfLease } from './replica.ts'
import { reportJson } from './report-publish.ts'
import { type LoggedPublish, type RunLog, wordsLog } from './run-log.ts'
import { serversOf } from './run-servers.ts'
import { servedAddress } from './served-address.ts'
import { isOneOfSeveral, leaseOf, sharedBy } from './shared-redis.ts'
import { wordsOfCopy } from './tell-copy.ts'
import { tellFailures } from './tell-failures.ts'
import { type Terminal, terminal } from './terminal.ts'
import { untilTold } from './until-told.ts'
import { watchedClock } from './watched-clock.ts'
import { writeBounded } from './write-bounded.ts'

/** The options of `courant run`. */
export interface RunOptions extends CommonOptions {
  readonly host?: string
  readonly port?: string
  readonly record?: string
  readonly log?: LogFormat
}

// What is still at it so long after everything was ended waits for a disk that does not answer.
const KEPT_MS = 5000

// Each edit leaves some megabytes in buffers, which V8 counts with a heap of dozens: after every fourth or so it went through all that is
// remembered, 10 to 70 milliseconds that readers of the next edit waited for. A heap may double before that.
const HEAP_GROWTH = '--heap-growing-percent=100'

/**
 * `courant run`: publishes, keeps the schedule and serves, until Ctrl-C or SIGTERM. SIGHUP reads `courant.yaml` again; with a mistake in
 * it all stays as it was.
 */
export async function runCommand(options: RunOptions): Promise<ExitCode> {
  using _end = { [Symbol.dispose]: () => void setTimeout(endBySignal, KEPT_MS).unref() }
  setFlagsFromString(HEAP_GROWTH)
  const screen = terminal(process.stderr, writeBounded)
  let expecting = expectingConfig(options)
  const settings = readOperatorSettings(expecting)
  const paths = pathsFrom(options, settings)
  // Of several processes, others serve while what they are known by cannot be read.
  const standing = isOneOfSeveral() ? undefined : publishedAddress(paths.out)
  const site = servedAddress(options, standing)
  const log = await openLog(settings.log ?? (process.stderr.isTTY ? 'text' : 'json'), { screen, options })
  const ending = (words: string): void => log.tell({ level: 'info', event: 'ending', words })
  const copy = wordsOfCopy(paths)
  if (copy) log.tell({ level: 'warn', event: 'copied', ...copy })
  noteCopy(paths)
  const told = untilTold({ say: ending }, 'Ending: the publish in hand is finished first. Ctrl-C again ends at once.')
  const hungUp = hangUps()
  const goHome = workingFolder()
  const base = { origin: site.origin, basePath: site.basePath, hub: settings.hub }
  const clock = watchedClock(log)
  const metrics = countMetrics({ clockBehindSeconds: clock.behindSeconds })
  await using lease = await leaseOf(site, { paths })
  using _telling = lease && tellOfLease(lease, { log, metrics })
  let problem: string | undefined = 'nothing was published since the start'
  const ownProblem = (): string | undefined => problem ?? clock.problem()
  const onError = (error: unknown): void => {
    problem = wordsOf(error)
    metrics.failed()
    report.failed()
    failures.failed(error)
  }
  const report = reporter(log, options)
  const failures = tellFailures(log)
  let publishAnew = (): void => {}
  const published = publishedSite(paths.out, { onLost: () => publishAnew() })
  let subscribers: NotifierThread | undefined
  const ask: NotifierThread['ask'] = async form => (await subscribers?.ask(form)) ?? { status: 503, text: 'Later, please.' }
  await using servers = serversOf({
    site: counted(hubEndpoint(base, { ask, next: answer(published, base) }), metrics),
    monitor: monitor(metrics, {
      problem: () => (lease ? problemOfReplica(lease, { paths, problem: ownProblem() }) : ownProblem()),
    }),
    onRefused: metrics.refused,
  })
  for (let now: Settings | undefined = settings, isFirst = true; now; isFirst = false) {
    const address = await servers.listen(now)
    base.hub = now.hub
    metrics.settled(countedSettings(now, paths))
    await using notifier = notifierOf(now, { paths, base, metrics, log, shared: sharedBy(site), fence: lease?.fence()?.number })
    subscribers = notifier
    const tellSubscribers = (): void => {
      const fence = lease?.fence()
      // Of several processes, the one that publishes tells.
      if (!lease || fence) notifier?.published({ ...base }, fence?.number)
    }
    const about = { paths, base, metrics, log, json: options.json, onDelivered: tellSubscribers }
    await using deliverer = deliverBeside(now, about)
    let isSpread = false
    /** Subscribers are told once what they are told of is in every place. */
    const spread = (): void => {
      isSpread = true
      const fence = lease?.fence()
      if (!deliverer) tellSubscribers()
      else if (!lease || fence) deliverer.published(base.basePath, fence?.number)
    }
    await using publishing = keepPublishing({
      paths: pathsFrom(options, now),
      settings: now,
      lease,
      log,
      goHome,
      onStaged: published.expect,
      onPlaced: () => {
        whereItCan(published.refresh)
        spread()
      },
      onIndexed: () => {
        if (deliverer) spread()
      },
      onPublished: publish => {
        const { outcome } = publish
        metrics.published(countedOf(publish))
        failures.over()
        problem = outcome.kind === 'misconfigured' ? 'site.yaml has errors' : undefined
        if (outcome.kind !== 'misconfigured') clock.published(outcome.reached)
        const moved = outcome.kind === 'misconfigured' ? undefined : outcome.site
        if (moved && (moved.origin !== base.origin || moved.basePath !== base.basePath)) {
          Object.assign(base, moved)
          spread()
        }
        report.published(publish)
      },
      onError,
      onClockSet: byMs => {
        const seconds = Math.round(byMs / 1000)
        const words = `The clock was set ${seconds < 0 ? 'back' : 'ahead'} by ${Math.abs(seconds)} seconds.`
        log.tell({ level: 'warn', event: 'clock-set', words, facts: { seconds } })
        clock.look()
      },
    })
    publishAnew = publishing.beat
    const started = isFirst && !standing ? publishing.started : publishing.started.catch(onError)
    await Promise.race([started, told.promise])
    // What an earlier process published, and neither delivered nor told.
    if (!isSpread) spread()
    const home = address + base.basePath
    const words = `Serving it at ${home}/ (feeds: ${home}/feeds/). Ctrl-C ends it.`
    if (!told.yet()) log.tell({ level: 'info', event: 'serving', words, facts: { address: `${home}/` } })
    now = await nextSettings(now, { told, hungUp, goHome, servers, options: expecting, log })
    expecting = expectingConfig(expecting)
  }
  return EXIT.done
}

/** Tells whichever hub the feeds name; undefined where they name none. */
function notifierOf(
  { hub, privateCallbacks, deliver }: Settings,
  {
    paths: { out, state },
    base: site,
    metrics,
    log,
    ...shares
  }: {
    readonly paths: Paths
    readonly base: SiteAddress
    readonly metrics: Metrics
    readonly log: RunLog
  } & Pick<NotifySettings, 'shared' | 'fence'>,
): NotifierThread | undefined {
  if (hub === undefined) return undefined
  const ears = { onCounted: metrics.noticed, onSaid: log.tell }
  const manifest = deliver.length > 0 ? deliveredFile({ state }) : undefined
  return startNotifier({ paths: { out, state }, manifest, hub, privateCallbacks, site: { ...site }, ...shares }, ears)
}

/** The settings to go on with once `courant.yaml` was read again; undefined when it is time to end. */
async function nextSettings(
  now: Settings,
  {
    told,
    hungUp,
    goHome,
    servers,
    options,
    log,
  }: {
    readonly told: ReturnType<typeof untilTold>
    readonly hungUp: ReturnType<typeof hangUps>
    readonly goHome: () => Promise<void>
    readonly servers: ReturnType<typeof serversOf>
    readonly options: RunOptions
    readonly log: RunLog
  },
): Promise<Settings | undefined> {
  for (;;) {
    await Promise.race([told.promise, hungUp.next()])
    if (told.yet()) return undefined
    await goHome()
    const settings = await settingsOrProblem(options, { servers, log })
    if ('schedule' in settings) {
      log.tell({ level: 'info', event: 'settings-read', words: `${options.config ?? DEFAULT_CONFIG} was read again.` })
      return settings
    }
    const { message, remedy } = settings
    log.tell({ level: 'error', event: 'settings-refused', words: `${message}: all stays as it was.`, remedy })
    await servers.listen(now)
  }
}

/** Reads the settings again and listens where they say; or says what stands in the way. */
async function settingsOrProblem(
  options: RunOptions,
  { servers, log }: { readonly servers: ReturnType<typeof serversOf>; readonly log: RunLog },
): Promise<Settings | { readonly message: string; readonly remedy?: string }> {
  try {
    const settings = readOperatorSettings(options)
    // Throws where its folders stand in one another.
    pathsFrom(options, settings)
    await servers.listen(settings)
    return settings
  } catch (error) {
    if (error instanceof MisconfiguredError) {
      log.complain(error.diagnostics, error.root)
      return { message: `${options.config ?? DEFAULT_CONFIG} has errors` }
    }
    return error instanceof UsageError ? error : (faultOfMachine(error) ?? { message: wordsOf(error) })
  }
}

/** How it is told what happens. What writes JSON is loaded where it is wanted. */
async function openLog(
  format: LogFormat,
  { screen, options }: { readonly screen: Terminal; readonly options: RunOptions },
): Promise<RunLog> {
  return format === 'text' ? wordsLog(screen, options) : (await import('./json-log.ts')).jsonLog(options)
}

/** What the disk refuses is tried again by whoever asks. */
function whereItCan(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!isSystemFault(error)) throw error
  }
}

/**
 * Tells of a publish in full when it is the first, changed something or comes after one that failed; of mistakes only when they are others
 * than before.
 */
function reporter(
  log: RunLog,
  options: RunOptions,
): { readonly published: (publish: LoggedPublish) => void; readonly failed: () => void } {
  let told: string | undefined
  return {
    published: publish => {
      const { outcome, asOf, reason } = publish
      const mistakes = JSON.stringify(outcome.diagnostics)
      const changed = outcome.kind === 'published' && outcome.written.length + outcome.removed.length > 0
      const isFirst = reason === 'start' && outcome.kind !== 'misconfigured'
      if (!isFirst && !changed && mistakes === told) return
      told = mistakes
      log.published(publish)
      if (options.json) printJson(reportJson(outcome, { asOf, dryRun: false }), writeBounded)
    },
    failed: () => {
      told = undefined
    },
  }
}

/** Tells of every SIGHUP, of one that came meanwhile too. On a terminal it means that the terminal is gone, and ends the process as ever. */
function hangUps(): { readonly next: () => Promise<void> } {
  let isHungUp = false
  let wake = (): void => {}
  if (!process.stdin.isTTY)
    process.on('SIGHUP', () => {
      isHungUp = true
      wake()
    })
  return {
    next: () =>
      new Promise(resolve => {
        wake = () => {
          // Who is woken is not waiting any more.
          wake = () => {}
          isHungUp = false
          resolve()
        }
        if (isHungUp) wake()
      }),
  }
}

const LONGEST_MS = 1000

/**
 * Returns to the folder that the process was started in, whenever it is called: where that was restored from a backup, or another disk was mounted
 * over it, the process would stay in the one that is gone, and with it whatever `courant.yaml` names from there. Never throws, and waits no longer
 * than a second: a disk that does not answer is for whoever asks it next to tell of.
 */
function workingFolder(): () => Promise<void> {
  const home = process.cwd()
  let returning: Promise<void> | undefined
  return () => {
    returning ??= stat(home)
      .then(() => process.chdir(home))
      .catch(() => {})
      .finally(() => {
        returning = undefined
      })
    return atMost(LONGEST_MS, returning)
  }
}
