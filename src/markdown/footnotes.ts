import type { Token, TokenizerAndRendererExtension, Tokens } from 'marked'

/** A footnote where its author wrote it: `[^1]: Its text.` */
export interface Footnote extends Tokens.Generic {
  readonly type: 'footnote'
  /** In lower case: labels are compared without regard to it. */
  readonly label: string
  readonly tokens: Token[]
}

/** A place in the text that refers to a footnote: `[^1]`. */
export interface FootnoteReference extends Tokens.Generic {
  readonly type: 'footnote-reference'
  readonly label: string
}

const LABEL = String.raw`\[\^([^\]\[\s]{1,100})\]`

const ANY_DEFINITION = new RegExp(`${LABEL}:`)
const DEFINITIONS = new RegExp(`${LABEL}:`, 'g')
const DEFINITION = new RegExp(`^ {0,3}${LABEL}:[ \\t]*`)
const DEFINITION_AT = new RegExp(` {0,3}${LABEL}:`, 'y')
const REFERENCE = new RegExp(`^${LABEL}`)

/** What looks like a reference in running text; its label is the first group. */
export const LIKE_REFERENCE = new RegExp(LABEL, 'g')

/** A reference that stands neither in code nor behind a backslash, and is no definition. */
const IN_TEXT = new RegExp(String.raw`(?<![\x60\\])${LABEL}(?!:)`, 'g')

/** A line that belongs to a footnote whatever stands before it. */
const INDENTED = /^(?: {4}|\t)/

/** A line that begins a block of its own, so that it does not go on with a footnote's paragraph (CommonMark §4.8). */
const BEGINS_BLOCK = new RegExp(
  String.raw`^ {0,3}(?:#{1,6}(?:\s|$)|>|[-+*](?:\s|$)|\d{1,9}[.)]\s|\x60{3}|~{3}|\||<[a-z/!?]|([-_*])[ \t]*\1[ \t]*\1|${LABEL}:)`,
  'i',
)

/** What is known of a body while it is cut into tokens. */
interface Reading {
  /** The footnotes found so far. Text is looked at after all blocks, and so finds all of them. */
  readonly labels: Set<string>
  isInFootnote: boolean
}

const readings = new WeakMap<object, Reading>()

function readingOf(lexer: object): Reading {
  const known = readings.get(lexer)
  if (known !== undefined) return known
  const reading: Reading = { labels: new Set(), isInFootnote: false }
  readings.set(lexer, reading)
  return reading
}

/** Whether a text may define footnotes. Where none does, `[^1]` means nothing. */
export function mayHaveFootnotes(markdown: string): boolean {
  return markdown.includes('[^') && ANY_DEFINITION.test(markdown)
}

/** A text without its references to footnotes; it may be the beginning of the one that defines them. */
export function withoutFootnoteReferences(text: string, markdown: string): string {
  if (!text.includes('[^')) return text
  const defined = new Set(Array.from(markdown.matchAll(DEFINITIONS), ([, label = '']) => label.toLowerCase()))
  return text.replace(IN_TEXT, (found, label: string) => (defined.has(label.toLowerCase()) ? '' : found))
}

/**
 * GitHub's footnotes for marked: definitions, which may hold any blocks but no definitions, and references to those that
 * are defined. Every rule looks no further than the paragraph or the footnote it is at.
 */
export const FOOTNOTES: TokenizerAndRendererExtension[] = [
  {
    name: 'footnote',
    level: 'block',
    start(src) {
      return readingOf(this.lexer).isInFootnote ? undefined : definitionInParagraph(src)
    },
    tokenizer(src): Footnote | undefined {
      const reading = readingOf(this.lexer)
      const head = reading.isInFootnote ? null : DEFINITION.exec(src)
      if (head === null) return undefined
      const [start, label = ''] = head
      const raw = src.slice(0, endOfFootnote(src, start.length))
      reading.labels.add(label.toLowerCase())
      reading.isInFootnote = true
      const { top } = this.lexer.state
      this.lexer.state.top = true
      const tokens = this.lexer.blockTokens(raw.slice(start.length).replace(/^(?: {1,4}|\t)/gm, ''), [])
      this.lexer.state.top = top
      reading.isInFootnote = false
      return { type: 'footnote', raw, label: label.toLowerCase(), tokens }
    },
  },
  {
    name: 'footnote-reference',
    level: 'inline',
    tokenizer(src): FootnoteReference | undefined {
      const [raw, label = ''] = REFERENCE.exec(src) ?? []
      // No link can stand in a link, nor in the description of an image.
      if (raw === undefined || this.lexer.state.inLink) return undefined
      return readingOf(this.lexer).labels.has(label.toLowerCase())
        ? { type: 'footnote-reference', raw, label: label.toLowerCase() }
        : undefined
    },
  },
]

/** Where a footnote begins that ends the paragraph before it, if one does. */
function definitionInParagraph(src: string): number | undefined {
  for (let line = src.indexOf('\n') + 1; line > 0 && src[line] !== '\n'; line = src.indexOf('\n', line) + 1) {
    DEFINITION_AT.lastIndex = line
    if (DEFINITION_AT.test(src)) return line
  }
  return undefined
}

/** Where the footnote ends whose text begins at `from`: after its last line that is not empty. */
function endOfFootnote(src: string, from: number): number {
  let end = endOfLine(src, from)
  let isOpen = src.slice(from, end).trim() !== ''
  for (let at = end; at < src.length; ) {
    const next = endOfLine(src, at)
    const line = src.slice(at, next)
    if (line.trim() === '') isOpen = false
    else if (INDENTED.test(line) || (isOpen && !BEGINS_BLOCK.test(line))) {
      end = next
      isOpen = true
    } else break
    at = next
  }
  return end
}

/** The end of a line, its line feed included. */
function endOfLine(src: string, from: number): number {
  const end = src.indexOf('\n', from)
  return end < 0 ? src.length : end + 1
}
