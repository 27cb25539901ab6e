import { isDeepStrictEqual } from 'node:util'
import type { OutPath } from '../model/address.ts'
import type { Manifest, ManifestEntry } from '../output/manifest-file.ts'

/** How what stands in one place differs from what stood there, by path. */
export interface Changes {
  readonly added: readonly OutPath[]
  readonly changed: readonly OutPath[]
  readonly removed: readonly OutPath[]
}

/** No difference. */
export const NO_CHANGES: Changes = { added: [], changed: [], removed: [] }

/** What is to be done that what stands becomes what is to stand. */
export function changesBetween(before: Manifest, after: Manifest): Changes {
  const differing = [...after.values()].filter(entry => !isSameFile(before.get(entry.path), entry)).map(({ path }) => path)
  return {
    added: differing.filter(path => !before.has(path)),
    changed: differing.filter(path => before.has(path)),
    removed: [...before.keys()].filter(path => !after.has(path)),
  }
}

/** The same bytes, answered with in the same way. */
function isSameFile(before: ManifestEntry | undefined, after: ManifestEntry): boolean {
  return before?.sha256 === after.sha256 && isDeepStrictEqual(before.answer, after.answer)
}

/** The differences of two steps, one after the other, as those of one. */
export function together(first: Changes, second: Changes): Changes {
  const removed = new Set(second.removed)
  const added = new Set([...first.added, ...second.added].filter(path => !removed.has(path)))
  const isChanged = (path: OutPath): boolean => !removed.has(path) && !added.has(path)
  const changed = new Set([...first.changed, ...second.changed].filter(isChanged))
  const isGone = (path: OutPath): boolean => !added.has(path) && !changed.has(path)
  return { added: [...added], changed: [...changed], removed: [...removed, ...first.removed].filter(isGone) }
}
