import { childrenOf, type DomNode, isTag } from './dom-node.ts'

/** What no cell of a Markdown table holds. */
const BLOCKS = 'p, div, ul, ol, table, pre, blockquote, figure, h1, h2, h3, h4, h5, h6'

/** A table as Markdown knows them: a row of heads, then rows of as many cells, in which nothing but words stands. */
export function isPlainTable(node: DomNode): boolean {
  const rows = rowsOf(node)
  const [heads = []] = rows
  return (
    rows.length > 0 &&
    heads.length > 0 &&
    heads.every(({ nodeName }) => nodeName === 'TH') &&
    rows.every(
      (cells, index) => cells.length === heads.length && (index === 0 || cells.every(cell => cell.nodeName === 'TD')),
    ) &&
    rows.flat().every(cell => isTag(cell) && !cell.hasAttribute('colspan') && !cell.hasAttribute('rowspan')) &&
    rows.flat().every(cell => isTag(cell) && !cell.querySelector(BLOCKS)) &&
    childrenOf(node, 'CAPTION').length === 0
  )
}

function rowsOf(table: DomNode): readonly (readonly DomNode[])[] {
  const parts = [...table.childNodes].filter(({ nodeName }) => ['THEAD', 'TBODY', 'TFOOT', 'TR'].includes(nodeName))
  const rows = parts.flatMap(part => (part.nodeName === 'TR' ? [part] : childrenOf(part, 'TR')))
  return rows.map(row => [...row.childNodes].filter(({ nodeName }) => nodeName === 'TH' || nodeName === 'TD'))
}

/** Such a table in Markdown; `cell` gives the Markdown of a cell's HTML. */
export function markdownTable(node: DomNode, cell: (html: string) => string): string {
  const [heads = [], ...rows] = rowsOf(node)
  const cellText = (node: DomNode): string => oneLine(isTag(node) ? cell(node.innerHTML) : '')
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const signs = heads.map(cell => SIGNS.get((isTag(cell) && cell.getAttribute('align')) || '') ?? '---')
  return [line(heads.map(cellText)), line(signs), ...rows.map(cells => line(cells.map(cellText)))].join('\n')
}

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['left', ':---'],
  ['center', ':---:'],
  ['right', '---:'],
])

function oneLine(markdown: string): string {
  return markdown
    .replaceAll('|', '\\|')
    .replace(/\s*\n\s*/g, '<br>')
    .trim()
}
