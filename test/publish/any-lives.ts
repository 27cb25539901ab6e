import { test } from 'vitest'
import { compareWays } from './any-change.ts'
import { KINDS, stepsOf, TROUBLING } from './changing-newsroom.ts'

/**
 * `COURANT_LIVES=100 COURANT_SEED=7 npm run test:long -- any-change` tries a hundred newsrooms from number 7 on;
 * `COURANT_SEED=7 npm run test:long -- any-change-1` tries number 7 alone.
 */
const COUNT = Number(process.env.COURANT_LIVES ?? 4)
const SEED = Number(process.env.COURANT_SEED ?? 500)

/** So many files share the newsrooms: each takes half a minute of one core, and files run beside each other. */
const FILES = 4

/** Tests one file's share of the newsrooms, at least one; `part` counts from 1. */
export function testLivesOf(part: number): void {
  const seeds = Array.from({ length: Math.ceil(COUNT / FILES) }, (_, round) => SEED + round * FILES + part - 1)

  // With an error somewhere, fewer changes are published incrementally: a third of the newsrooms has none.
  // Every other one is published as by processes of their own.
  test.each(seeds)('after any change of newsroom %i, publishChanges leaves what publish does', async seed => {
    const kinds = seed % 3 === 0 ? KINDS.filter(kind => !TROUBLING.has(kind)) : KINDS
    await compareWays({ seed, steps: stepsOf(kinds, { seed, rounds: 2 }), freshEvery: 2, reopens: seed % 2 === 0 })
  })
}
