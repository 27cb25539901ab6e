import { readFileSync } from 'node:fs'
import { isSystemError } from './environment-error.ts'
import type { Place } from './render-task.ts'
import { type Made, stageFile } from './stage-file.ts'

/** Stages a page. What `stays` is what stands: where the theme failed, and it says the same. */
export function stagePage(bytes: Uint8Array, { place, stays }: { readonly place: Place; readonly stays: boolean }): Made {
  return stageFile((stays ? readOrNothing(place.out) : undefined) ?? bytes, place)
}

/** The bytes of a file; undefined when there is none. */
export function readOrNothing(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw error
  }
}
