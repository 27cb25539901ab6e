import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import { isObject } from './json-lines.ts'
import type { Paths } from './paths.ts'
import { readJson } from './read-json.ts'
import { writeWhole } from './write-whole.ts'

/** A version of a story that cannot be rendered. */
export interface Failure {
  readonly path: SourcePath
  /** SHA-256 of the source, hex. */
  readonly hash: string
  readonly diagnostics: readonly Diagnostic[]
  /** When it was tried. */
  readonly at: Instant
}

/** Versions that cannot be rendered, by `failureKey`: of one file there may be several, its last good one among them. */
export type Failures = ReadonlyMap<string, Failure>

/** What a version of a file is known by. */
export function failureKey({ path, hash }: Pick<Failure, 'path' | 'hash'>): string {
  return `${hash} ${path}`
}

/**
 * Versions that took too long when they were last tried: each would cost its deadline at every publish. They are tried again after
 * an hour, since it may have been the machine that was slow.
 */
export function readFailures({ cache }: Pick<Paths, 'cache'>, asOf: Instant): Failures {
  const recent = stored(join(cache, FAILURES_FILE)).filter(({ at }) => Math.abs(asOf - at) < TRY_AGAIN_MS)
  return new Map(recent.map(failure => [failureKey(failure), failure]))
}

/** When the first of them is tried again, though nothing changes; undefined where there are none. */
export function triedAgain(failures: Failures): Instant | undefined {
  return failures.size === 0 ? undefined : Math.min(...[...failures.values()].map(({ at }) => at)) + TRY_AGAIN_MS
}

/** Remembers those of the failures that cost time. */
export function rememberFailures(failures: Failures, { cache }: Pick<Paths, 'cache'>): void {
  const slow = [...failures.values()].filter(({ diagnostics }) => diagnostics.some(({ code }) => code === 'too-slow'))
  const file = join(cache, FAILURES_FILE)
  if (slow.length === 0) rmSync(file, { force: true })
  else writeWhole(file, JSON.stringify(slow), { mode: 0o600 })
}

const FAILURES_FILE = 'failures.json'
const TRY_AGAIN_MS = 3_600_000

// Written by this version of Courant alone, into a private folder: the shape of the whole is checked, not of every field.
function stored(file: string): readonly Failure[] {
  const list = readJson(file)
  return Array.isArray(list) ? list.filter(isFailure) : []
}

function isFailure(entry: unknown): entry is Failure {
  return isObject(entry) && typeof entry.hash === 'string' && Array.isArray(entry.diagnostics)
}
