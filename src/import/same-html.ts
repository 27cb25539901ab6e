import { type Element, type Node, parseHtml } from './markup.ts'
import { isElement, textOf } from './markup-tree.ts'

/** Whether two pieces of rendered HTML say the same: words, links, pictures, structure; not how it is written. */
export function sameHtml(a: string, b: string): boolean {
  return meaningOf(a) === meaningOf(b)
}

const RENAMED: ReadonlyMap<string, string> = new Map([
  ['b', 'strong'],
  ['i', 'em'],
  ['s', 'del'],
])

/** Elements that mean nothing of their own once they are read. */
const TRANSPARENT: ReadonlySet<string> = new Set(['div', 'thead', 'tbody', 'tfoot', 'colgroup', 'col', 'label', 'wbr'])

const INLINE: ReadonlySet<string> = new Set(['a', 'strong', 'em', 'del', 'code'])

/** What an element's attributes say beside looks and sizes, which Courant finds out itself. */
const TELLING: ReadonlySet<string> = new Set([
  ...['href', 'src', 'alt', 'title', 'lang', 'dir', 'datetime', 'colspan', 'rowspan', 'start', 'reversed', 'type'],
  ...['cite', 'open', 'value', 'checked', 'poster', 'kind', 'srclang', 'label', 'class', 'hreflang', 'abbr', 'scope'],
])

/** Ends a block, so that words of two do not run together. */
const EDGE = '\n'

function meaningOf(html: string): string {
  return tidied(write(parseHtml(html)))
}

function write(nodes: readonly Node[]): string {
  return nodes.map(node => (isElement(node) ? writeElement(node) : escaped(node.replace(/\s+/g, ' ')))).join('')
}

function writeElement(element: Element): string {
  const name = RENAMED.get(element.name) ?? element.name
  const { children } = element
  if (name === 'p' || name === 'br') return name === 'p' ? EDGE + write(children) + EDGE : '<br>'
  if (TRANSPARENT.has(name)) return name === 'div' ? EDGE + write(children) + EDGE : write(children)
  if (name === 'pre') return `${EDGE}<pre>${escaped(textOf(element).replace(/\n$/, ''))}</pre>${EDGE}`
  const attributes = tellingAttributes(element)
  if (name === 'span' && attributes === '') return write(children)
  // Markdown makes links of addresses that stand in a text.
  if (name === 'a' && element.attributes.get('href')?.replace(/^mailto:/, '') === textOf(element).trim()) return write(children)
  const inner = write(children)
  const whole = `<${name}${attributes}>${inner}</${name}>`
  return INLINE.has(name) || /^(span|img|sub|sup|u|abbr|kbd|mark|small|ins|cite|q|time|var|samp|dfn|bdi)$/.test(name)
    ? whole
    : EDGE + whole + EDGE
}

function tellingAttributes({ attributes }: Element): string {
  return [...attributes]
    .filter(([name, value]) => TELLING.has(name) && value !== '' && !(name === 'start' && value === '1'))
    .filter(([name, value]) => name !== 'class' || value.startsWith('language-'))
    .map(([name, value]) => ` ${name}="${escaped(value.replace(/\s+/g, ' '))}"`)
    .sort()
    .join('')
}

/** White space at the edges of a word in bold stands beside it; at the edges of a block it is none. */
function tidied(text: string): string {
  return text
    .split(/(<pre>[\s\S]*?<\/pre>)/)
    .map((part, index) => (index % 2 === 1 ? part : tidyPart(part)))
    .join('')
    .replace(/\n+/g, '\n')
    .trim()
}

function tidyPart(text: string): string {
  let last = ''
  let tidy = text
  while (tidy !== last) {
    last = tidy
    tidy = tidy
      .replace(/<(strong|em|del)>(\s*)<\/\1>/g, '$2')
      .replace(/(<(?:strong|em|del|a)(?: [^>]*)?>) +/g, ' $1')
      .replace(/ +(<\/(?:strong|em|del|a)>)/g, '$1 ')
      .replace(/ *(?:<br>)? *\n */g, '\n')
      .replace(/ *<br> */g, '<br>')
      .replace(/ {2,}/g, ' ')
      .replace(
        /(<(?!\/|img|strong|em|del|a[ >]|code|br|span|su[bp]|u>|abbr|kbd|mark|small|ins|cite|q|time|var|samp|dfn|bdi)[^>]*>)[\n ]+/g,
        '$1',
      )
      .replace(
        /[\n ]+(<\/(?!strong|em|del|a>|code|span|su[bp]|u>|abbr|kbd|mark|small|ins|cite|q|time|var|samp|dfn|bdi)[^>]*>)/g,
        '$1',
      )
  }
  return tidy
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
