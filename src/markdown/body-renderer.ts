import type GithubSlugger from 'github-slugger'
import { Renderer, type Token, type Tokens } from './gfm.ts'
import { type Marks, markTags, OWN, setMark } from './marks.ts'
import { plainText } from './plain-text.ts'

/** An image whose title becomes its caption. */
export type CaptionedImage = Tokens.Image & { readonly title: string }

/**
 * The HTML of code in a language in which only `span`s with a class stand, and text; undefined where it stays plain. It comes
 * from outside, since what does it is large and seldom needed.
 */
export type Highlight = (code: string, language: string) => string | undefined

/** Attributes by name, in the order in which they are written. */
export type Attributes = Record<string, string>

/** What writing a body needs beside its tokens. */
export interface WritingContext {
  /** Has seen all ids that headings may not have. */
  readonly slugger: GithubSlugger
  readonly highlight?: Highlight
  /** Texts as they are set, by their tokens, where they are not as they are written. */
  readonly typeset?: ReadonlyMap<Token, string>
}

/**
 * Writes a body's tokens as HTML for the sanitiser: marks where tags came from, ids on headings, figures for captioned
 * images.
 */
export class BodyRenderer extends Renderer {
  readonly #marks: Marks
  readonly #slugger: GithubSlugger
  readonly #highlight: Highlight | undefined
  readonly #typeset: ReadonlyMap<Token, string> | undefined
  #isInLink = false

  constructor(marks: Marks, { slugger, highlight, typeset }: WritingContext) {
    super()
    this.#marks = marks
    this.#slugger = slugger
    this.#highlight = highlight
    this.#typeset = typeset
  }

  override html(token: Tokens.HTML | Tokens.Tag): string {
    return markTags(this.#marks, token, token.text)
  }

  override heading({ tokens, depth }: Tokens.Heading): string {
    const slug = this.#slugger.slug(plainText(tokens).trim())
    const attributes: Attributes = slug === '' ? {} : { id: OWN + slug }
    return `${this.element(`h${depth}`, attributes, this.parser.parseInline(tokens))}\n`
  }

  /** What stands after an open `<script>`, `<style>` or `<pre>` in a line is raw HTML to marked, not text to escape. */
  override text(token: Tokens.Text | Tokens.Escape): string {
    if ('escaped' in token && token.escaped && token.tokens === undefined) return markTags(this.#marks, token, token.text)
    return super.text(this.asSet(token))
  }

  override code(token: Tokens.Code): string {
    const [language] = token.lang?.match(/^\S+/) ?? []
    const highlighted = language === undefined ? undefined : this.#highlight?.(token.text, language)
    if (highlighted === undefined) return super.code(token)
    return super.code({ ...token, text: highlighted.replaceAll('<span class="', `<span class="${OWN}`), escaped: true })
  }

  /** With who said it, as HTML has it (§4.4.4): the name is no part of what was said. */
  override blockquote(token: Tokens.Blockquote): string {
    const by = token.tokens.at(-1)
    if (by?.type !== 'attribution') return super.blockquote(token)
    const said = super.blockquote({ ...token, tokens: token.tokens.slice(0, -1) })
    const name = this.element('figcaption', {}, `— ${this.parser.parseInline(by.tokens ?? [])}`)
    return `${this.element('figure', { class: `${OWN}quote` }, `\n${said}${name}\n`)}\n`
  }

  override link(token: Tokens.Link): string {
    const outer = this.#isInLink
    this.#isInLink = true
    const link = this.#mark(token) + super.link(token)
    this.#isInLink = outer
    return link
  }

  override image(token: Tokens.Image): string {
    return this.#mark(token) + this.#picture(token)
  }

  /** A box to tick has its text as label, which people who do not see the page need. */
  override listitem(item: Tokens.ListItem): string {
    if (item.tokens[0]?.type !== 'checkbox') return super.listitem(item)
    const labelled = this.parser.parse(item.tokens.slice(0, 2))
    return `<li><label>${labelled}</label>${this.parser.parse(item.tokens.slice(2))}</li>\n`
  }

  override paragraph(token: Tokens.Paragraph): string {
    if (token.tokens[0]?.type === 'checkbox') return `<p><label>${this.parser.parseInline(token.tokens)}</label></p>\n`
    const only = token.tokens.length === 1 ? token.tokens[0] : undefined
    return only !== undefined && isCaptioned(only) ? this.figure(only) : super.paragraph(token)
  }

  /** A wide table scrolls inside this frame, which the keyboard must reach: hence `tabindex`, which the sanitiser adds. */
  override table(token: Tokens.Table): string {
    return `${this.element('div', { class: 'table' }, super.table(token))}\n`
  }

  /** An element whose attributes need no escaping. */
  element(name: string, attributes: Attributes, content: string): string {
    const written = Object.entries(attributes).map(([attribute, value]) => ` ${attribute}="${value}"`)
    return `<${name}${written.join('')}>${content}</${name}>`
  }

  /** A text with the quotation marks and dashes of its language, where they are asked for. */
  protected asSet<Kind extends Tokens.Text | Tokens.Escape>(token: Kind): Kind {
    const text = this.#typeset?.get(token)
    return text === undefined ? token : { ...token, text }
  }

  protected figure(image: CaptionedImage): string {
    const picture = this.#mark(image) + this.#picture({ ...image, title: null })
    return `<figure>${picture}<figcaption>${escapeText(image.title)}</figcaption></figure>\n`
  }

  /** A film or a sound that is written as an image becomes a player, named by its words. */
  #picture(token: Tokens.Image): string {
    const player = playerFor(token.href)
    const address = addressOf(token.href)
    if (player === undefined || address === undefined) return super.image(token)
    const words = token.tokens ? this.parser.parseInline(token.tokens, this.parser.textRenderer) : token.text
    // What can be clicked holds nothing else that can (HTML §4.5.1).
    if (this.#isInLink) return escapeText(words)
    const title = words === '' ? {} : { title: escapeText(words).replaceAll('"', '&quot;') }
    return this.element(player, { src: address, ...title, preload: 'metadata' }, '')
  }

  #mark(token: Token): string {
    return setMark(this.#marks, { kind: 'tag', token, offset: 0 })
  }
}

/** Endings of films and sounds that browsers play. */
const FILM = /\.(?:mp4|m4v|webm|ogv|mov)(?:[?#]|$)/i
const SOUND = /\.(?:mp3|m4a|aac|oga|ogg|opus|wav|flac)(?:[?#]|$)/i

/** The element that plays what an address leads to, by its ending; undefined where that is no recording. */
export function playerFor(href: string): 'video' | 'audio' | undefined {
  if (FILM.test(href)) return 'video'
  return SOUND.test(href) ? 'audio' : undefined
}

function isCaptioned(token: Token): token is CaptionedImage {
  return token.type === 'image' && typeof token.title === 'string' && token.title !== ''
}

/** A reference that marked writes as it stands, for whoever reads its HTML to decode. */
export const REFERENCE = /&[#\w]+;/

/** As marked writes an address; undefined where whoever reads its HTML sees another one. */
export function addressOf(href: string): string | undefined {
  const address = href.isWellFormed() ? encodeURI(href).replaceAll('%25', '%') : undefined
  return address === undefined || REFERENCE.test(address) ? undefined : address
}

/** As marked writes text: references stay references. */
export function escapeText(text: string): string {
  return text
    .replace(/&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|\w+);)/gi, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
