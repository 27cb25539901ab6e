import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { lastGoodIn } from '../../src/state/last-good.ts'
import { runCommand } from '../cli/courant.ts'
import { expectAll, leftByVersionOne } from './version-one.ts'

const KILLER = fileURLToPath(new URL('../publish/kill-at-step.ts', import.meta.url))
const CONVERT = fileURLToPath(new URL('./convert-and-settle.ts', import.meta.url))

/** More than a conversion takes. */
const MANY_STEPS = 200

/** Converts a state in a process that is killed before its Nth change, and says whether it was. 0 kills none. */
async function isKilledAt(step: number, { state }: { readonly state: string }): Promise<boolean> {
  const { code, stderr } = await runCommand([process.execPath, '--import', KILLER, CONVERT, state], {
    cwd: state,
    env: { KILL_AT_STEP: String(step) },
  })
  expect([undefined, 0], stderr).toContain(code)
  return code === undefined
}

test('a conversion killed before any of its changes of the disk or of the database starts again, and loses nothing', async () => {
  let steps = 0
  for (let killed = true; killed && steps < MANY_STEPS; steps += Number(killed)) {
    const paths = leftByVersionOne()
    killed = await isKilledAt(steps + 1, paths)
    expectAll(paths)
    expect(await isKilledAt(0, paths)).toBe(false)
    expectAll(paths)
    using lastGood = lastGoodIn(paths)
    expect(lastGood('new.md')?.source).toBe('new')
    expect(readdirSync(paths.state).sort(), `before step ${steps + 1}`).toEqual(['state.sqlite', 'version'])
  }
  expect(steps).toBeGreaterThan(30)
  expect(steps).toBeLessThan(MANY_STEPS)
  console.info(`killed before each of ${steps} changes`)
})
