import { madeAt } from '../model/made-files.ts'
import { searchScripts, securityHeaders } from './security-headers.ts'

/**
 * Lets scripts of any site read feeds and the list of them (Fetch, CORS protocol): readers that are pages in a browser fetch them as they are.
 * They are public and the same for everybody. What leads to a feed says so too, since a browser asks it of each step.
 */
export function sharingBlock(path: string): HeaderBlock {
  return madeAt(path).isShared ? ['Access-Control-Allow-Origin', '*'] : []
}

/** Names and values in turns, which Node writes as they are. Nobody changes one; `readonly` its types would not take. */
export type HeaderBlock = string[]

/** What every answer with a body carries. */
export const SECURITY_BLOCK: HeaderBlock = [...securityHeaders()].flat()

/** The same on a search page, the only one with a script. */
export function searchBlock(basePath: string): HeaderBlock {
  return [...securityHeaders({ allowed: searchScripts(basePath) })].flat()
}
