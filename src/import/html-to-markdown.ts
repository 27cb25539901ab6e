import Turndown from 'turndown'
import { childrenOf, type DomNode, isTag } from './dom-node.ts'
import { destination, fencedCode, markdownImage } from './markdown-parts.ts'
import { isPlainTable, markdownTable } from './markdown-table.ts'

/** Turns a piece of HTML into GitHub Flavored Markdown. What Markdown cannot say is lost: `sameHtml` tells. */
export function htmlToMarkdown(html: string): string {
  return service.turndown(html)
}

/** Inline elements for which Markdown has no signs, and HTML within it. */
const KEPT = [
  'sup',
  'sub',
  'u',
  'abbr',
  'kbd',
  'mark',
  'small',
  'ins',
  'cite',
  'q',
  'time',
  'var',
  'samp',
  'dfn',
  'bdi',
  'ruby',
] as const

/** Addresses in a text, which Markdown takes as they stand. */
const ADDRESS = /(https?:\/\/[^\s<>()[\]]+)/

const service = makeService()

function makeService(): Turndown {
  const turndown = new Turndown({
    headingStyle: 'atx',
    hr: '---',
    bulletListMarker: '-',
    codeBlockStyle: 'fenced',
    emDelimiter: '*',
    strongDelimiter: '**',
    linkStyle: 'inlined',
  })
  turndown.keep([...KEPT])
  const usual = turndown.escape.bind(turndown)
  // A `<` that is left as it is would be a tag, a `&` a reference, two `~` a line through the words.
  turndown.escape = text =>
    text
      .split(ADDRESS)
      .map((part, index) =>
        index % 2 === 1
          ? part
          : usual(part)
              .replace(/<(?=[a-z/!?])|&(?=#?\w+;)|~/gi, '\\$&')
              .replace(/!(?=\\\[)/g, '\\!')
              .replace(/^(\s*\d+)\)/, '$1\\)'),
      )
      .join('')
  turndown.addRule('struck', {
    filter: ['del', 's'],
    replacement: content => (content.trim() === '' ? content : `~~${content}~~`),
  })
  turndown.addRule('item', { filter: 'li', replacement: (content, node) => listItem(content, node) })
  turndown.addRule('preformatted', {
    filter: 'pre',
    replacement: (_, node) => `\n\n${fencedCode(node.textContent ?? '', languageOf(node))}\n\n`,
  })
  turndown.addRule('image', {
    filter: 'img',
    replacement: (_, node) =>
      isTag(node) ? markdownImage({ address: node.getAttribute('src') ?? '', alt: node.getAttribute('alt') ?? '' }) : '',
  })
  turndown.addRule('link', {
    filter: node => node.nodeName === 'A' && node.hasAttribute('href') && !node.hasAttribute('title'),
    replacement: (content, node) => (isTag(node) ? `[${content}](${destination(node.getAttribute('href') ?? '')})` : content),
  })
  turndown.addRule('figure', {
    filter: node => captionOf(node) !== undefined,
    replacement: (_, node) => `\n\n${figure(node)}\n\n`,
  })
  turndown.addRule('table', {
    filter: node => node.nodeName === 'TABLE' && isPlainTable(node),
    replacement: (_, node) => `\n\n${markdownTable(node, htmlToMarkdown)}\n\n`,
  })
  return turndown
}

/** The sign of an item, and its further lines indented below its text. */
function listItem(content: string, node: DomNode): string {
  const list = node.parentNode
  const isNumbered = list?.nodeName === 'OL'
  const start = isNumbered && isTag(list) ? Number(list.getAttribute('start') ?? '1') : 1
  const place = list ? childrenOf(list, 'LI').indexOf(node) : 0
  const sign = isNumbered ? `${start + place}. ` : '- '
  const text = content.trim().replace(/\n(?!\n|$)/g, `\n${' '.repeat(sign.length)}`)
  return `${sign}${text}\n`
}

function languageOf(pre: DomNode): string {
  const code = [...pre.childNodes].find(child => child.nodeName === 'CODE')
  return /language-(\S+)/.exec(code && isTag(code) ? (code.getAttribute('class') ?? '') : '')?.[1] ?? ''
}

/** The plain words under a figure's only image, empty where there are none; undefined for any other figure or element. */
function captionOf(node: DomNode): string | undefined {
  if (node.nodeName !== 'FIGURE') return undefined
  const parts = [...node.childNodes].filter(child => child.nodeName !== '#text' || child.textContent?.trim() !== '')
  const [image, caption] = parts
  if (image?.nodeName !== 'IMG' || parts.length > 2 || (caption && caption.nodeName !== 'FIGCAPTION')) return undefined
  const isPlain = !caption || [...caption.childNodes].every(child => child.nodeName === '#text')
  return isPlain ? (caption?.textContent?.trim() ?? '') : undefined
}

function figure(node: DomNode): string {
  const image = childrenOf(node, 'IMG')[0]
  if (!image || !isTag(image)) return ''
  return markdownImage({
    address: image.getAttribute('src') ?? '',
    alt: image.getAttribute('alt') ?? '',
    caption: captionOf(node),
  })
}
