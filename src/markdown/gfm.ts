import { Lexer, Marked, Parser, Renderer, type Token, type Tokens } from 'marked'
import { FOOTNOTES, mayHaveFootnotes } from './footnotes.ts'
import { GuardedTokenizer, mayBeginTable } from './guarded-tokenizer.ts'
import { withoutForbidden } from './source-text.ts'

export { Renderer, type Token, type Tokens }

/** Cells of all tables of one body. Marked fills short rows up: 16 KB of source so becomes 40 MB of cells. */
const MAX_TABLE_CELLS = 100_000

/** Thrown for a body that would become far larger than its source. */
export class OversizedBody extends Error {
  readonly code = 'oversized-body'
}

const cellsOfBody = new WeakMap<object, number>()

class BodyTokenizer extends GuardedTokenizer {
  override table(source: string): Tokens.Table | undefined {
    const table = mayBeginTable(source) ? this.rules.block.table.exec(source) : null
    if (table === null) return undefined
    const cells = (cellsOfBody.get(this.lexer) ?? 0) + countOf('|', table[2]) * (countOf('\n', table[3]) + 1)
    cellsOfBody.set(this.lexer, cells)
    if (cells > MAX_TABLE_CELLS) throw new OversizedBody(`its tables have more than ${MAX_TABLE_CELLS} cells`)
    return super.table(source)
  }
}

class FootnoteTokenizer extends BodyTokenizer {
  /** Where footnotes are defined, `[^1]: text` is never a link's address. */
  override def(source: string): Tokens.Def | undefined {
    return /^ {0,3}\[\^/.test(source) ? undefined : super.def(source)
  }
}

/** GitHub Flavored Markdown, our own instance: nothing that another module does to marked's global one shows here. */
const GFM = new Marked({ gfm: true }).setOptions({ tokenizer: new BodyTokenizer() })

/** The same with footnotes, for bodies that define some: all others are read as if there were none. */
const WITH_FOOTNOTES = new Marked({ gfm: true })
  .setOptions({ tokenizer: new FootnoteTokenizer() })
  .use({ extensions: FOOTNOTES })

/** Whether something was nested deeper than the stack. Where that ends as a regular expression is compiled, V8 finds fault with the expression. */
export function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof SyntaxError && STACK_ENDS.test(error.message))
}

const STACK_ENDS = /stack (?:overflow|size exceeded)$/i

/** The blocks of a body that was cleaned. Throws `OversizedBody`, or what `isTooDeep` where nesting is deeper than the stack. */
export function lex(markdown: string): Token[] {
  return withoutForbiddenText((mayHaveFootnotes(markdown) ? WITH_FOOTNOTES : GFM).lexer(markdown), markdown)
}

/** What begins a link, an image or a bare address, where no raw HTML is. */
const MAY_LEAD = /[[@]|:\/\/|www\./i

/** Emphasis of so few characters never stands deep within another. */
const FEW_DELIMITERS = 20

/** Leaves text as it is written, with its emphasis, code and line breaks, where nothing in it can lead anywhere. */
class SkimmingLexer extends Lexer {
  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if (MAY_LEAD.test(src) || delimitersIn(src) > FEW_DELIMITERS) return super.inlineTokens(src, tokens)
    tokens.push({ type: 'text', raw: src, text: src, escaped: false })
    return tokens
  }
}

function delimitersIn(text: string): number {
  let count = 0
  for (const delimiter of ['*', '_', '~'])
    for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + 1)) count += 1
  return count
}

/** The blocks of a body that was cleaned, and what in them leads somewhere; not for bodies with raw HTML or footnotes. Throws as `lex`. */
export function lexLeads(markdown: string): Token[] {
  return withoutForbiddenText(new SkimmingLexer(GFM.defaults).lex(markdown), markdown)
}

/** Marked has decoded numeric references in text already. */
function withoutForbiddenText(tokens: Token[], markdown: string): Token[] {
  if (markdown.includes('&#')) forEachToken(tokens, takeForbidden)
  return tokens
}

function takeForbidden(token: Token): void {
  if (token.type === 'text' || token.type === 'image') token.text = withoutForbidden(token.text)
}

/** Writes tokens of kinds that marked does not know, by their type. */
export type Renderers = Readonly<Record<string, (token: Tokens.Generic) => string>>

/** The HTML of tokens as this renderer writes them. */
export function render(tokens: Token[], renderer: Renderer, others?: Renderers): string {
  const extensions = others && { renderers: { ...others }, childTokens: {} }
  return Parser.parse(tokens, { ...GFM.defaults, renderer, ...(extensions && { extensions }) })
}

/** Calls for each token and those within it, in the order of the source. */
export function forEachToken(tokens: readonly Token[], visit: (token: Token) => void): void {
  for (const token of tokens) {
    visit(token)
    const children = childrenOf(token)
    if (children.length > 0) forEachToken(children, visit)
  }
}

const NONE: readonly Token[] = []

/** The tokens directly within one: of a list its items, of a table those of all its cells. */
export function childrenOf(token: Token): readonly Token[] {
  if (isTable(token)) return [token.header, ...token.rows].flat().flatMap(cell => cell.tokens)
  if (isList(token)) return token.items
  return 'tokens' in token ? (token.tokens ?? NONE) : NONE
}

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table'
}

function isList(token: Token): token is Tokens.List {
  return token.type === 'list'
}

function countOf(character: string, text: string | undefined): number {
  return (text ?? '').split(character).length
}
