import { isFeedFile } from '../feed/feed-file.ts'
import { foldersOf, type OutPath } from '../model/address.ts'

/** Removals that cannot wait for the end: a file where a folder is needed now, or files in a folder where a file goes. */
export function inTheWay(gone: readonly OutPath[], changed: readonly { readonly path: OutPath }[]): ReadonlySet<OutPath> {
  const files = new Set(changed.map(({ path }) => path))
  const folders = new Set(changed.flatMap(({ path }) => foldersOf(path)))
  return new Set(gone.filter(path => folders.has(path) || foldersOf(path).some(folder => files.has(folder))))
}

/**
 * Feeds before the pages that they name, as when they are written, the other way round. Among the rest lists come first as
 * well: their folders have words for names, which stand after the years of stories.
 */
export function inOrderOfRemoval(paths: readonly OutPath[]): readonly OutPath[] {
  return paths.toSorted((a, b) => Number(isFeedFile(b)) - Number(isFeedFile(a)) || (a < b ? 1 : -1))
}
