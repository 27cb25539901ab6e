import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SourcePath } from '../model/address.ts'
import { isObject } from '../platform/json-lines.ts'
import { readJson } from '../platform/read-json.ts'
import { writeWhole } from '../platform/write-whole.ts'
import type { Paths } from './paths.ts'

/** Stories whose files went missing in one publish. */
export interface MissingStories {
  /** Their ids. */
  readonly stories: readonly string[]
  /** Files that were there before, though nothing of them was published: drafts, stories to come. None of them is a missing story. */
  readonly filesBefore: readonly SourcePath[]
}

/** The stories that were missing in the last publish. Lost, every unpublished file may be one of them. */
export function readMissing({ state }: Pick<Paths, 'state'>): readonly MissingStories[] {
  const stored = readJson(join(state, MISSING_FILE))
  return (Array.isArray(stored) ? stored : []).filter(isMissingStories)
}

/** Remembers them for the next publish. */
export function rememberMissing(missing: readonly MissingStories[], { state }: Pick<Paths, 'state'>): void {
  const file = join(state, MISSING_FILE)
  if (missing.length === 0) {
    rmSync(file, { force: true })
    return
  }
  mkdirSync(state, { recursive: true, mode: 0o700 })
  writeWhole(file, `${JSON.stringify(missing)}\n`, { mode: 0o600 })
}

const MISSING_FILE = 'missing.json'

function isMissingStories(value: unknown): value is MissingStories {
  return isObject(value) && [value.stories, value.filesBefore].every(isTexts)
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
}
