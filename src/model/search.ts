import type { OutPath, SitePath } from './address.ts'

/** The search page of the newsroom's own language: where it is published, there is a search. */
export const SEARCH_PAGE: SitePath = '/search/'

/** The page on which the stories of a language are searched for, by its front page. */
export function searchPath(home: SitePath): SitePath {
  return `${home}search/`
}

/** Names the folder in which the index stands: what the page's script reads first. */
export const INDEX_POINTER: SitePath = '/search/index.json'

/** Folders of indexes, each named for what is in it, so that a new one comes whole and never mixes with the old. */
export const INDEX_FOLDER: RegExp = /^index-[0-9a-f]{16}$/

const INDEX_FILE = /^search\/(index\.json|index-[0-9a-f]{16}\/((fragment|index)\/)?\w[\w.-]{0,99})$/

/** Whether a path in `out/` is one at which only a file of the index can stand. */
export function isIndexFile(path: OutPath): boolean {
  return INDEX_FILE.test(path)
}
