import { expect, test } from 'vitest'
import { compareWays, type Shares, sumOf, tooFew } from './any-change.ts'
import { KINDS, type Kind, stepsOf, TROUBLING } from './changing-newsroom.ts'

/** Kinds that a publish of the whole is for, as a rule. */
const WHOLE: ReadonlySet<Kind> = new Set<Kind>([
  ...(['restart', 'siteEdit', 'fileEdit', 'fileAway', 'renameEdited', 'time'] as const),
  ...(['undo', 'several'] as const),
])

/** The least share of each kind of change that is published incrementally. */
const LEAST: Readonly<Record<keyof Shares, Readonly<Partial<Record<Kind, number>>>>> = {
  /** Where no error was reported before and nothing comes due. */
  calm: {
    ...Object.fromEntries(KINDS.filter(kind => !WHOLE.has(kind) && !TROUBLING.has(kind)).map(kind => [kind, 0.5])),
    break: 1,
  },
  /** While an error is reported: of a broken story, for instance. */
  withErrors: {
    body: 0.5,
    title: 0.5,
    add: 0.5,
    topics: 0.5,
    date: 0.5,
    break: 0.5,
    addBroken: 0.5,
    editBroken: 0.5,
    repair: 0.5,
  },
  /** Where something comes due as well. */
  due: { time: 0.5 },
}

/** Each life is so many rounds, in each of which every kind of change comes once. */
const LIVES: readonly {
  readonly seed: number
  readonly rounds: number
  readonly kinds: readonly Kind[]
  readonly reopens?: boolean
}[] = [
  { seed: 3, rounds: 2, kinds: KINDS.filter(kind => !TROUBLING.has(kind)) },
  { seed: 10, rounds: 2, kinds: KINDS },
  { seed: 12, rounds: 2, kinds: KINDS.filter(kind => !TROUBLING.has(kind)), reopens: true },
]

test('after any change, publishChanges leaves what publish does, in out/ and in its outcome', {
  timeout: 240_000,
}, async () => {
  const all: Shares[] = []
  for (const { seed, rounds, kinds, reopens } of LIVES)
    all.push(await compareWays({ seed, steps: stepsOf(kinds, { seed, rounds }), freshEvery: 5, reopens: reopens === true }))
  expect(tooFew(sumOf(all), LEAST)).toEqual([])
})
