import { CHANGES } from '../bench/changes.ts'
import { changeGoal, type Goal, PUBLISH_GOALS, RELEASE_GOAL_MS } from '../bench/goals.ts'
import type { Visible } from '../bench/measure-visible.ts'
import { type Results, servedMs } from '../bench/report.ts'
import { median } from '../bench/statistics.ts'
import { table } from './generated-tables.ts'

/** One row: by what it is known, its figures where this run has them, and its goal. */
interface Row {
  readonly key: readonly string[]
  readonly figures: readonly string[] | undefined
  readonly goal: string
}

interface Table {
  readonly head: readonly string[]
  readonly rows: (results: Results) => readonly Row[]
}

type Measured = Pick<Results, 'lines' | 'visible'>

const SETTINGS = ['search: false', 'default'] as const

const TABLES: Readonly<Record<string, Table>> = {
  publishes: {
    head: ['Publish', 'Stories', 'Settings', 'Wall, s', 'CPU, s', 'Peak, MB', 'Hugo, s', 'Ratio', 'Goal'],
    rows: results => PUBLISH_GOALS.map(goal => publishRow(goal, results)),
  },
  changes: {
    head: ['Change', 'Stories', 'Settings', 'Median, ms', 'Worst', 'Median, a story broken', 'Worst', 'Goal'],
    rows: results =>
      [10_000, 100_000].flatMap(stories =>
        SETTINGS.flatMap(settings => CHANGES.map(what => changeRow({ what, stories, settings }, results))),
      ),
  },
  releases: {
    head: ['Readers', 'Stories', 'Settings', 'Releases', 'Median, ms', 'Worst', 'Goal'],
    rows: results => [10_000, 100_000].flatMap(stories => [false, true].map(isBusy => releaseRow(stories, isBusy, results))),
  },
}

/**
 * The document with the tables between `<!-- figures: NAME -->` and `<!-- end -->` written from the results of a run. A row that the run did not
 * measure keeps the figures that it has.
 */
export function withFigures(document: string, results: Results): string {
  return document.replaceAll(
    /(<!-- figures: (\w+) -->\n)([\s\S]*?)(<!-- end -->)/gu,
    (_, open: string, name: string, before: string, close: string) => {
      const found = TABLES[name]
      if (found === undefined) throw new Error(`there is no table "${name}"; known: ${Object.keys(TABLES).join(', ')}`)
      const kept = cellsByKey(before)
      const rows = found.rows(results).map(({ key, figures, goal }) => {
        const width = found.head.length - key.length - 1
        const old = kept.get(key.join('|'))?.slice(key.length, -1)
        return [...key, ...(figures ?? old ?? Array.from({ length: width }, () => '–')), goal]
      })
      return `${open}\n${table(found.head, rows)}\n${close}`
    },
  )
}

function cellsByKey(markdown: string): ReadonlyMap<string, readonly string[]> {
  const rows = markdown
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
  return new Map(rows.map(cells => [cells.slice(0, 3).join('|'), cells]))
}

function publishRow(goal: Goal, { lines }: Measured): Row {
  const { situation, stories } = goal
  const [ours, hugo] = ['Courant', 'Hugo'].map(name =>
    lines.find(line => line.publisher === name && line.situation === situation && line.stories === stories && line.rounds > 0),
  )
  const figures = ours && [
    (ours.wallMs / 1000).toFixed(2),
    (ours.cpuMs / 1000).toFixed(1),
    (ours.peakRssBytes / 1e6).toFixed(0),
    hugo ? (hugo.wallMs / 1000).toFixed(1) : '',
    hugo?.wallRatio?.toFixed(3) ?? '',
  ]
  return { key: [situation, stories.toLocaleString('en'), '`search: false`'], figures, goal: goalOf(goal) }
}

function goalOf({ wallRatio, memoryRatio, wallS, memoryMb }: Goal): string {
  return [
    ...(wallRatio === undefined ? [] : [`ratio ≤ ${wallRatio}`]),
    ...(memoryRatio === undefined ? [] : [`memory ratio ≤ ${memoryRatio}`]),
    ...(wallS === undefined ? [] : [`≤ ${wallS} s`]),
    ...(memoryMb === undefined ? [] : [`≤ ${memoryMb} MB`]),
  ].join(', ')
}

function changeRow(about: Pick<Visible, 'what' | 'stories' | 'settings'>, { visible }: Measured): Row {
  const figuresOf = (isBroken: boolean): readonly string[] | undefined => {
    const found = visible.find(each => isSame(each, about) && !each.underLoad && each.broken === isBroken)
    return found && distributionOf(found)
  }
  const [alone, broken] = [figuresOf(false), figuresOf(true)]
  const { medianMs, worstMs } = changeGoal(about.stories)
  const worst = worstMs === undefined ? '' : `, worst ≤ ${worstMs}`
  return {
    key: [about.what, about.stories.toLocaleString('en'), `\`${about.settings}\``],
    figures: alone && broken && [...alone, ...broken],
    goal: about.settings === 'default' ? '' : `≤ ${medianMs} ms${worst}`,
  }
}

function releaseRow(stories: number, underLoad: boolean, { visible }: Measured): Row {
  const about = { what: 'release', stories, settings: 'search: false' } as const
  const found = visible.find(each => isSame(each, about) && each.underLoad === underLoad)
  return {
    key: [underLoad ? 'five, and saves in between' : 'none', stories.toLocaleString('en'), '`search: false`'],
    figures: found && [String(found.pageMs.length), ...distributionOf(found)],
    goal: `worst ≤ ${RELEASE_GOAL_MS} ms, never early`,
  }
}

function isSame(each: Visible, { what, stories, settings }: Pick<Visible, 'what' | 'stories' | 'settings'>): boolean {
  return each.what === what && each.stories === stories && each.settings === settings
}

function distributionOf(found: Visible): readonly string[] {
  const served = servedMs(found)
  return [median(served).toFixed(0), Math.max(...served).toFixed(0)]
}
