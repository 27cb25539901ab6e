import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { newerVersion } from '../platform/environment-error.ts'
import { readTextOrNothing } from '../platform/read-json.ts'
import { writeWhole } from '../platform/write-whole.ts'
import type { Paths } from './paths.ts'

/** Of the form of everything in a state but the hub's store, which has its own. A state without a mark is older than marks. */
const VERSION = 1
const FILE = 'version'

/** @throws EnvironmentError for a state that a newer Courant left */
export function refuseNewerState({ state }: Pick<Paths, 'state'>): void {
  const version = versionOf(state)
  if (version > VERSION) throw newerVersion(state, { version, known: VERSION })
}

/** Marks a state as of this version, before anything is written into it. What was written before marks has the same form. */
export function markState({ state }: Pick<Paths, 'state'>): void {
  if (versionOf(state) === VERSION) return
  mkdirSync(state, { recursive: true, mode: 0o700 })
  writeWhole(join(state, FILE), `${VERSION}\n`, { mode: 0o600 })
}

function versionOf(state: string): number {
  return Number.parseInt(readTextOrNothing(join(state, FILE)), 10) || 0
}
