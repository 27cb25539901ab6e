import { parseArgs } from 'node:util'
import { SITUATIONS } from './measure-rounds.ts'

/** What can be measured: the situations of a publish, what stays resident, and the scripts that measure one part alone. */
export const ROWS = [
  ...SITUATIONS,
  'resident',
  'preview',
  'check',
  'tick',
  'edit-to-visible',
  'release',
  'edit-to-visible-default',
  'markdown',
  'channels',
] as const
export type Row = (typeof ROWS)[number]

/** What is measured of 100,000 stories. */
const LARGE_ROWS: readonly Row[] = ['cold', 'unchanged', 'one-added', 'edit-to-visible', 'release', 'edit-to-visible-default']

/** What the benchmark is asked to do. */
export interface BenchOptions {
  readonly sizes: readonly number[]
  readonly rows: ReadonlySet<Row>
  /** Rounds in which the publishers take turns, for a newsroom of so many stories. */
  readonly pairsAt: (stories: number) => number
  /** How often each kind of change is made in a running Courant. */
  readonly times: number
  /** How many stories come due beside busy readers. */
  readonly releases: number
  readonly peers: boolean
  readonly large: boolean
  readonly json: boolean
}

export const USAGE = `npm run bench -- [options]

Measures Courant against Hugo, each doing the same work on the same stories, in turns.
  --n      how many stories: a newsroom for each number (1000,10000,50000)
  --rows   what to measure (${ROWS.join(',')});
           all but cold at 10000 stories, or at the largest number when that is not among them
  --pairs  rounds of each (5; above 10000 stories 3)
  --times  changes of each kind in a running Courant (40)
  --releases  stories that come due beside busy readers (8), one a minute above 10000 stories: 60 take an hour
  --peers  Eleventy and Astro as well, installed from npm into a temporary folder
  --large  100000 stories too, by Courant alone: ${LARGE_ROWS.join(',')};
           a million has a script of its own, npm run bench:million
  --quick  --n 1000 --pairs 1, publishes alone
  --json   one JSON object on standard output instead of the tables`

/** Rows at one size only: what they cost at other sizes follows. */
export function rowsAt(stories: number, { sizes, rows }: BenchOptions): ReadonlySet<Row> {
  const standing = sizes.includes(STANDING_AT) ? STANDING_AT : Math.max(...sizes)
  return new Set([...rows].filter(row => row === 'cold' || stories === standing))
}

/** Of the rows that were asked for, those that are measured of 100,000 stories. */
export function largeRows({ rows }: BenchOptions): ReadonlySet<Row> {
  return new Set(LARGE_ROWS.filter(row => rows.has(row)))
}

const STANDING_AT = 10_000

/**
 * Reads the command line; undefined when it asks for help.
 * @throws Error that names what cannot be read
 */
export function readOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      n: { type: 'string' },
      rows: { type: 'string' },
      pairs: { type: 'string' },
      times: { type: 'string', default: '40' },
      releases: { type: 'string', default: '8' },
      peers: { type: 'boolean', default: false },
      large: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const { peers, large, json, quick } = values
  if (values.help) return undefined
  const pairs = values.pairs === undefined ? (quick ? 1 : undefined) : readCount(values.pairs)
  return {
    sizes: (values.n ?? (quick ? '1000' : '1000,10000,50000')).split(',').map(readCount),
    rows: new Set(values.rows === undefined ? (quick ? SITUATIONS : ROWS) : values.rows.split(',').map(readRow)),
    pairsAt: stories => pairs ?? (stories > 10_000 ? 3 : 5),
    times: readCount(values.times),
    releases: readCount(values.releases),
    peers,
    large,
    json,
  }
}

function readRow(name: string): Row {
  const row = ROWS.find(known => known === name)
  if (row === undefined) throw new Error(`there is no row "${name}"; there are ${ROWS.join(', ')}`)
  return row
}

function readCount(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count > 0) return count
  throw new Error(`cannot read "${text}" as a number of stories, pairs or times`)
}
