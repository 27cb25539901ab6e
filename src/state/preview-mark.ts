import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MANIFEST_FILE } from '../output/manifest-file.ts'
import type { Paths } from './paths.ts'

const MARK = 'preview'

/**
 * Whether the public may be reading this folder: something was published into it, and not as of a time to come. What Courant
 * does not remember making as a preview counts as live.
 */
export function isLive({ out, state }: Paths): boolean {
  return exists(join(out, MANIFEST_FILE)) && !isPreview({ state })
}

/** Whether a folder is known to show a time to come. */
export function isPreview({ state }: Pick<Paths, 'state'>): boolean {
  return exists(join(state, MARK))
}

/** Remembers that a folder shows a time to come. */
export function markPreview({ state }: Paths): void {
  mkdirSync(state, { recursive: true, mode: 0o700 })
  writeFileSync(join(state, MARK), '', { mode: 0o600 })
}

/** From now on the folder shows what is public. */
export function unmarkPreview({ state }: Pick<Paths, 'state'>): void {
  rmSync(join(state, MARK), { force: true })
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined
}
