import { bodyNodes } from './body-nodes.ts'
import type { Node } from './markup.ts'
import { isElement } from './markup-tree.ts'

/** Elements of which people read nothing. */
const UNREAD: ReadonlySet<string> = new Set(['script', 'style', 'template', 'noscript', 'svg', 'math', 'iframe'])

/** Elements between which words do not run together. */
const APART =
  /^(address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|p|pre|section|table|td|th|tr|ul)$/

/** No line of an article is as long, in UTF-16 units. */
const MAX_LENGTH = 20_000

/** HTML as one line of plain text; undefined when that leaves nothing to read. */
export function plainLine(html: string | undefined): string | undefined {
  if (html === undefined) return undefined
  // Text that means the same in HTML need not be read as such, and `a < b` would lose its half.
  const start = html.slice(0, MAX_LENGTH)
  const text = /<[a-z/!]|&[#\w]+;/i.test(start) ? readable(bodyNodes(start).nodes) : start
  const line = text.replace(/\s+/g, ' ').trim()
  return line === '' ? undefined : line
}

function readable(nodes: readonly Node[]): string {
  return nodes
    .map(node => {
      if (!isElement(node)) return node
      if (UNREAD.has(node.name)) return ''
      const inner = readable(node.children)
      return APART.test(node.name) ? ` ${inner} ` : inner
    })
    .join('')
}
