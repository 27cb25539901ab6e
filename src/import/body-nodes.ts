import { ImportMistake } from './import-mistake.ts'
import { type Node, parseHtml } from './markup.ts'

/** More than an article can hold, in UTF-16 units. */
const MAX_LENGTH = 4 * 1024 * 1024

/** The nodes of an HTML body; none, and why, of one that no article can hold. */
export function bodyNodes(html: string): { readonly nodes: readonly Node[]; readonly problem?: string } {
  if (html.length > MAX_LENGTH)
    return { nodes: [], problem: `its text of ${Math.round(html.length / 1024 / 1024)} MiB is too long and was left out` }
  try {
    return { nodes: parseHtml(html) }
  } catch (error) {
    if (!(error instanceof ImportMistake)) throw error
    return { nodes: [], problem: `its text was left out: ${error.message}` }
  }
}
