import { spawnSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { addStory, type Contender, type Newsroom, storyFile } from './lay-out.ts'
import { measureProcess, type ProcessCost } from './measure-process.ts'
import { setAside } from './set-aside.ts'
import { takeSnapshot, type Written, writtenBetween } from './written-files.ts'

/**
 * What a publish finds: nothing yet; all as it left it; one body with a sentence more; or one story more, the newest. Each is the state
 * in which a newsroom spends its life: the first day, most minutes, and the minutes that matter.
 */
export const SITUATIONS = ['cold', 'unchanged', 'one-edit', 'one-added'] as const
export type Situation = (typeof SITUATIONS)[number]

/** One publish, measured. */
export type Run = Omit<ProcessCost, 'stderr' | 'exitCode'> & Written

/** What one publisher did in a situation, round by round; `failed` says why it has fewer rounds than the others. */
export interface Measured {
  readonly situation: Situation
  readonly stories: number
  readonly publisher: string
  readonly runs: readonly Run[]
  readonly failed: string | undefined
}

/** Publishes `rounds` times in a situation, the contenders in turns, each publish in a process of its own. Who fails is left out from then on. */
export async function measureRounds(
  newsroom: Newsroom,
  { situation, rounds }: { readonly situation: Situation; readonly rounds: number },
): Promise<readonly Measured[]> {
  const measured = newsroom.contenders.map(contender => ({
    contender,
    runs: [] as Run[],
    failed: undefined as string | undefined,
  }))
  for (let round = 0; round < rounds; round++) {
    for (const each of measured.filter(({ failed }) => failed === undefined)) {
      prepare(each.contender, { newsroom, situation, round })
      const { run, failed } = await publish(each.contender)
      if (run) each.runs.push(run)
      each.failed = failed
    }
  }
  return measured.map(({ contender: { publisher }, runs, failed }) => ({
    situation,
    stories: newsroom.plan.count,
    publisher: publisher.name,
    runs,
    failed,
  }))
}

function prepare(
  contender: Contender,
  {
    newsroom: { plan },
    situation,
    round,
  }: { readonly newsroom: Newsroom; readonly situation: Situation; readonly round: number },
): void {
  const { publisher, dir } = contender
  if (situation === 'cold') for (const made of [publisher.out, ...publisher.caches]) setAside(join(dir, made), dirname(dir))
  if (situation === 'one-edit') {
    // From the middle: neither the newest, which every list names first, nor the oldest, which none does.
    const index = (Math.floor(plan.count / 2) + round) % plan.count
    appendFileSync(storyFile(contender, { plan, index }), `\nEdited for the measurement, round ${round + 1}.\n`)
  }
  if (situation === 'one-added') addStory(contender, { plan, index: plan.count + round })
}

async function publish({ publisher, dir }: Contender): Promise<{ readonly run?: Run; readonly failed: string | undefined }> {
  const out = join(dir, publisher.out)
  const before = await takeSnapshot(out)
  // What earlier runs wrote is still on its way to the disk, and would be written at this one's expense.
  spawnSync('sync')
  const { stderr, exitCode, ...cost } = await measureProcess({ ...publisher.publish, cwd: dir })
  if (exitCode !== 0) return { failed: `exit code ${exitCode}: ${stderr.trimEnd().slice(-1000)}` }
  return { run: { ...cost, ...writtenBetween(before, await takeSnapshot(out)) }, failed: undefined }
}
