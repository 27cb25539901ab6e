import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { compareSites, lacking } from './compare-sites.ts'
import { type Contender, layOut, type Newsroom } from './lay-out.ts'
import { measureCheck } from './measure-check.ts'
import { measurePreview } from './measure-preview.ts'
import { measureResident } from './measure-resident.ts'
import { measureRounds, SITUATIONS } from './measure-rounds.ts'
import { measureTick } from './measure-tick.ts'
import { measureEdits, measureReleases, type Settings, type Visible } from './measure-visible.ts'
import { type BenchOptions, largeRows, type Row, readOptions, rowsAt, USAGE } from './options.ts'
import { astro } from './publishers/astro.ts'
import { courant } from './publishers/courant.ts'
import { eleventy } from './publishers/eleventy.ts'
import { hugo } from './publishers/hugo.ts'
import { type Publisher, PublisherMissing } from './publishers/publisher.ts'
import {
  formatChecks,
  formatComparison,
  formatDelays,
  formatGrowth,
  formatLines,
  formatSeen,
  formatTick,
  formatVisible,
  type Line,
  linesOf,
  noResults,
  type Results,
} from './report.ts'
import { clearAside } from './set-aside.ts'
import { takenNow } from './taken.ts'

const CORPORA = join(import.meta.dirname, 'corpora')

/** Rows that scripts of their own measure. */
const SCRIPTS: readonly Row[] = ['markdown', 'channels']

const LARGE = 100_000

const options = optionsOrUsage()
if (options) await run(options)

async function run(options: BenchOptions): Promise<void> {
  const results: Results = { ...noResults(), taken: takenNow() }
  const ours = courant()
  const publishers = [ours, ...(comparesAny(options) ? peers(options) : [])]
  for (const stories of options.sizes)
    await measureSize(stories, { options, rows: rowsAt(stories, options), publishers, results })
  if (options.large) await measureSize(LARGE, { options, rows: largeRows(options), publishers: [ours], results })
  clearAside(CORPORA)
  if (options.json) console.log(JSON.stringify({ machine: machine(publishers), ...results }))
  else console.log(report(publishers, results))
  for (const script of SCRIPTS) if (options.rows.has(script)) runScript(script, options)
}

/** Whether anything is to be measured that the others do as well. */
function comparesAny({ rows }: BenchOptions): boolean {
  return [...SITUATIONS, 'resident' as const].some(row => rows.has(row))
}

/** The others that can be had; who cannot is named, and the table goes without. */
function peers({ peers: all }: BenchOptions): readonly Publisher[] {
  const makers = all ? [hugo, eleventy, astro] : [hugo]
  return makers.flatMap(make => {
    try {
      return [make()]
    } catch (error) {
      if (!(error instanceof PublisherMissing)) throw error
      console.error(`\n!!! NOT COMPARED with ${make.name}: ${error.message}\n`)
      process.exitCode = 1
      return []
    }
  })
}

async function measureSize(
  stories: number,
  {
    options,
    rows,
    publishers,
    results,
  }: {
    readonly options: BenchOptions
    readonly rows: ReadonlySet<Row>
    readonly publishers: readonly Publisher[]
    readonly results: Results
  },
): Promise<void> {
  const rounds = options.pairsAt(stories)
  if (![...rows].some(row => !SCRIPTS.includes(row))) return
  console.error(`${stories} stories are written for ${publishers.map(({ name }) => name).join(', ')}`)
  let newsroom = layOut({ count: stories }, publishers, join(CORPORA, String(stories)))
  if (!rows.has('cold')) await measureRounds(newsroom, { situation: 'cold', rounds: 1 })
  for (const situation of SITUATIONS) {
    if (!rows.has(situation)) continue
    const lines = linesOf(await measureRounds(newsroom, { situation, rounds }))
    keep(lines, results)
    newsroom = withoutFailed(newsroom, lines)
    if (situation === 'cold') compare(newsroom)
  }
  if (rows.has('resident')) results.delays.push(...(await measureResident(newsroom, rounds)))
  const [ours] = newsroom.contenders
  if (rows.has('preview') && ours) results.seen.push(await measurePreview(ours, { plan: newsroom.plan, rounds }))
  if (rows.has('check') && ours) results.checks.push(await measureCheck(ours, { stories, rounds }))
  if (rows.has('tick') && ours) results.ticks.push({ stories, ...(await measureTick(ours)) })
  // Last, since they leave stories behind.
  if (ours) results.visible.push(...(await measureVisible(ours, { plan: newsroom.plan, rows, options })))
}

