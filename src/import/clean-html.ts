import { addressUse, allowedValue, DROPPED_WITH_CONTENT, isAllowed } from '../markdown/allowed-html.ts'
import type { Element, Node } from './markup.ts'
import { isElement, textOf } from './markup-tree.ts'

/** What becomes of a body's addresses, and where its losses are told. */
export interface CleaningContext {
  /** The address as it stands in the article; undefined where what it names has to go. */
  readonly address: (written: string, use: 'link' | 'media') => string | undefined
  readonly lose: (what: string) => void
}

/** Beside what Courant drops from stories with all that is in it: what no article holds, and what nobody reads. */
const DROPPED: ReadonlySet<string> = new Set([
  ...DROPPED_WITH_CONTENT,
  'form',
  'button',
  'link',
  'meta',
  'head',
  'object',
  'embed',
])

/** Of these nobody misses anything: looks, and what stands in for scripts. */
const UNMISSED: ReadonlySet<string> = new Set(['style', 'noscript', 'link', 'meta', 'head', 'template', 'title'])

/** Nodes of HTML as they may stand in an article: allowed elements, their own attributes, addresses carried over. */
export function cleanHtml(nodes: readonly Node[], context: CleaningContext): readonly Node[] {
  return nodes.flatMap(node => (isElement(node) ? cleanElement(node, context) : [node]))
}

function cleanElement(element: Element, context: CleaningContext): readonly Node[] {
  const { name } = element
  if (DROPPED.has(name)) {
    if (!UNMISSED.has(name)) context.lose(`<${name}> was left out`)
    return []
  }
  if (name === 'iframe') return frameLink(element, context)
  if (name === 'img') return image(element, context)
  const children = cleanHtml(element.children, context)
  // A frame around something that has no words of its own.
  const isBareFigure = name === 'figure' && !children.some(child => isElement(child) && child.name === 'figcaption')
  if (!isAllowed(name) || isBareFigure) return children
  const attributes = attributesOf(element, context)
  // An anchor that leads nowhere is a name for a place, which no link here knows.
  if (name === 'a' && !attributes.has('href')) return children
  return [{ name, attributes, children }]
}

/** Attributes that depend on the page around, or say what Courant finds out itself. */
const LEFT: ReadonlySet<string> = new Set(['srcset', 'sizes', 'loading', 'decoding', 'rel', 'id', 'tabindex'])

function attributesOf({ name: element, attributes }: Element, { address }: CleaningContext): ReadonlyMap<string, string> {
  const kept = new Map<string, string>()
  for (const [name, value] of attributes) {
    if (LEFT.has(name)) continue
    const use = addressUse(element, name)
    const allowed = use === undefined ? allowedValue(element, name, value) : address(value, use)
    if (allowed !== undefined) kept.set(name, allowed)
  }
  return kept
}

/** Feeds and articles hold no frames. */
function frameLink({ attributes }: Element, { address, lose }: CleaningContext): readonly Node[] {
  const source = attributes.get('src') ?? attributes.get('data-src') ?? ''
  const href = address(source.startsWith('//') ? `https:${source}` : source, 'link')
  if (href === undefined || href === '') return []
  lose(`an embedded page became a link: ${href}`)
  const words = attributes.get('title')?.trim() || href
  return [
    { name: 'p', attributes: new Map(), children: [{ name: 'a', attributes: new Map([['href', href]]), children: [words] }] },
  ]
}

function image(element: Element, context: CleaningContext): readonly Node[] {
  const { attributes } = element
  const alt = attributes.get('alt') ?? ''
  // Emoji were pictures once; their words are the characters themselves.
  if (/\b(?:emoji|wp-smiley)\b/.test(attributes.get('class') ?? '') && alt !== '') return [alt]
  if (isInvisible(attributes)) {
    context.lose('an invisible image, as trackers have them')
    return []
  }
  const source = sourceOf(attributes)
  if (source === undefined) {
    context.lose('an image that stands in the page itself (data:)')
    return []
  }
  const src = context.address(source, 'media')
  if (src === undefined) return []
  const kept = [...attributesOf(element, { ...context, address: () => undefined })]
  // On an image of its own, a title would be its caption here.
  return [{ name: 'img', attributes: new Map([['src', src], ...kept.filter(([name]) => name !== 'title')]), children: [] }]
}

/** Images that scripts load late have their address elsewhere. */
function sourceOf(attributes: ReadonlyMap<string, string>): string | undefined {
  const names = ['src', 'data-src', 'data-lazy-src', 'data-original', 'data-orig-file']
  return names.flatMap(name => attributes.get(name)?.trim() || []).find(source => !source.startsWith('data:'))
}

function isInvisible(attributes: ReadonlyMap<string, string>): boolean {
  return [attributes.get('width'), attributes.get('height')].every(
    size => size !== undefined && /^[01](px)?$/.test(size.trim()),
  )
}

/** Elements that stand on lines of their own. */
const BLOCKS: ReadonlySet<string> = new Set([
  ...['audio', 'blockquote', 'details', 'dl', 'figure', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr'],
  ...['ol', 'p', 'picture', 'pre', 'table', 'ul', 'video', 'dd', 'dt', 'figcaption', 'li', 'caption'],
])

/** Nodes as blocks, one after the other: what runs on between blocks is a paragraph, and a `div` is nothing itself. */
export function blocksOf(nodes: readonly Node[]): readonly Element[] {
  const blocks: Element[] = []
  let run: Node[] = []
  const endRun = (): void => {
    if (run.some(node => isElement(node) || node.trim() !== ''))
      blocks.push({ name: 'p', attributes: new Map(), children: run })
    run = []
  }
  for (const node of nodes) {
    if (!isElement(node)) run.push(node)
    else if (node.name === 'div' && !node.attributes.has('lang') && !node.attributes.has('dir')) {
      endRun()
      blocks.push(...blocksOf(node.children))
    } else if (BLOCKS.has(node.name) || node.name === 'div' || holdsBlock(node)) {
      endRun()
      blocks.push(node)
    } else run.push(node)
  }
  endRun()
  return blocks.filter(block => !isBlank(block))
}

function holdsBlock({ children }: Element): boolean {
  return children.some(child => isElement(child) && (BLOCKS.has(child.name) || child.name === 'div' || holdsBlock(child)))
}

/** A paragraph in which nothing stands. */
function isBlank(block: Element): boolean {
  return (
    block.name === 'p' && textOf(block).trim() === '' && !block.children.some(child => isElement(child) && child.name !== 'br')
  )
}
