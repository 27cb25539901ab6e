import { resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import type { DeliveryReport } from '../deploy/deliver.ts'
import { changesSince, type Snapshot, snapshotOf } from '../deploy/generation.ts'
import { publishInTurns } from '../engine/publish-in-turns.ts'
import { outcomeOf, type PublishFacts, type PublishOutcome } from '../engine/publish-outcome.ts'
import type { PublishRequest } from '../engine/publish-request.ts'
import type { PublishResult } from '../engine/publish-result.ts'
import type { Instant } from '../model/instant.ts'
import { openOut } from '../output/out-folder.ts'
import { RENDER_LIMITS } from '../render/render-limits.ts'
import { RenderPool } from '../render/render-pool.ts'
import type { Audit } from '../review/audit-out.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import type { Paths } from '../state/paths.ts'
import { addReleases, releasesIn, rememberedUpcoming } from '../state/releases.ts'
import { isLive, unmarkPreview } from '../state/remembered.ts'
import { readTheme } from '../theme/read-theme.ts'
import { afterPublish } from './after-publish.ts'
import { CLOCK_FIX, clockBehind } from './clock-words.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { readOperatorSettings } from './operator-settings.ts'
import { type Accepted, type CommonOptions, DEFAULT_OUT, pathsFrom, readInstant, UsageError } from './options.ts'
import { printJson } from './print.ts'
import { addressesOf, deliveryJson } from './report-delivery.ts'
import { explanationLines } from './report-explanation.ts'
import { reportAudit, reportJson, reportPublish } from './report-publish.ts'
import { leaseNow } from './shared-redis.ts'
import { wordsOfCopy } from './tell-copy.ts'
import { type Terminal, terminal } from './terminal.ts'

/** The options of `courant publish`. */
export interface PublishOptions extends CommonOptions {
  readonly at?: string
  readonly dryRun: boolean
  readonly record?: string
  readonly accept: readonly Accepted[]
  readonly ping: boolean
  readonly deliver: boolean
  readonly audit: boolean
  readonly explain: boolean
}

// V8 lets a heap grow to several times what lives in it before it collects the whole: of a large newsroom, hundreds of megabytes, for time that
// cannot be told from noise. Only where all is made: a small change would take a twentieth longer, as would an edit in `courant run`, which has a bound of its own.
const HEAP_GROWTH = '--heap-growing-percent=40'

/** `courant publish`: one publish, and what follows it. */
export async function publishCommand(options: PublishOptions): Promise<ExitCode> {
  const screen = terminal()
  const settings = readOperatorSettings(options)
  const { dryRun } = options
  const paths = pathsFrom(options, settings)
  const asOf = options.at === undefined ? Date.now() : readInstant(options.at, timezoneOf(options))
  const byClock = options.at === undefined
  const accept = options.accept.includes('changes')
  const acceptClock = options.accept.includes('clock')
  if (acceptClock && !byClock)
    throw new UsageError('--accept clock goes by the clock, and --at names an instant', 'leave --at out')
  const copy = wordsOfCopy(paths)
  if (copy) screen.say(`${copy.words}\n  ${copy.remedy}`)
  if (!byClock && !dryRun && !accept) keepPublic(paths, asOf)
  if (!dryRun) keepLive(paths, asOf)
  await using lease = dryRun ? undefined : await leaseNow(paths)
  const before = options.json && !dryRun ? snapshotOf(paths.out) : undefined
  await using pool = new RenderPool(RENDER_LIMITS)
  let expected = rememberedUpcoming(paths)
  let placedAt: Instant | undefined
  const onTurn = (turn: PublishResult): void => {
    // What was published as of another time was neither late nor in time.
    if (turn.kind !== 'published' || placedAt === undefined || !byClock) return
    const releases = releasesIn(turn, { expected, actual: placedAt })
    addReleases(paths, releases)
    expected = expected.filter(({ kind, path }) => !releases.some(one => one.kind === kind && one.path === path))
  }
  const request: PublishRequest = {
    paths,
    asOf,
    fence: lease?.fence(),
    byClock,
    acceptClock,
    // A publish by the clock has to know that what it finds there was never public.
    preview: byClock ? undefined : asOf > Date.now(),
    record: settings.record,
    hub: settings.hub,
    theme: readTheme(paths),
    pool,
    dryRun,
    accept,
    explain: options.explain,
    onTurnover: 'stop',
    onAnew: () => setFlagsFromString(HEAP_GROWTH),
    // What they hold goes before this thread holds most.
    onMade: () => void pool[Symbol.asyncDispose](),
    onPlaced: () => {
      placedAt = Date.now()
    },
    onProgress: screen.progress,
  }
  const result = outcomeOf(await publishInTurns(request, onTurn))
  reportPublish(result, { screen, options, namesNext: true })
  if (options.explain && !options.json) sayExplanation(result, { screen, dryRun })
  sayClock(result, { screen, asOf })
  const isOut = result.kind !== 'stopped' && result.kind !== 'misconfigured'
  if (isOut && byClock && !dryRun) unmarkPreview(paths)
  // What was published for a time to come is for nobody else.
  const isPresent = asOf <= Date.now()
  const [delivers, pings, fence] = [isPresent && options.deliver, isPresent && options.ping, lease?.fence()?.number]
  const deliveries = isOut && !dryRun ? await afterPublish({ paths, settings, delivers, pings, fence, screen }) : []
  const audit = options.audit ? await look(options, { paths, asOf, record: settings.record }) : undefined
  if (audit) reportAudit(audit, { screen, options })
  if (options.json) {
    const changed = isOut && before ? changedJson(paths, { before, deliveries, site: result.site }) : {}
    printJson({ ...reportJson(result, { asOf, dryRun, audit }), ...changed })
  }
  if (!isOut) return EXIT.usage
  if (deliveries.some(({ kind }) => kind === 'failed')) return EXIT.environment
  const mistakes = [...result.diagnostics, ...(audit?.leaks ?? [])]
  return mistakes.some(({ severity }) => severity === 'error') ? EXIT.articles : EXIT.done
}

/** Looks through what is public, as of the publish; where that was now, as of when it is asked. */
async function look(
  { at }: PublishOptions,
  { paths, asOf, record }: { readonly paths: Paths; readonly asOf: Instant; readonly record: string | undefined },
): Promise<Audit | undefined> {
  const { auditOut } = await import('../review/audit-out.ts')
  const byClock = at === undefined
  return auditOut({ paths, record, byClock, asOf: byClock ? Date.now : () => asOf })
}

/** The addresses at which something changed, in `out/` and wherever it was delivered. */
function changedJson(
  { articles, out }: Paths,
  {
    before,
    deliveries,
    site = readSiteFile(articles).site,
  }: {
    readonly before: Snapshot
    readonly deliveries: readonly DeliveryReport[]
    /** Its address; read from its description when absent. */
    readonly site: PublishFacts['site']
  },
): object {
  const changes = changesSince(before, snapshotOf(out))
  if (!site || !changes) return {}
  return {
    addresses: addressesOf(changes, site),
    ...(deliveries.length > 0 && { deliveries: deliveries.map(report => deliveryJson(report, site)) }),
  }
}

/** Says which files changed, and what was made and why. */
function sayExplanation(
  result: PublishOutcome,
  { screen, dryRun }: { readonly screen: Terminal; readonly dryRun: boolean },
): void {
  if (result.kind === 'misconfigured' || !result.explanation) return
  screen.say('')
  for (const line of explanationLines(result.explanation, {
    removed: result.removed,
    isMade: result.kind !== 'stopped' && !dryRun,
  }))
    screen.say(line)
}

function sayClock(result: PublishOutcome, { screen, asOf }: { readonly screen: Terminal; readonly asOf: Instant }): void {
  const words = result.kind === 'misconfigured' ? undefined : clockBehind(result.reached, asOf)
  if (words === undefined) return
  screen.say(words)
  screen.say(`  ${CLOCK_FIX}`)
}

function timezoneOf({ articles }: CommonOptions): string {
  return readSiteFile(articles).site?.timezone ?? 'UTC'
}

/** What readers have since is not taken from them by an instant that lies before it. */
function keepPublic(paths: Paths, asOf: Instant): void {
  if (!isLive(paths)) return
  const later = [...openOut(paths.out).record.values()].find(({ gone, published }) => gone === undefined && published > asOf)
  if (later === undefined) return
  throw new UsageError(
    `--at lies before ${later.permalink} was out: what is public in ${paths.out} since would be taken from its readers`,
    'add --dry-run, or name a folder of its own with --out; if that is meant, add --accept',
  )
}

/**
 * What is due later never goes into the live folder early. Live is `out`, however it is written, and every folder that
 * something was published into at the present; a folder that only ever showed a time to come may show another.
 */
function keepLive(paths: Paths, asOf: Instant): void {
  if (asOf <= Date.now()) return
  if (paths.out === resolve(DEFAULT_OUT) || isLive(paths)) {
    throw new UsageError(
      `--at lies in the future: the stories due by then would be public in ${paths.out} now`,
      'add --dry-run, or name a folder of its own with --out: a new one, or one that only ever showed a time to come',
    )
  }
}
