import { expect, test } from 'vitest'
import { compareWays, type Shares, sumOf, tooFew } from './any-change.ts'
import { KINDS, type Kind, stepsOf, TROUBLING } from './changing-newsroom.ts'

/** The least share of each kind of change that is published incrementally. */
const LEAST: Readonly<Record<keyof Shares, Readonly<Partial<Record<Kind, number>>>>> = {
  /** Where no error was reported before and nothing comes due. */
  calm: { body: 0.5, title: 0.5 },
  /** While an error is reported: of a broken story, for instance. */
  withErrors: {},
  /** Where something comes due as well. */
  due: {},
}

/** Each life is so many rounds, in each of which every kind of change comes once. */
const LIVES = [
  { seed: 3, rounds: 2, kinds: KINDS.filter(kind => !TROUBLING.has(kind)) },
  { seed: 10, rounds: 2, kinds: KINDS },
]

test('after any change, publishEdits leaves what publish does, in out/ and in its outcome', { timeout: 240_000 }, async () => {
  const all: Shares[] = []
  for (const { seed, rounds, kinds } of LIVES)
    all.push(await compareWays({ seed, steps: stepsOf(kinds, { seed, rounds }), freshEvery: 5 }))
  expect(tooFew(sumOf(all), LEAST)).toEqual([])
})
