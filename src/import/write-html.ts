import type { Node } from './markup.ts'
import { isElement } from './markup-tree.ts'

/** Elements that have no end (HTML §13.1.2). */
const VOID: ReadonlySet<string> = new Set(['br', 'col', 'hr', 'img', 'input', 'source', 'track', 'wbr'])

/** Nodes as HTML, escaped. */
export function writeHtml(nodes: readonly Node[]): string {
  return nodes.map(writeNode).join('')
}

function writeNode(node: Node): string {
  if (!isElement(node)) return escapeText(node)
  const attributes = [...node.attributes].map(([name, value]) => ` ${name}="${escapeText(value).replaceAll('"', '&quot;')}"`)
  const start = `<${node.name}${attributes.join('')}>`
  return VOID.has(node.name) ? start : `${start}${writeHtml(node.children)}</${node.name}>`
}

/** Text as HTML has it. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\u00A0', '&nbsp;')
}
