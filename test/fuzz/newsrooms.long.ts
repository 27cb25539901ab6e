import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixtureOf, liveInMemory } from './lives.ts'
import { liveOnDisk } from './on-disk.ts'
import { anyLife, type Life } from './told-newsroom.ts'

/** `npm run fuzz -- --cases 100000 --seed 7` publishes more editions, and others. */
const CASES = Number(process.env.COURANT_CASES ?? 2000)
const SEED = Number(process.env.COURANT_SEED ?? 2026)

// A publish on disk takes as long as a hundred in memory.
const ON_DISK = 1 / 100
const STEPS = 7
const LIVES_AT_ONCE = 25
const TELL_EVERY_MS = 30_000

/** Draws lives, lives through each, and says what came of it, until so many editions were published. */
async function live(name: string, editions: number, through: (life: Life) => Promise<readonly string[]>): Promise<void> {
  let done = 0
  let toldMs = performance.now()
  for (let seed = SEED; done < editions; seed++) {
    await fc.assert(
      fc.asyncProperty(anyLife(STEPS), async life => {
        const problems = await through(life)
        done += life.steps.length + 1
        if (problems.length > 0) expect(problems, `publish these one after the other, and see:\n${fixtureOf(life)}`).toEqual([])
      }),
      { numRuns: LIVES_AT_ONCE, seed },
    )
    if (performance.now() - toldMs < TELL_EVERY_MS) continue
    toldMs = performance.now()
    console.info(`${name}: ${done} of ${editions} editions, seed ${seed}`)
  }
  console.info(`${name}: ${done} editions, seeds from ${SEED}`)
}

const FOREVER = { timeout: 24 * 3_600_000 }

test(`${CASES} editions of newsrooms in memory, seed ${SEED}: the laws hold`, FOREVER, () =>
  live('in memory', CASES, liveInMemory),
)

test.each(['resident', 'anew'] as const)(`newsrooms on disk, %s, seed ${SEED}: the laws hold`, FOREVER, way =>
  live(`on disk, ${way}`, Math.ceil((CASES * ON_DISK) / 2), life => liveOnDisk(life, way)),
)
