import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readJson } from '../platform/read-json.ts'
import { writeWhole } from '../platform/write-whole.ts'
import type { Paths } from './paths.ts'

/**
 * Ids of the stories whose change was held back in the last publish. They stay in question whatever becomes of the feeds around
 * them, so they are remembered; lost, they are judged anew.
 */
export function readHeld({ state }: Pick<Paths, 'state'>): readonly string[] {
  const stored = readJson(join(state, HELD_FILE))
  return Array.isArray(stored) ? stored.filter(id => typeof id === 'string') : []
}

/** Remembers them for the next publish. */
export function rememberHeld(ids: readonly string[], { state }: Pick<Paths, 'state'>): void {
  const file = join(state, HELD_FILE)
  if (ids.length === 0) {
    rmSync(file, { force: true })
    return
  }
  mkdirSync(state, { recursive: true, mode: 0o700 })
  writeWhole(file, JSON.stringify([...ids].sort()), { mode: 0o600 })
}

const HELD_FILE = 'held.json'
