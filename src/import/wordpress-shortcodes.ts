import type { WordpressMedia } from './wordpress-item.ts'
import { escapeText } from './write-html.ts'

/** What a post's own shortcodes can refer to, and where its losses are told. */
export interface ShortcodeContext {
  readonly post: string
  readonly media: ReadonlyMap<string, WordpressMedia>
  readonly lose: (what: string) => void
}

/** Shortcodes that say something which HTML can say as well: captions, galleries, recordings, embedded pages. The others stay, and are named. */
export function carryWordpressShortcodes(text: string, context: ShortcodeContext): string {
  const carried = text
    .replace(CAPTION, (_, _name, attributes: string, inner: string) => captioned(inner, attributesOf(attributes)))
    .replace(/\[gallery\b([^[\]]*)\]/g, (_, attributes: string) => gallery(attributesOf(attributes), context))
    .replace(/\[embed\b[^[\]]*\]\s*(https?:[^\s[\]]+)\s*\[\/embed\]/g, (_, address: string) => addressLink(address))
    .replace(/\[(audio|video)\b([^[\]]*)\](?:\[\/\1\])?/g, (found, kind: string, attributes: string) => {
      const given = attributesOf(attributes)
      const address = ['src', 'mp3', 'mp4', 'm4a', 'm4v', 'ogg', 'ogv', 'wav', 'webm'].flatMap(name => given.get(name) ?? [])[0]
      return address === undefined ? found : `\n\n<${kind} src="${escapeAttribute(address)}" controls></${kind}>\n\n`
    })
  for (const name of shortcodesIn(carried)) context.lose(`the shortcode [${name}] stays as text`)
  return carried
}

/** An address that was shown as what it leads to. */
export function addressLink(address: string): string {
  return `<a href="${escapeAttribute(address)}">${escapeText(address)}</a>`
}

const NO_OTHER = String.raw`(?!\[(?:wp_)?caption\b)`

/** In quotes, an attribute may hold brackets. */
const CAPTION = new RegExp(
  String.raw`\[((?:wp_)?caption)\b((?:=\s*(?:"(?:${NO_OTHER}[^"])*"|'(?:${NO_OTHER}[^'])*')|=(?!\s*["'])|${NO_OTHER}[^=\]])*)\]((?:${NO_OTHER}[\s\S])*?)\[\/\1\]`,
  'g',
)

/** The caption stands behind the image; before WordPress 3.4, it was an attribute. */
function captioned(inner: string, attributes: ReadonlyMap<string, string>): string {
  const parts = /^([\s\S]*?<img\b(?:(?!<img\b)[^>])*>(?:\s*<\/a>)?)([\s\S]*)$/.exec(inner.trim())
  const [, image = '', words = ''] = parts ?? [undefined, inner]
  const caption = (words.trim() || (attributes.get('caption') ?? '')).replace(/\s+/g, ' ').trim()
  return `\n\n<figure>${image}${caption === '' ? '' : `<figcaption>${caption}</figcaption>`}</figure>\n\n`
}

/** What WordPress takes for images, which alone stand in a gallery. */
const PICTURE = /\.(?:avif|bmp|gif|hei[cf]|ico|jpe?g?|png|svg|tiff?|webp)$/i

function gallery(attributes: ReadonlyMap<string, string>, { post, media, lose }: ShortcodeContext): string {
  const ids = (attributes.get('ids') ?? attributes.get('include') ?? '').split(',').flatMap(id => id.trim() || [])
  const missing = ids.filter(id => !media.has(id))
  if (missing.length > 0) lose(`files of a gallery that the export lacks: ${missing.join(', ')}`)
  const files =
    ids.length > 0 ? ids.flatMap(id => media.get(id) ?? []) : [...media.values()].filter(file => file.parent === post)
  const shown = files.filter(({ address }) => PICTURE.test(address))
  for (const { id, address } of files)
    if (ids.includes(id) && !PICTURE.test(address)) lose(`${address}, which is no picture, in a gallery`)
  if (ids.length === 0 && shown.length === 0) lose('a gallery of which the export has no picture')
  return `\n\n${shown.map(pictureHtml).join('\n\n')}\n\n`
}

function pictureHtml({ address, alt, caption }: WordpressMedia): string {
  const image = `<img src="${escapeAttribute(address)}" alt="${escapeAttribute(alt ?? '')}">`
  return caption === undefined ? `<p>${image}</p>` : `<figure>${image}<figcaption>${escapeText(caption)}</figcaption></figure>`
}

/** As WordPress reads them: a quote has no escape. */
function attributesOf(text: string): ReadonlyMap<string, string> {
  const pairs = text.matchAll(/(?<![\w-])([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))/g)
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
