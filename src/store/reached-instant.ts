import { join } from 'node:path'
import type { Instant } from '../model/instant.ts'
import type { Paths } from './paths.ts'
import { readJson } from './read-json.ts'
import { writeWhole } from './write-whole.ts'

const FILE = 'reached.json'

// A clock that was further ahead was wrong: what it said holds for nothing else.
const MOST_MS = 48 * 3_600_000

/** The instant that readers have reached: `now`, or the last one that the clock told before it was set back. */
export function reachedInstant({ state }: Pick<Paths, 'state'>, now: Instant): Instant {
  const reached = readJson(join(state, FILE))
  return typeof reached === 'number' && reached > now && reached - now <= MOST_MS ? reached : now
}

/** Remembers it: what was published as of this instant stands. */
export function rememberReached(paths: Pick<Paths, 'state'>, now: Instant): void {
  writeWhole(join(paths.state, FILE), `${reachedInstant(paths, now)}\n`, { mode: 0o600 })
}
