import { type Made, stageFile } from '../output/stage-file.ts'
import { bytesIfThere } from '../platform/if-there.ts'
import type { Place } from './render-task.ts'

/** Stages a page. What `stays` is what stands: where the theme failed, and it says the same. */
export function stagePage(bytes: Uint8Array, { place, stays }: { readonly place: Place; readonly stays: boolean }): Made {
  return stageFile((stays ? bytesIfThere(place.out) : undefined) ?? bytes, place)
}
