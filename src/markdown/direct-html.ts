import {
  type Attributes,
  addressOf,
  BodyRenderer,
  type CaptionedImage,
  escapeText,
  playerFor,
  REFERENCE,
  type WritingContext,
} from './body-renderer.ts'
import type { Endnotes } from './endnotes.ts'
import type { Token, Tokens } from './gfm.ts'
import { renderWithEndnotes } from './render-endnotes.ts'
import { sanitise } from './sanitise.ts'
import { withoutForbiddenReferences } from './source-text.ts'
import type { Survey } from './survey.ts'
import { type TagContext, TagGate } from './tag-gate.ts'

/** Tokens within each other, mostly an element each: far from where the sanitiser refuses a body. */
export const MAX_DIRECT_DEPTH = 40

interface DirectContext extends Omit<TagContext, 'marks' | 'report'>, WritingContext {
  readonly endnotes: Endnotes | undefined
}

/**
 * The HTML of a body just as the sanitiser would leave it, written at once. Undefined where the sanitiser has something
 * to do: raw HTML, an address that may not be published, a link within a link, a reference in an attribute or a caption.
 * Tags with attributes pass the sanitiser's own `TagGate`; text is escaped, or sanitised by itself where it holds
 * references; code blocks are sanitised by themselves; the rest is the fixed tags of Markdown, all of which are allowed.
 */
export function directHtml(tokens: readonly Token[], survey: Survey, context: DirectContext): string | undefined {
  if (survey.hasRawHtml || survey.depth > MAX_DIRECT_DEPTH) return undefined
  try {
    return renderWithEndnotes(tokens, new DirectRenderer(context), context.endnotes)
  } catch (error) {
    if (error instanceof NeedsSanitiser) return undefined
    throw error
  }
}

class NeedsSanitiser extends Error {}

class DirectRenderer extends BodyRenderer {
  readonly #context: TagContext
  readonly #gate: TagGate
  #inLink = false

  constructor(context: DirectContext) {
    super([], context)
    this.#context = { ...context, marks: [], report: giveUp }
    this.#gate = new TagGate(this.#context, () => undefined)
  }

  override html(): string {
    return giveUp()
  }

  override text(token: Tokens.Text | Tokens.Escape): string {
    if ('tokens' in token && token.tokens !== undefined) return this.parser.parseInline(token.tokens)
    const { text } = this.asSet(token)
    return text.includes('&') && REFERENCE.test(text) ? this.#sanitised(escapeText(text)) : escapeAll(text)
  }

  override codespan({ text }: Tokens.Codespan): string {
    return `<code>${escapeAll(text)}</code>`
  }

  override code(token: Tokens.Code): string {
    return this.#sanitised(super.code(token))
  }

  override br(): string {
    return '<br />'
  }

  override hr(): string {
    return '<hr />\n'
  }

  override checkbox({ checked }: Tokens.Checkbox): string {
    return `${this.#void('input', { ...(checked && { checked: '' }), disabled: '', type: 'checkbox' })} `
  }

  override link({ href, title, tokens }: Tokens.Link): string {
    if (this.#inLink) giveUp()
    const { attribs } = this.#gate.admit('a', { href: urlOf(href), ...titled(title) })
    this.#inLink = true
    const content = this.parser.parseInline(tokens)
    this.#inLink = false
    return `<a${written(attribs)}>${content}</a>`
  }

  override image({ href, title, text, tokens }: Tokens.Image): string {
    // A player has more to be judged than a tag.
    if (playerFor(href) !== undefined) giveUp()
    const alt = tokens ? this.parser.parseInline(tokens, this.parser.textRenderer) : text
    return this.#void('img', { src: urlOf(href), alt: withoutReference(alt), ...titled(title) })
  }

  protected override figure(image: CaptionedImage): string {
    const caption = escapeAll(withoutReference(image.title))
    return `<figure>${this.image({ ...image, title: null })}<figcaption>${caption}</figcaption></figure>\n`
  }

  override element(name: string, attributes: Attributes, content: string): string {
    const { tagName, attribs } = this.#gate.admit(name, attributes)
    return `<${tagName}${written(attribs)}>${content}</${tagName}>`
  }

  #void(name: string, attributes: Attributes): string {
    return `<${name}${written(this.#gate.admit(name, attributes).attribs)} />`
  }

  #sanitised(html: string): string {
    return sanitise(withoutForbiddenReferences(html), this.#context)
  }
}

function giveUp(): never {
  throw new NeedsSanitiser()
}

function urlOf(href: string): string {
  return addressOf(href) ?? giveUp()
}

function titled(title: string | null | undefined): Attributes {
  return title ? { title: withoutReference(title) } : {}
}

function withoutReference(value: string): string {
  return REFERENCE.test(value) ? giveUp() : value
}

/** As the sanitiser writes attributes. */
function written(attributes: Attributes): string {
  let text = ''
  for (const [name, value] of Object.entries(attributes)) text += ` ${name}="${escapeAll(value).replaceAll('"', '&quot;')}"`
  return text
}

/** As the sanitiser writes text. */
function escapeAll(text: string): string {
  return /[&<>]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text
}
