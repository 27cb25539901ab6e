import { type Comparison, lacking } from './compare-sites.ts'
import { CHECK_GOAL, changeGoal, EDIT_GOAL_MS, goalFor, RELEASE_GOAL_MS, SEEN_GOAL_MS, TICK_GOAL_MS, verdict } from './goals.ts'
import type { CheckCost } from './measure-check.ts'
import type { Seen } from './measure-preview.ts'
import type { Delays } from './measure-resident.ts'
import type { Measured, Run } from './measure-rounds.ts'
import type { TickCost } from './measure-tick.ts'
import type { Visible } from './measure-visible.ts'
import { distribution, growthExponent, median, pairedRatio } from './statistics.ts'
import type { Taken } from './taken.ts'

/** All that was measured, as `--json` prints it. */
export interface Results {
  /** Of which run they are; undefined before there is one. */
  readonly taken?: Taken | undefined
  readonly lines: Line[]
  readonly delays: Delays[]
  readonly seen: Seen[]
  readonly checks: CheckCost[]
  readonly ticks: (TickCost & { readonly stories: number })[]
  readonly visible: Visible[]
}

/** Results before anything is measured. */
export function noResults(): Results {
  return { lines: [], delays: [], seen: [], checks: [], ticks: [], visible: [] }
}

/** One publisher in one situation: medians, and Courant's part of what a peer took. Times in milliseconds, sizes in bytes. */
export interface Line {
  readonly stories: number
  readonly situation: string
  readonly publisher: string
  readonly rounds: number
  readonly wallMs: number
  readonly cpuMs: number
  readonly peakRssBytes: number
  readonly files: number
  readonly bytes: number
  /** Medians of paired ratios, Courant's by the peer's; undefined for Courant itself. */
  readonly wallRatio: number | undefined
  readonly memoryRatio: number | undefined
  readonly goal: string | undefined
  readonly failed: string | undefined
}

/** The lines of one situation, from what its contenders did, Courant first. */
export function linesOf(measured: readonly Measured[]): readonly Line[] {
  const [ours] = measured
  if (ours === undefined) return []
  return measured.map(theirs => {
    const medianOf = (figure: (run: Run) => number | undefined): number => median(figures(theirs, figure))
    const ratioOf = (figure: (run: Run) => number | undefined): number | undefined =>
      theirs === ours ? undefined : pairedRatio(figures(ours, figure), figures(theirs, figure))
    const line = {
      stories: theirs.stories,
      situation: theirs.situation,
      publisher: theirs.publisher,
      rounds: theirs.runs.length,
      wallMs: medianOf(run => run.wallMs),
      cpuMs: medianOf(run => run.cpuMs),
      peakRssBytes: medianOf(run => run.peakRssBytes),
      files: medianOf(run => run.files),
      bytes: medianOf(run => run.bytes),
      wallRatio: ratioOf(run => run.wallMs),
      memoryRatio: ratioOf(run => run.peakRssBytes),
      failed: theirs.failed,
    }
    return { ...line, goal: verdicts(line) }
  })
}

function figures({ runs }: Measured, figure: (run: Run) => number | undefined): readonly number[] {
  return runs.map(run => figure(run) ?? Number.NaN)
}

/** Ratios are said beside Hugo, all else beside Courant. */
function verdicts(line: Omit<Line, 'goal' | 'situation'> & Pick<Measured, 'situation'>): string | undefined {
  const goal = goalFor(line.situation, line.stories)
  const figures = {
    Courant: [
      ['wall s', line.wallMs / 1000, goal?.wallS],
      ['peak MB', line.peakRssBytes / 1e6, goal?.memoryMb],
    ],
    Hugo: [
      ['wall', line.wallRatio, goal?.wallRatio],
      ['memory', line.memoryRatio, goal?.memoryRatio],
    ],
  } as const
  const said = line.publisher === 'Courant' || line.publisher === 'Hugo' ? figures[line.publisher] : []
  return (
    said.flatMap(([what, figure, most]) => (most === undefined ? [] : [verdict(what, figure, most)])).join(', ') || undefined
  )
}

/** The table for people, figures set to the right. */
export function formatLines(lines: readonly Line[]): string {
  if (lines.length === 0) return ''
  return formatTable(
    ['stories', 'publish', 'by', 'wall s', 'CPU s', 'peak MB', 'files', 'MiB', 'wall ratio', 'memory ratio', 'goal'],
    lines.map(line => [
      String(line.stories),
      line.situation,
      line.publisher,
      ...(line.rounds === 0 ? ['failed', '', '', '', ''] : measuredCells(line)),
      ratio(line.wallRatio),
      ratio(line.memoryRatio),
      line.goal ?? '',
    ]),
  )
}

function measuredCells(line: Line): readonly string[] {
  return [seconds(line.wallMs), seconds(line.cpuMs), megabytes(line.peakRssBytes), String(line.files), mebibytes(line.bytes)]
}

/** How Courant's cold publish grows, when it was measured at more than one size. */
export function formatGrowth(lines: readonly Line[]): string {
  const cold = lines.filter(({ publisher, situation }) => publisher === 'Courant' && situation === 'cold')
  if (cold.length < 2) return ''
  const power = (cost: (line: Line) => number): string =>
    growthExponent(cold.map(line => ({ n: line.stories, cost: cost(line) }))).toFixed(2)
  const each = cold.map(line => `${((line.wallMs * 1000) / line.stories).toFixed(0)} µs at ${line.stories}`).join(', ')
  return `A story costs ${each}. From the smallest to the largest, wall grows as n^${power(line => line.wallMs)}, peak memory as n^${power(line => line.peakRssBytes)}.`
}

