import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { freeSpace, lackingSpace, spaceFor } from './free-space.ts'
import { layOut } from './lay-out.ts'
import { measureRounds } from './measure-rounds.ts'
import { courant } from './publishers/courant.ts'
import { formatLines, linesOf, noResults } from './report.ts'
import { takenNow } from './taken.ts'

// One cold publish of a million stories with bodies of 20 to 60 words: `npm run bench:million`.

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '1000000' },
    folder: { type: 'string', default: tmpdir() },
    json: { type: 'boolean', default: false },
  },
})
const count = Number(values.n)
const parent = resolve(values.folder)
if (!Number.isInteger(count) || count <= 0) refuse(`cannot read "${values.n}" as a number of stories`)
else await run()

async function run(): Promise<void> {
  mkdirSync(parent, { recursive: true })
  const lacking = lackingSpace(freeSpace(parent), spaceFor(count))
  if (lacking.length > 0) return refuse(`${parent} has too little space: ${lacking.join('; ')}\n  name another with --folder`)
  const folder = mkdtempSync(join(parent, 'courant-million-'))
  try {
    console.error(`Writes ${count} stories of 20 to 60 words below ${folder}, publishes them once, and deletes all of it.`)
    const newsroom = layOut({ count, words: [20, 60] }, [courant()], join(folder, 'newsroom'))
    console.error('The stories are written. Publishing them.')
    const lines = linesOf(await measureRounds(newsroom, { situation: 'cold', rounds: 1 }))
    console.log(
      values.json ? JSON.stringify({ ...noResults(), taken: takenNow(), lines }) : `With search: false:\n${formatLines(lines)}`,
    )
    for (const { failed } of lines) if (failed !== undefined) refuse(`the publish failed: ${failed}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function refuse(why: string): void {
  console.error(why)
  process.exitCode = 1
}
