import { CHANGES } from '../bench/changes.ts'
import { changeGoal, type Goal, PUBLISH_GOALS, RELEASE_GOAL_MS } from '../bench/goals.ts'
import type { Visible } from '../bench/measure-visible.ts'
import { type Results, servedMs } from '../bench/report.ts'
import { median } from '../bench/statistics.ts'
import { table } from './generated-tables.ts'

/** A row that can be measured: by what it is known, its figures where this run has them, and its goal. */
interface Row {
  readonly key: readonly string[]
  readonly figures: readonly string[] | undefined
  readonly goal: string
}

interface Table {
  /** Without the goal, and where and when the row was measured: every table ends with these two. */
  readonly head: readonly string[]
  readonly rows: (results: Results) => readonly Row[]
}

type Measured = Pick<Results, 'lines' | 'visible'>

const SETTINGS = ['search: false', 'default'] as const

const TABLES: Readonly<Record<string, Table>> = {
  publishes: {
    head: ['Publish', 'Stories', 'Settings', 'Wall, s', 'CPU, s', 'Peak, MB', 'Hugo, s', 'Ratio'],
    rows: results => PUBLISH_GOALS.map(goal => publishRow(goal, results)),
  },
  changes: {
    head: ['Change', 'Stories', 'Settings', 'Median, ms', 'Worst', 'Median, a story broken', 'Worst'],
    rows: results =>
      [10_000, 100_000].flatMap(stories =>
        SETTINGS.flatMap(settings => CHANGES.map(what => changeRow({ what, stories, settings }, results))),
      ),
  },
  releases: {
    head: ['Readers', 'Stories', 'Settings', 'Releases', 'Median, ms', 'Worst'],
    rows: results => [10_000, 100_000].flatMap(stories => [false, true].map(isBusy => releaseRow(stories, isBusy, results))),
  },
}

/**
 * The document with the tables between `<!-- figures: NAME -->` and `<!-- end -->` written from the results of a run. A row that the run did not
 * measure keeps the figures that it has; one that no run measured is not printed.
 * @throws Error where the results have figures, and do not say when, of which commit and on what machine they were measured
 */
export function withFigures(document: string, results: Results): string {
  return document.replaceAll(
    /(<!-- figures: (\w+) -->\n)([\s\S]*?)(<!-- end -->)/gu,
    (_, open: string, name: string, before: string, close: string) => {
      const found = TABLES[name]
      if (found === undefined) throw new Error(`there is no table "${name}"; known: ${Object.keys(TABLES).join(', ')}`)
      const kept = cellsByKey(before)
      const rows = found.rows(results).flatMap(({ key, figures, goal }) => {
        const old = kept.get(key.join('|'))
        if (figures) return [[...key, ...figures, goal, measuredIn(results)]]
        return old ? [[...key, ...old.slice(key.length, -2), goal, old.at(-1) ?? '']] : []
      })
      const shown =
        rows.length === 0 ? 'No row of this table has been measured.\n' : table([...found.head, ...LAST_COLUMNS], rows)
      return `${open}\n${shown}\n${close}`
    },
  )
}

const LAST_COLUMNS = ['Goal', 'Measured'] as const

function measuredIn({ taken }: Pick<Results, 'taken'>): string {
  if (taken === undefined) throw new Error('the results do not say when and where they were measured: "taken" is missing')
  return `${taken.date}, \`${taken.commit}\`, ${taken.machine}`
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
