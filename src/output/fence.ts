import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EnvironmentError, isSystemError } from '../platform/environment-error.ts'
import { isObject, parseOrNothing } from '../platform/json-lines.ts'
import { readJson } from '../platform/read-json.ts'
import { writeWhole } from '../platform/write-whole.ts'
import type { Paths } from '../state/paths.ts'

// The lease says who is to publish. But who holds it may be stopped, and go on when another has it: so it is numbered, and each publish
// looks whether a later number stands on the disk that both write to.

/** By which a process publishes where others may too: each that is given out is later than all before it. */
export interface Fence {
  readonly number: number
  /** Who has it. Where Redis lost what it knew, a number may be given twice. */
  readonly holder: string
}

/** Asked while a publish is put in place. */
export interface FenceGuard {
  /** Looks, if it has not for a moment. @throws EnvironmentError where another has published or begun to since */
  readonly check: () => void
  /** The same, and looks in any case. */
  readonly insist: () => void
}

type StatePath = Pick<Paths, 'state'>

const FILE = 'fence.json'
const OVERTAKEN_FILE = 'overtaken'

/** A stop in the middle is longer than this. */
const MOMENT_MS = 100

const UNGUARDED: FenceGuard = { check: () => {}, insist: () => {} }

/** The last number that somebody published by; 0 for none. Whoever asks may serve, and must not wait for a disk. */
export async function standingFence({ state }: StatePath): Promise<number> {
  return fenceOf(parseOrNothing(await readFile(join(state, FILE), 'utf8').catch(() => '')))?.number ?? 0
}

/** Whether somebody has published by a fence, so that several processes share the newsroom. */
export function hasFence(paths: StatePath): boolean {
  return readFence(paths) !== undefined
}

/** Goes before all who have an earlier fence. @throws EnvironmentError where a later one stands */
export function raiseFence(paths: StatePath, fence: Fence | undefined): void {
  if (!fence) return
  const standing = readFence(paths)
  if (isLater(standing, fence)) throw superseded()
  if (standing?.number === fence.number && standing.holder === fence.holder) return
  mkdirSync(paths.state, { recursive: true, mode: 0o700 })
  writeWhole(join(paths.state, FILE), `${JSON.stringify(fence)}\n`, { sync: true })
}

/** Keeps an eye on the disk. What was put in place of a publish that it refuses is for the next one to mend. */
export function fenceGuard(paths: StatePath, fence: Fence | undefined): FenceGuard {
  if (!fence) return UNGUARDED
  let lookedMs = Number.NEGATIVE_INFINITY
  const insist = (): void => {
    if (isLater(readFence(paths), fence)) {
      noteOvertaken(paths)
      throw superseded()
    }
    lookedMs = performance.now()
  }
  return { insist, check: () => void (performance.now() - lookedMs > MOMENT_MS && insist()) }
}

/** Has whoever publishes look at everything: somebody may have put a part of a publish in place. */
export function noteOvertaken({ state }: StatePath): void {
  writeFileSync(join(state, OVERTAKEN_FILE), '')
}

/** Whether that was noted since it was last asked. */
export function takeOvertaken({ state }: StatePath): boolean {
  try {
    rmSync(join(state, OVERTAKEN_FILE))
    return true
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false
    throw error
  }
}

function isLater(standing: Fence | undefined, fence: Fence): boolean {
  if (!standing || standing.number < fence.number) return false
  return standing.number > fence.number || standing.holder !== fence.holder
}

function readFence({ state }: StatePath): Fence | undefined {
  return fenceOf(readJson(join(state, FILE)))
}

function fenceOf(fence: unknown): Fence | undefined {
  if (!isObject(fence) || typeof fence.number !== 'number' || typeof fence.holder !== 'string') return undefined
  return { number: fence.number, holder: fence.holder }
}

function superseded(): EnvironmentError {
  return new EnvironmentError('superseded', 'another Courant has taken over publishing', {
    remedy: 'nothing is to be done: it mends what this one left unfinished',
  })
}
