import type { WordpressMedia } from './wordpress-item.ts'
import { escapeText } from './write-html.ts'

/** What a post's own shortcodes can refer to. */
export interface WordpressContext {
  readonly post: string
  readonly media: ReadonlyMap<string, WordpressMedia>
}

/** The HTML of a post's text, and what of it stays as it is written because only WordPress knows what it means. */
export function wordpressHtml(
  content: string,
  context: WordpressContext,
): { readonly html: string; readonly losses: readonly string[] } {
  const hasBlocks = content.includes('<!-- wp:')
  const bare = content.replace(COMMENT, '')
  const carried = carryShortcodes(bare, context)
  const html = hasBlocks ? carried : withParagraphs(carried)
  return { html, losses: shortcodesIn(carried).map(name => `the shortcode [${name}] stays as text`) }
}

/** What the editor notes between blocks, and where a page was cut. */
const COMMENT = /<!--\s*\/?(?:wp:|more|nextpage)(?:(?!<!--)[\s\S])*?-->/g

/** Shortcodes that say something which HTML can say as well: captions, galleries, recordings, embedded pages. */
function carryShortcodes(text: string, context: WordpressContext): string {
  return text
    .replace(/\[caption\b[^[\]]*\]((?:(?!\[caption\b)[\s\S])*?)\[\/caption\]/g, (_, inner: string) => captioned(inner))
    .replace(/\[gallery\b([^[\]]*)\]/g, (found, attributes: string) => gallery(attributesOf(attributes), context) ?? found)
    .replace(/\[embed\b[^[\]]*\]\s*(https?:[^\s[\]]+)\s*\[\/embed\]/g, (_, address: string) => link(address))
    .replace(/\[(audio|video)\b([^[\]]*)\](?:\[\/\1\])?/g, (found, kind: string, attributes: string) => {
      const given = attributesOf(attributes)
      const address = ['src', 'mp3', 'mp4', 'm4a', 'm4v', 'ogg', 'ogv', 'wav', 'webm'].flatMap(name => given.get(name) ?? [])[0]
      return address === undefined ? found : `\n\n<${kind} src="${escapeAttribute(address)}" controls></${kind}>\n\n`
    })
    .replace(/^\s*(https?:\/\/[^\s<>"]+)\s*$/gm, (_, address: string) => `\n${link(address)}\n`)
}

function captioned(inner: string): string {
  const [, image = '', caption = ''] = /^([\s\S]*?<img\b[^>]*>(?:\s*<\/a>)?)([\s\S]*)$/.exec(inner.trim()) ?? [undefined, inner]
  return `\n\n<figure>${image}${caption.trim() === '' ? '' : `<figcaption>${caption.trim()}</figcaption>`}</figure>\n\n`
}

function gallery(attributes: ReadonlyMap<string, string>, { post, media }: WordpressContext): string | undefined {
  const ids = attributes.get('ids') ?? attributes.get('include')
  const shown = ids
    ? ids.split(',').flatMap(id => media.get(id.trim()) ?? [])
    : [...media.values()].filter(({ parent }) => parent === post)
  if (shown.length === 0) return undefined
  const figures = shown.map(({ address, alt, caption }) => {
    const image = `<img src="${escapeAttribute(address)}" alt="${escapeAttribute(alt ?? '')}">`
    return `<figure>${image}${caption === undefined ? '' : `<figcaption>${escapeText(caption)}</figcaption>`}</figure>`
  })
  return `\n\n${figures.join('\n\n')}\n\n`
}

function link(address: string): string {
  return `<a href="${escapeAttribute(address)}">${escapeText(address)}</a>`
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const pairs = text.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))/g)
  return new Map([...pairs].map(([, name = '', double, single, bare]) => [name, double ?? single ?? bare ?? '']))
}

function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;')
}

/** Of WordPress itself; every other is known by its attributes or its end. Words in brackets are none: "[sic]". */
const CORE: ReadonlySet<string> = new Set(['caption', 'gallery', 'audio', 'video', 'playlist', 'embed'])

function shortcodesIn(text: string): readonly string[] {
  const ended = new Set([...text.matchAll(/\[\/([a-z][\w-]*)\]/g)].map(([, name = '']) => name))
  const begun = [...text.matchAll(/\[([a-z][\w-]*)(\s+[\w-]+=[^[\]]*)?\s*\/?\]/g)]
  const names = begun.flatMap(([, name = '', attributes]) =>
    attributes !== undefined || ended.has(name) || CORE.has(name) ? [name] : [],
  )
  return [...new Set(names)]
}

const BLOCK =
  /^<\/?(?:address|article|aside|audio|blockquote|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|li|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|video|script|style)\b/i

/** Before blocks, WordPress made paragraphs of empty lines and line breaks of line ends, but not of what is HTML already. */
function withParagraphs(text: string): string {
  const pieces = text
    .replace(/\r\n?/g, '\n')
    .split(/(<pre\b[\s\S]*?<\/pre>|<script\b[\s\S]*?<\/script>|<style\b[\s\S]*?<\/style>)/i)
  return pieces.map((piece, index) => (index % 2 === 1 ? piece : paragraphsOf(piece))).join('\n')
}

function paragraphsOf(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map(chunk => chunk.trim())
    .filter(chunk => chunk !== '')
    .map(chunk => (BLOCK.test(chunk) ? chunk : `<p>${chunk.replace(/(?<!<br\s*\/?>)\s*\n/g, '<br>\n')}</p>`))
    .join('\n')
}
