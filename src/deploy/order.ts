import type { OutPath } from '../model/address.ts'
import { STEPS, type Step, stepAt } from '../model/made-files.ts'

/** Files that are sent at once, before the next. */
export interface Batch {
  readonly step: Step
  readonly paths: readonly OutPath[]
}

/** Files in the order in which they are to be sent, in batches of a size at most. `stories` are the pages of stories; other pages name them. */
export function batchesOf(
  paths: readonly OutPath[],
  { stories, size }: { readonly stories: ReadonlySet<OutPath>; readonly size: number },
): readonly Batch[] {
  const bySteps = Map.groupBy(paths, path => stepAt(path, stories))
  return STEPS.flatMap(step => inParts(bySteps.get(step) ?? [], size).map(paths => ({ step, paths })))
}

const LEAST_BATCH = 500
const BATCHES = 20

/** After how many of all files that are to be sent it is noted which are: so many at most are sent again after a kill. Each note names all there are. */
export function batchSize(all: number): number {
  return Math.max(LEAST_BATCH, Math.ceil(all / BATCHES))
}

/** Files in the order in which they are to be removed: what names others before these. */
export function removalsOf(paths: readonly OutPath[]): readonly (readonly OutPath[])[] {
  const bySteps = Map.groupBy(paths, path => stepAt(path, new Set()))
  return STEPS.toReversed().map(step => bySteps.get(step) ?? [])
}

function inParts<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))
}
