import { quotationMarksOf } from '../language/quotation-marks.ts'
import { childrenOf, type Token, type Tokens } from './gfm.ts'
import { type Edit, editsOf } from './typeset-text.ts'

/** Stands for what is no text and yet no space: code, an image, an address. */
const THING = '\uFFFC'

/** Blocks whose tokens are inline. */
const INLINE: ReadonlySet<string> = new Set(['attribution', 'heading', 'paragraph', 'text'])

/** A token of plain text, and where it begins in its paragraph. */
interface Leaf {
  readonly token: Tokens.Text
  readonly at: number
}

/**
 * Texts as they are set in a language, by the token they stand in, for those that change. Tokens stay as they are: headings
 * keep their ids. A paragraph is looked at as a whole, since a quotation may begin in one token and end in another; code,
 * addresses, raw HTML and what is escaped stay as they are written.
 */
export function typeset(tokens: readonly Token[], lang: string): ReadonlyMap<Token, string> {
  const marks = quotationMarksOf(lang)
  const set = new Map<Token, string>()
  if (marks === undefined) return set
  const rules = { marks, isFrench: /^fr\b/i.test(lang) }
  for (const inline of paragraphsIn(tokens)) {
    const leaves: Leaf[] = []
    const text = textOf(inline, '', leaves)
    const edits = /["'. -]/.test(text) ? editsOf(text, rules) : []
    if (edits.length > 0) apply(edits, leaves, set)
  }
  return set
}

/** The inline tokens of each paragraph, heading and cell. */
function paragraphsIn(tokens: readonly Token[]): readonly (readonly Token[])[] {
  return tokens.flatMap(token => {
    if (token.type === 'table') return [token.header, ...token.rows].flat().map((cell: Tokens.TableCell) => cell.tokens)
    if (INLINE.has(token.type)) return [childrenOf(token)]
    return paragraphsIn(childrenOf(token))
  })
}

/** The text of inline tokens after what precedes it; its leaves are added to `leaves`. */
function textOf(tokens: readonly Token[], before: string, leaves: Leaf[]): string {
  let text = before
  for (const token of tokens) {
    if (isPlain(token)) {
      leaves.push({ token, at: text.length })
      text += token.text
    } else if (token.type === 'br' || token.type === 'checkbox') text += '\n'
    else if (token.type === 'html' || token.type === 'footnote-reference') continue
    else if (token.type === 'image' || isAddress(token) || childrenOf(token).length === 0) text += THING
    else text = textOf(childrenOf(token), text, leaves)
  }
  return text
}

/** Text in raw HTML such as `<code>` is escaped already. */
function isPlain(token: Token): token is Tokens.Text {
  return token.type === 'text' && token.tokens === undefined && !token.escaped
}

/** A link whose words are its address: `<https://example.org/>`, or the bare address. */
function isAddress(token: Token): boolean {
  return token.type === 'link' && !token.raw.startsWith('[')
}

function apply(edits: readonly Edit[], leaves: readonly Leaf[], set: Map<Token, string>): void {
  let next = 0
  for (const { token, at } of leaves) {
    const end = at + token.text.length
    let text = ''
    let reached = at
    for (let edit = edits[next]; edit !== undefined && edit.at < end; edit = edits[++next]) {
      // One that reaches from token to token is none that an author wrote as such.
      if (edit.at < reached || edit.at + edit.length > end) continue
      text += token.text.slice(reached - at, edit.at - at) + edit.text
      reached = edit.at + edit.length
    }
    if (reached > at) set.set(token, text + token.text.slice(reached - at))
  }
}
