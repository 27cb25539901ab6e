import { appendFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Corpus, writeCorpus } from './corpus.ts'
import { measureProcess, type ProcessCost } from './measure-process.ts'
import { takeSnapshot, type Written, writtenBetween } from './written-files.ts'

/**
 * What a publish finds: nothing yet; all as it left it; or one body with a sentence more. Each is the state in which a newsroom
 * spends its life: the first day, most minutes, and the minutes that matter.
 */
export const SITUATIONS = ['cold', 'unchanged', 'one-edit'] as const
export type Situation = (typeof SITUATIONS)[number]

/** One publish, measured. */
export interface Measurement extends Omit<ProcessCost, 'stderr'>, Written {
  readonly articles: number
  readonly situation: Situation
}

const COURANT = resolve(import.meta.dirname, '../bin/courant.js')

/** Generates a corpus of `count` stories in `dir`, and measures `runs` publishes in every situation, each in a fresh process. */
export async function measurePublishes(plan: {
  readonly count: number
  readonly dir: string
  readonly runs: number
}): Promise<readonly Measurement[]> {
  const newsroom = resolve(plan.dir)
  const corpus = await writeCorpus({ count: plan.count, dir: join(newsroom, 'articles') })
  const measured: Measurement[] = []
  for (const situation of SITUATIONS) {
    for (let run = 0; run < plan.runs; run++) {
      await prepare(situation, { newsroom, corpus, run })
      measured.push({ articles: plan.count, situation, ...(await publish(newsroom)) })
    }
  }
  return measured
}

async function prepare(
  situation: Situation,
  { newsroom, corpus, run }: { readonly newsroom: string; readonly corpus: Corpus; readonly run: number },
): Promise<void> {
  if (situation === 'cold') {
    await rm(join(newsroom, 'out'), { recursive: true, force: true })
    await rm(join(newsroom, '.courant'), { recursive: true, force: true })
  }
  if (situation === 'one-edit') {
    // From the middle: neither the newest, which every list names first, nor the oldest, which none does.
    const story = corpus.stories[(Math.floor(corpus.stories.length / 2) + run) % corpus.stories.length]
    if (story !== undefined)
      await appendFile(join(newsroom, 'articles', story), `\nEdited for the measurement, run ${run + 1}.\n`)
  }
}

async function publish(newsroom: string): Promise<Omit<Measurement, 'articles' | 'situation'>> {
  const out = join(newsroom, 'out')
  const before = await takeSnapshot(out)
  const { stderr, ...cost } = await measureProcess({
    program: process.execPath,
    args: [COURANT, 'publish', '--articles', join(newsroom, 'articles'), '--out', out, '--json'],
    cwd: newsroom,
  })
  if (cost.exitCode !== 0) throw new Error(`the publish ended with exit code ${cost.exitCode}:\n${stderr.trimEnd()}`)
  return { ...cost, ...writtenBetween(before, await takeSnapshot(out)) }
}
