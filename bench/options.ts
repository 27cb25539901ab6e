import { parseArgs } from 'node:util'
import { SITUATIONS } from './measure-rounds.ts'

/** What can be measured: the situations of a publish, what stays resident, and the scripts that measure one part alone. */
export const ROWS = [
  ...SITUATIONS,
  'resident',
  'preview',
  'check',
  'tick',
  'release',
  'edit-to-visible',
  'markdown',
  'channels',
] as const
export type Row = (typeof ROWS)[number]

/** What the benchmark is asked to do. */
export interface BenchOptions {
  readonly sizes: readonly number[]
  readonly rows: ReadonlySet<Row>
  /** Rounds in which the publishers take turns, for a newsroom of so many stories. */
  readonly pairsAt: (stories: number) => number
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
  --peers  Eleventy and Astro as well, installed from npm into a temporary folder
  --large  100000 and 1000000 stories too, Courant alone, the million with small bodies
  --quick  --n 1000 --pairs 1, publishes alone
  --json   one JSON object on standard output instead of the tables`

/** Rows at one size only: what they cost at other sizes follows. */
export function rowsAt(stories: number, { sizes, rows }: BenchOptions): ReadonlySet<Row> {
  const standing = sizes.includes(STANDING_AT) ? STANDING_AT : Math.max(...sizes)
  return new Set([...rows].filter(row => row === 'cold' || stories === standing))
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
  throw new Error(`cannot read "${text}" as a number of stories or pairs`)
}
