import type { SitePath } from './address.ts'

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

/**
 * The script of the search pages, and Pagefind's, which it loads: at fixed addresses in a folder that is reserved for Courant, so that a
 * Content-Security-Policy can name each exactly, whatever version of them is there and whichever index is current.
 */
export const SEARCH_SCRIPTS = {
  page: '/search/search.js',
  engine: '/search/pagefind.js',
} as const satisfies Record<string, SitePath>

/** What is in the folder of the search beside its page: the indexes, by their paths in it. */
export const INDEX_PARTS = /^index-[0-9a-f]{16}\/(?:(?:fragment|index)\/)?\w[\w.-]{0,99}$/
