import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import { isObject } from '../platform/json-lines.ts'
import { readJson } from '../platform/read-json.ts'
import { writeWhole } from '../platform/write-whole.ts'
import type { Slowness } from '../render/render-task.ts'
import type { Paths } from './paths.ts'

/** A version of a story that cannot be rendered. */
export interface Failure {
  readonly path: SourcePath
  /** SHA-256 of the source, hex. */
  readonly hash: string
  readonly diagnostics: readonly Diagnostic[]
  /** When it was last tried. */
  readonly at: Instant
  /** How often it had its time, and was not rendered. */
  readonly tries: number
  /** When it is tried again. */
  readonly until: Instant
}

/** A story whose body cannot be rendered as it stands. */
export interface FailedStory {
  readonly path: SourcePath
  readonly hash: string
  readonly diagnostics: readonly Diagnostic[]
  /** How it used its time, where it was too slow. */
  readonly slowness: Slowness | undefined
}

/** Versions that cannot be rendered, by `failureKey`: of one file there may be several, its last good one among them. */
export type Failures = ReadonlyMap<string, Failure>

/** What a version of a file is known by. */
export function failureKey({ path, hash }: Pick<Failure, 'path' | 'hash'>): string {
  return `${hash} ${path}`
}

const MINUTE_MS = 60_000
const LONGEST_WAIT_MS = 60 * MINUTE_MS

/**
 * A failure, and when the version is tried again: it may have been the machine that was slow. At once where it was set aside for others, else
 * after one minute, two, four, up to an hour. An error in the markup stays one, so that such a version waits for the whole hour.
 */
export function failureAt(
  at: Instant,
  { path, hash, diagnostics, slowness }: FailedStory,
  before: Pick<Failure, 'tries'> = { tries: 0 },
): Failure {
  const tries = before.tries + (slowness === 'tried' ? 1 : 0)
  const failure = { path, hash, diagnostics, at, tries }
  if (slowness === 'set-aside') return { ...failure, until: at }
  const waitMs = slowness === undefined ? LONGEST_WAIT_MS : MINUTE_MS * 2 ** Math.max(0, tries - 1)
  return { ...failure, until: at + Math.min(LONGEST_WAIT_MS, waitMs) }
}

/** Versions that took too long when they were last tried: each would cost its time again at every publish. */
export function readFailures({ cache }: Pick<Paths, 'cache'>, asOf: Instant): Failures {
  // One that is long past is of a file that changed since, or the clock was set.
  const isOld = ({ at, until }: Failure): boolean => asOf - until > LONGEST_WAIT_MS || at - asOf > LONGEST_WAIT_MS
  const recent = stored(join(cache, FAILURES_FILE)).filter(failure => !isOld(failure))
  return new Map(recent.map(failure => [failureKey(failure), failure]))
}

/** When the first of them is tried again, though nothing changes; undefined where there are none. */
export function triedAgain(failures: Failures): Instant | undefined {
  return failures.size === 0 ? undefined : Math.min(...[...failures.values()].map(({ until }) => until))
}

/** Remembers those of the failures that cost time. */
export function rememberFailures(failures: Failures, { cache }: Pick<Paths, 'cache'>): void {
  const slow = [...failures.values()].filter(({ diagnostics }) => diagnostics.some(({ code }) => code === 'too-slow'))
  const file = join(cache, FAILURES_FILE)
  if (slow.length === 0) rmSync(file, { force: true })
  else writeWhole(file, JSON.stringify(slow), { mode: 0o600 })
}

const FAILURES_FILE = 'failures.json'

// Written by this version of Courant alone, into a private folder: the shape of the whole is checked, not of every field.
function stored(file: string): readonly Failure[] {
  const list = readJson(file)
  return Array.isArray(list) ? list.filter(isFailure) : []
}

function isFailure(entry: unknown): entry is Failure {
  return (
    isObject(entry) &&
    typeof entry.hash === 'string' &&
    typeof entry.until === 'number' &&
    typeof entry.tries === 'number' &&
    Array.isArray(entry.diagnostics)
  )
}
