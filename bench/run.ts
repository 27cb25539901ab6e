import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Measurement, measurePublishes } from './measure-publish.ts'
import { formatTable, medianOf } from './report.ts'

const USAGE = `node bench/run.ts [--n 1000,10000] [--runs 1] [--json]

Measures a cold, an unchanged and a one-edit publish of generated newsrooms.
  --n      how many stories, one newsroom for each number (1000,10000)
  --runs   publishes of each kind; the median is shown (1)
  --json   one JSON object on standard output instead of the table`

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '1000,10000' },
    runs: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

if (values.help) console.log(USAGE)
else await run({ counts: values.n.split(',').map(readCount), runs: readCount(values.runs), json: values.json })

async function run(options: {
  readonly counts: readonly number[]
  readonly runs: number
  readonly json: boolean
}): Promise<void> {
  const medians: Measurement[] = []
  for (const count of options.counts) {
    const dir = join(import.meta.dirname, 'corpora', String(count))
    console.error(`${count} stories in ${dir}`)
    const measured = await measurePublishes({ count, dir, runs: options.runs })
    medians.push(...medianOf(measured))
  }
  const machine = { node: process.version, platform: `${process.platform}-${process.arch}`, runs: options.runs }
  console.log(options.json ? JSON.stringify({ ...machine, measurements: medians }) : formatTable(medians))
}

function readCount(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count > 0) return count
  console.error(`cannot read "${text}" as a number of stories or runs\n\n${USAGE}`)
  process.exit(2)
}
