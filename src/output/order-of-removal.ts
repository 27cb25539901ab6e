import { isFeedFile } from '../feed/feed-file.ts'
import { foldersOf, type OutPath } from '../model/address.ts'

/** Removals that cannot wait for the end: a file where a folder is needed now, or files in a folder where a file goes. */
export function inTheWay(gone: readonly OutPath[], changed: readonly { readonly path: OutPath }[]): ReadonlySet<OutPath> {
  const files = new Set(changed.map(({ path }) => path))
  const folders = new Set(changed.flatMap(({ path }) => foldersOf(path)))
  return new Set(gone.filter(path => folders.has(path) || foldersOf(path).some(folder => files.has(folder))))
}

/**
 * What names others before these, as when they are written, the other way round: the list of feeds, feeds, sitemaps, pages. Among pages
 * lists come first: their folders have words for names, which sort after the years of stories.
 */
export function inOrderOfRemoval(paths: readonly OutPath[]): readonly OutPath[] {
  return paths.toSorted((a, b) => removalRank(a) - removalRank(b) || (a < b ? 1 : -1))
}

function removalRank(path: OutPath): number {
  if (path === 'feeds.opml') return 0
  if (isFeedFile(path)) return 1
  return /^(robots\.txt|_redirects|.*\.xml)$/.test(path) ? 2 : 3
}