/** What two sites have, side by side. */
export function formatComparison(peer: string, comparisons: readonly Comparison[]): string {
  return formatTable(
    ['', 'Courant', peer, ''],
    comparisons.map(one => [one.what, String(one.ours), String(one.theirs), lacking([one]).length > 0 ? 'LACKING' : '']),
  )
}

/** How long resident publishers took from a saved file to the disk. */
export function formatDelays(delays: readonly Delays[]): string {
  if (delays.length === 0) return ''
  return formatTable(
    ['stories', 'resident', 'edits', 'page ms', 'all ms', 'goal'],
    delays.map(({ stories, publisher, pageMs, allMs }) => [
      String(stories),
      publisher,
      String(pageMs.length),
      median(pageMs).toFixed(0),
      median(allMs).toFixed(0),
      publisher === 'Courant' ? verdict('all', median(allMs), EDIT_GOAL_MS) : '',
    ]),
  )
}

/** How long a preview took from a saved file to the painted page. */
export function formatSeen(seen: readonly Seen[]): string {
  if (seen.length === 0) return ''
  return formatTable(
    ['stories', 'preview', 'edits', 'seen ms', 'goal'],
    seen.flatMap(({ stories, bodyMs, titleMs }) =>
      Object.entries({ body: bodyMs, title: titleMs }).map(([what, ms]) => [
        String(stories),
        what,
        String(ms.length),
        median(ms).toFixed(0),
        verdict('seen', median(ms), SEEN_GOAL_MS),
      ]),
    ),
  )
}

/** What a check took, and a reading without a look at bodies. */
export function formatChecks(checks: readonly CheckCost[]): string {
  if (checks.length === 0) return ''
  return formatTable(
    ['stories', 'command', 'rounds', 'wall s', 'CPU s', 'goal'],
    checks.flatMap(({ stories, rounds, check, schedule, wallRatio }) => [
      [String(stories), 'check', String(rounds), ...secondsOf(check), verdict('wall', wallRatio, CHECK_GOAL)],
      [String(stories), 'schedule', String(rounds), ...secondsOf(schedule), ''],
    ]),
  )
}

function secondsOf({ wallMs, cpuMs }: CheckCost['check']): readonly string[] {
  return [wallMs, cpuMs].map(ms => (ms / 1000).toFixed(2))
}

/** What a beat costs that finds nothing to do. */
export function formatTick(ticks: readonly (TickCost & { readonly stories: number })[]): string {
  if (ticks.length === 0) return ''
  return formatTable(
    ['stories', 'a beat', 'main thread ms', 'all threads ms', 'goal'],
    ticks.map(({ stories, mainMs, allMs }) => [
      String(stories),
      'unchanged',
      mainMs.toFixed(2),
      allMs.toFixed(2),
      verdict('main', mainMs, TICK_GOAL_MS),
    ]),
  )
}

/** How long it took until readers were served what was due or changed. */
export function formatVisible(seen: readonly Visible[]): string {
  if (seen.length === 0) return ''
  const cells = (values: readonly number[]): readonly string[] =>
    values.length === 0 ? ['', '', ''] : Object.values(distribution(values)).map(value => value.toFixed(0))
  return formatTable(
    [
      ...['stories', 'settings', 'visible', 'another story', 'readers', 'times'],
      ...['page ms: median', '95 %', 'worst', 'feed ms: median', '95 %', 'worst', 'goal'],
    ],
    seen.map(each => [
      String(each.stories),
      each.settings,
      each.what,
      each.broken ? 'broken' : '',
      each.underLoad ? 'busy' : 'none',
      String(each.pageMs.length),
      ...cells(each.pageMs),
      ...cells(each.feedMs),
      visibleVerdict(each),
    ]),
  )
}

/** When readers had both, the page and the newsroom's feed, time by time. */
export function servedMs({ pageMs, feedMs }: Pick<Visible, 'pageMs' | 'feedMs'>): readonly number[] {
  return pageMs.map((ms, time) => Math.max(ms, feedMs[time] ?? ms))
}

/** Releases have a goal whoever asks meanwhile; changes have one with `search: false` and no other readers. */
function visibleVerdict(each: Visible): string {
  const served = servedMs(each)
  const worst = Math.max(...served)
  if (each.what === 'release') {
    const early = Math.min(...each.pageMs, ...each.feedMs) < 0 ? ', EARLY' : ''
    return verdict('worst', worst, RELEASE_GOAL_MS) + early
  }
  if (each.what === 'first' || each.underLoad || each.settings === 'default') return ''
  const { medianMs, worstMs } = changeGoal(each.stories)
  const most = worstMs === undefined ? [] : [verdict('worst', worst, worstMs)]
  return [verdict('median', median(served), medianMs), ...most].join(', ')
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)))
  return lines
    .map(line =>
      line
        .map((cell, column) => cell.padStart(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function ratio(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : value.toFixed(3)
}

function seconds(ms: number): string {
  return Number.isNaN(ms) ? '?' : (ms / 1000).toFixed(2)
}

function megabytes(bytes: number): string {
  return Number.isNaN(bytes) ? '?' : (bytes / 1e6).toFixed(0)
}

function mebibytes(bytes: number): string {
  return Number.isNaN(bytes) ? '?' : (bytes / 2 ** 20).toFixed(1)
}