async function measureVisible(
  ours: Contender,
  {
    plan,
    rows,
    options: { times, releases },
  }: { readonly plan: Newsroom['plan']; readonly rows: ReadonlySet<Row>; readonly options: BenchOptions },
): Promise<readonly Visible[]> {
  const edits = (settings: Settings): Promise<readonly Visible[]> => measureEdits(ours, { plan, times, settings })
  return [
    ...(rows.has('edit-to-visible') ? await edits('search: false') : []),
    ...(rows.has('release') ? await measureReleases(ours, { plan, times: releases }) : []),
    ...(rows.has('edit-to-visible-default') ? await edits('default') : []),
  ]
}

/** The newsroom without the peers that failed; Courant must not. */
function withoutFailed(newsroom: Newsroom, lines: readonly Line[]): Newsroom {
  const failed = new Set(lines.filter(line => line.failed !== undefined).map(({ publisher }) => publisher))
  if (failed.has('Courant')) throw new Error('Courant failed: there is nothing to compare')
  return { ...newsroom, contenders: newsroom.contenders.filter(({ publisher }) => !failed.has(publisher.name)) }
}

/** Shows the lines of a situation as soon as they are known, and loudly who failed. */
function keep(lines: readonly Line[], results: Results): void {
  results.lines.push(...lines)
  console.error(formatLines(lines))
  for (const { publisher, failed } of lines) {
    if (failed === undefined) continue
    console.error(`\n!!! ${publisher} FAILED and is left out: ${failed}\n`)
    process.exitCode = 1
  }
}

/** Shows what each site has, and stops when one has less than Courant's: its time would be that of less work. */
function compare(newsroom: Newsroom): void {
  for (const [peer, comparisons] of compareSites(newsroom)) {
    console.error(formatComparison(peer, comparisons))
    if (lacking(comparisons).length > 0) throw new Error(`${peer}'s site lacks what Courant's has: mend it before you compare`)
  }
}

function report(publishers: readonly Publisher[], { lines, delays, seen, checks, ticks, visible }: Results): string {
  const names = publishers.map(({ name, version }) => `${name} ${version}`)
  const head = `${names.join(', ')}; Node ${process.version}, ${cpus().length} processors. Medians; every publish with search: false; ratios of pairs, Courant's by theirs.`
  const tables = [
    formatLines(lines),
    formatGrowth(lines),
    formatDelays(delays),
    formatSeen(seen),
    formatChecks(checks),
    formatTick(ticks),
  ]
  return [head, ...tables, formatVisible(visible)].filter(part => part !== '').join('\n\n')
}

function machine(publishers: readonly Publisher[]): object {
  return {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    processors: cpus().length,
    publishers: Object.fromEntries(publishers.map(({ name, version }) => [name, version])),
  }
}

/** What measures one part alone prints its own table: beside the JSON, not in it. */
function runScript(name: string, { json }: BenchOptions): void {
  const script = join(import.meta.dirname, `${name}.ts`)
  const { status } = spawnSync(process.execPath, [script], { stdio: ['ignore', json ? process.stderr : 'inherit', 'inherit'] })
  if (status === 0) return
  console.error(`bench/${name}.ts ended with exit code ${status}`)
  process.exitCode = 1
}

function optionsOrUsage(): BenchOptions | undefined {
  try {
    const read = readOptions(process.argv.slice(2))
    if (read === undefined) console.log(USAGE)
    return read
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
    process.exitCode = 2
    return undefined
  }
}
