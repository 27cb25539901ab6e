import { expect, test } from 'vitest'
import { compareWays, type Shares, sumOf, tooFew } from './any-change.ts'
import { KINDS, stepsOf, TROUBLING } from './changing-newsroom.ts'

/** The least share of each kind of change that is published incrementally, where nothing is due and no error is reported. */
const LEAST = { body: 0.4, title: 0.4 } as const

/** The same while an error is reported, of a story that is broken for instance. */
const LEAST_WITH_ERRORS = {} as const

/** The same where something comes due by that time. */
const LEAST_DUE = {} as const

const WITHOUT_ERRORS = KINDS.filter(kind => !TROUBLING.has(kind))

// Rounds of each kind of change once, in some order.
const LIVES = [
  { kinds: WITHOUT_ERRORS, seed: 3, rounds: 2 },
  { kinds: KINDS, seed: 10, rounds: 2 },
]

// A life takes some ten seconds where nothing else is running.
test('after any change, publishEdits leaves what publish does, in out/ and in its outcome', { timeout: 240_000 }, async () => {
  const all: Shares[] = []
  for (const { kinds, seed, rounds } of LIVES)
    all.push(await compareWays({ seed, steps: stepsOf(kinds, { seed, rounds }), freshEvery: 5 }))
  const { calm, withErrors, due } = sumOf(all)
  expect(tooFew(calm, LEAST)).toEqual([])
  expect(tooFew(withErrors, LEAST_WITH_ERRORS)).toEqual([])
  expect(tooFew(due, LEAST_DUE)).toEqual([])
})
