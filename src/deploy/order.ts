import { isFeedFile, isTopic } from '../feed/feed-file.ts'
import type { OutPath } from '../model/address.ts'
import { feedNamed } from '../model/feed-names.ts'
import { INDEX_POINTER, isIndexFile } from '../model/search.ts'

/** The steps in which files are sent to a place where each appears by itself: the later name what the earlier bring. */
const STEPS = ['record', 'files', 'stories', 'lists', 'guides', 'indexes', 'archives', 'feeds', 'directory'] as const

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

const LEAST_BATCH = 500
const BATCHES = 20

/** After how many of all files that are to be sent it is noted which are: so many at most are sent again after a kill. Each note names all there are. */
export function batchSize(all: number): number {
  return Math.max(LEAST_BATCH, Math.ceil(all / BATCHES))
}

/** Files in the order in which they are to be removed: what names others before these. */
export function removalsOf(paths: readonly OutPath[]): readonly (readonly OutPath[])[] {
  const bySteps = Map.groupBy(paths, path => stepOf(path, new Set()))
  return STEPS.toReversed().map(step => bySteps.get(step) ?? [])
}

function stepOf(path: OutPath, stories: ReadonlySet<OutPath>): Step {
  if (path === 'record.jsonl') return 'record'
  // A copy of a feed, or what leads to it.
  if (feedNamed(`/${path}`) !== undefined) return 'feeds'
  if (isFeedFile(path)) return isTopic(path) ? 'feeds' : 'archives'
  if (path.endsWith('.html')) return stories.has(path) ? 'stories' : 'lists'
  if (isIndexFile(path)) return `/${path}` === INDEX_POINTER ? 'guides' : 'files'
  // The list of all feeds; the sitemap of the others, and what names it.
  if (path === 'feeds.opml') return 'directory'
  if (path === 'sitemap.xml' || path === 'robots.txt') return 'indexes'
  return /\.(xml|opml)$|^_redirects$/.test(path) ? 'guides' : 'files'
}

function inParts<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))
}
