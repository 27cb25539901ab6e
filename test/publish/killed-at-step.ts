import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { COURANT, runCommand } from '../cli/courant.ts'
import type { TemporaryNewsroom } from '../support/newsroom.ts'

const KILLER = fileURLToPath(new URL('./kill-at-step.ts', import.meta.url))

/** More changes of the disk than any publish of these tests makes. */
export const MANY_STEPS = 1000

/** Publishes in a process that is killed before its Nth change of the disk. Says whether it was. */
export async function isKilledAt(step: number, { root }: TemporaryNewsroom, ...command: readonly string[]): Promise<boolean> {
  const { code, stderr } = await runCommand([process.execPath, '--import', KILLER, COURANT, ...command], {
    cwd: root,
    env: { KILL_AT_STEP: String(step) },
  })
  expect([undefined, 0], stderr).toContain(code)
  return code === undefined
}
