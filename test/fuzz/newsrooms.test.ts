import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixtureOf, liveInMemory } from './lives.ts'
import { liveOnDisk } from './on-disk.ts'
import { anyLife, type Life } from './told-newsroom.ts'

/** A slice of what `npm run fuzz` does, the same newsrooms every time: what is new is for that to find. */
function live(
  through: (life: Life) => Promise<readonly string[]>,
  { lives, steps }: { readonly lives: number; readonly steps: number },
): Promise<void> {
  const property = fc.asyncProperty(anyLife(steps), async life => {
    const problems = await through(life)
    if (problems.length > 0) expect(problems, fixtureOf(life)).toEqual([])
  })
  return fc.assert(property, { numRuns: lives, seed: 2026 })
}

test('whatever becomes of a newsroom, in memory, no word is public before its time, none is lost, ids stay', () =>
  live(liveInMemory, { lives: 80, steps: 6 }))

test.each(['resident', 'anew'] as const)(
  'whatever becomes of a newsroom on disk, published %s, it is what a fresh publish makes, and an audit finds nothing',
  way => live(life => liveOnDisk(life, way), { lives: 3, steps: 4 }),
)
