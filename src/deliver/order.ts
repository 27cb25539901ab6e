import { isFeedFile, isTopic } from '../feed/feed-file.ts'
import type { OutPath } from '../model/address.ts'
import { INDEX_POINTER, isIndexFile } from '../model/search.ts'

/** The steps in which files are sent to a place where each appears by itself: the later name what the earlier bring. */
const STEPS = ['record', 'files', 'stories', 'lists', 'guides', 'archives', 'feeds'] as const

/** One of `STEPS`. */
export type Step = (typeof STEPS)[number]

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
  const bySteps = Map.groupBy(paths, path => stepOf(path, stories))
  return STEPS.flatMap(step => inParts(bySteps.get(step) ?? [], size).map(paths => ({ step, paths })))
}

/** Files in the order in which they are to be removed: feeds before the pages that they named. */
export function removalsOf(paths: readonly OutPath[]): readonly (readonly OutPath[])[] {
  const { feeds = [], others = [] } = Object.groupBy(paths, path => (isFeedFile(path) ? 'feeds' : 'others'))
  return [feeds, others]
}

function stepOf(path: OutPath, stories: ReadonlySet<OutPath>): Step {
  if (path === 'record.jsonl') return 'record'
  if (isFeedFile(path)) return isTopic(path) ? 'feeds' : 'archives'
  if (path.endsWith('.html')) return stories.has(path) ? 'stories' : 'lists'
  if (isIndexFile(path)) return `/${path}` === INDEX_POINTER ? 'guides' : 'files'
  return /\.(xml|opml)$|^_redirects$/.test(path) ? 'guides' : 'files'
}

function inParts<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))
}
