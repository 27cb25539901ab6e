import { foldersOf, type OutPath } from '../model/address.ts'
import { STEPS, stepAt } from '../model/made-files.ts'

/** Removals that cannot wait for the end: a file where a folder is needed now, or files in a folder where a file goes. */
export function inTheWay(gone: readonly OutPath[], changed: readonly { readonly path: OutPath }[]): ReadonlySet<OutPath> {
  const files = new Set(changed.map(({ path }) => path))
  const folders = new Set(changed.flatMap(({ path }) => foldersOf(path)))
  return new Set(gone.filter(path => folders.has(path) || foldersOf(path).some(folder => files.has(folder))))
}

/** What names others before these, as when they are written, the other way round: the list of feeds, feeds, sitemaps, lists, and last what lists show. */
export function inOrderOfRemoval(paths: readonly OutPath[]): readonly OutPath[] {
  const ranks = new Map(paths.map(path => [path, STEPS.indexOf(stepAt(path, NO_STORIES))]))
  const rankOf = (path: OutPath): number => ranks.get(path) ?? 0
  return paths.toSorted((a, b) => rankOf(b) - rankOf(a) || (a < b ? 1 : -1))
}

/** Which pages are stories', the paths do not tell: lists come first all the same, since their folders sort after the years of stories. */
const NO_STORIES: ReadonlySet<OutPath> = new Set()
