import { searchScripts, securityHeaders } from './security-headers.ts'

/** Names and values in turns, which Node writes as they are. Nobody changes one; `readonly` its types would not take. */
export type HeaderBlock = string[]

/** What every answer with a body carries. */
export const SECURITY_BLOCK: HeaderBlock = [...securityHeaders()].flat()

/** The same on a search page, the only one with a script. */
export function searchBlock(basePath: string): HeaderBlock {
  return [...securityHeaders({ allowed: searchScripts(basePath) })].flat()
}
