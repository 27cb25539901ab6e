import { type Node, parseHtml } from './markup.ts'
import { isElement } from './markup-tree.ts'

/** Elements of which people read nothing. */
const UNREAD: ReadonlySet<string> = new Set(['script', 'style', 'template', 'noscript', 'svg', 'math', 'iframe'])

/** Elements between which words do not run together. */
const APART =
  /^(address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|p|pre|section|table|td|th|tr|ul)$/

/** HTML as one line of plain text; undefined when that leaves nothing to read. */
export function plainLine(html: string | undefined): string | undefined {
  if (html === undefined) return undefined
  // Text that means the same in HTML need not be read as such, and `a < b` would lose its half.
  const text = /<[a-z/!]|&[#\w]+;/i.test(html) ? readable(parseHtml(html)) : html
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
