import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { layOut } from './lay-out.ts'
import { type Measured, measureRounds, type Run } from './measure-rounds.ts'
import { courant } from './publishers/courant.ts'
import { clearAside } from './set-aside.ts'
import { median, pairedRatio } from './statistics.ts'
import { takenNow } from './taken.ts'

// Whether a change made a first publish slower: this checkout and an earlier commit publish the same newsroom in turns.

const ROOT = resolve(import.meta.dirname, '..')
const CORPORA = join(ROOT, 'bench/corpora')

/** What is more than this much slower is a step backward. */
const STEP = 1.05

const COSTS: readonly (readonly [name: string, cost: (run: Run) => number, unit: string])[] = [
  ['wall', run => run.wallMs / 1000, 's'],
  ['processor', run => (run.cpuMs ?? Number.NaN) / 1000, 's'],
  ['of it in the system', run => (run.systemMs ?? Number.NaN) / 1000, 's'],
  ['peak memory', run => (run.peakRssBytes ?? Number.NaN) / 1e6, 'MB'],
]

const { values } = parseArgs({
  options: {
    commit: { type: 'string', default: 'HEAD~1' },
    n: { type: 'string', default: '10000' },
    pairs: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help)
  console.log(`npm run bench:before -- [options]

Publishes a newsroom for the first time with this checkout and with an earlier commit, in turns. Ends with 1 where this one takes over ${STEP} times as long.
  --commit  the earlier commit (HEAD~1)
  --n       how many stories (10000)
  --pairs   how often (3)`)
else await compare(values.commit, { count: Number(values.n), rounds: Number(values.pairs) })

async function compare(commit: string, { count, rounds }: { readonly count: number; readonly rounds: number }): Promise<void> {
  const sha = git('rev-parse', '--short=8', `${commit}^{commit}`)
  const publishers = [courant({ name: 'before', checkout: checkedOut(sha) }), courant({ name: 'now' })]
  const newsroom = layOut({ count }, publishers, join(CORPORA, `before-${count}`))
  const [before, now] = await measureRounds(newsroom, { situation: 'cold', rounds })
  clearAside(CORPORA)
  if (!before || !now || before.failed !== undefined || now.failed !== undefined)
    throw new Error(`a publish failed: ${before?.failed ?? now?.failed}`)
  console.log(`first publish of ${count} stories, search off; before: ${sha}, now: ${Object.values(takenNow()).join(', ')}`)
  for (const [name, cost, unit] of COSTS) report({ name, unit, before: costs(before, cost), now: costs(now, cost) })
}

function costs({ runs }: Measured, cost: (run: Run) => number): readonly number[] {
  return runs.map(cost)
}

function report({
  name,
  unit,
  before,
  now,
}: {
  readonly name: string
  readonly unit: string
  readonly before: readonly number[]
  readonly now: readonly number[]
}): void {
  const ratio = pairedRatio(now, before)
  const each = (all: readonly number[]): string =>
    `${all.map(value => value.toFixed(1)).join(', ')} (${median(all).toFixed(1)})`
  const isStep = ratio > STEP
  console.log(
    `${name}, ${unit}: before ${each(before)}, now ${each(now)}; ratio ${ratio.toFixed(2)}${isStep ? ', A STEP BACKWARD' : ''}`,
  )
  if (isStep) process.exitCode = 1
}

/** A checkout of a commit with its packages, made where there is none. */
function checkedOut(sha: string): string {
  const folder = join(CORPORA, `commit-${sha}`)
  if (existsSync(join(folder, 'node_modules'))) return folder
  rmSync(folder, { recursive: true, force: true })
  git('worktree', 'prune')
  git('worktree', 'add', '--detach', folder, sha)
  const isSame = ['package-lock.json', 'package.json'].every(file =>
    readFileSync(join(folder, file)).equals(readFileSync(join(ROOT, file))),
  )
  if (isSame) symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  else if (spawnSync('npm', ['ci'], { cwd: folder, stdio: 'ignore' }).status !== 0)
    throw new Error(`the packages of ${sha} cannot be installed`)
  return folder
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim()
}
