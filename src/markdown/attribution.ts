import { childrenOf, type Token, type Tokens } from './gfm.ts'

/** The last line of a quotation, `— Roberto Azevêdo`: who said it. Its tokens are the line without its dash. */
export interface Attribution extends Tokens.Generic {
  readonly type: 'attribution'
  readonly tokens: Token[]
}

/** Begins a line that says who said what stands above. */
const DASH = /^(?:[—―–]|--(?!-))[ \t]*(?=\S|$)/

/** A line with a dash before it: in a dialogue, each is said by another one, and none says by whom. */
const LINE_WITH_DASH = /^[ \t>]*(?:[—―–]|--(?!-))/m

/** Blocks in which a quotation may stand. */
const HOLDS_BLOCKS: ReadonlySet<string> = new Set(['blockquote', 'footnote', 'list', 'list_item'])

/** Takes the last line of each quotation that says who said it for its own token, the last within the quotation. */
export function findAttributions(blocks: readonly Token[]): void {
  for (const block of blocks) {
    if (block.type === 'blockquote') attribute(block)
    if (HOLDS_BLOCKS.has(block.type)) findAttributions(childrenOf(block))
  }
}

function attribute(quotation: Token & { tokens?: Token[] }): void {
  const split = splitLastLine(quotation.tokens ?? [])
  if (split === undefined) return
  const [said, line] = split
  const attribution = attributionIn(line)
  if (attribution === undefined || said.length === 0 || said.some(({ raw }) => LINE_WITH_DASH.test(raw))) return
  quotation.tokens = [...said, attribution]
}

/** The blocks of a quotation without its last line, and that line; undefined where it does not end in a paragraph. */
function splitLastLine(blocks: readonly Token[]): readonly [said: Token[], line: readonly Token[]] | undefined {
  const end = blocks.findLastIndex(({ type }) => type !== 'space')
  const last = blocks[end]
  if (last?.type !== 'paragraph' || last.tokens === undefined) return undefined
  const said = blocks.slice(0, end)
  const from = last.tokens.findLastIndex(({ raw }) => raw.includes('\n'))
  const breaking = last.tokens[from]
  if (breaking === undefined) return [said, last.tokens]
  const [before, after] = splitToken(breaking) ?? []
  if (before === undefined || after === undefined) return undefined
  const tokens = [...last.tokens.slice(0, from), ...before]
  const raw = tokens.map(token => token.raw).join('')
  return [
    [...said, { ...last, raw, text: raw, tokens }],
    [...after, ...last.tokens.slice(from + 1)],
  ]
}

/** What stands before the last line end in a token, and after. */
function splitToken(token: Token): readonly [before: Token[], after: Token[]] | undefined {
  if (token.type === 'br') return [[], []]
  if (token.type !== 'text') return undefined
  const [raw, text] = [token.raw.lastIndexOf('\n'), token.text.lastIndexOf('\n')]
  const before = { ...token, raw: token.raw.slice(0, raw), text: token.text.slice(0, text) }
  const after = { ...token, raw: token.raw.slice(raw + 1), text: token.text.slice(text + 1) }
  return [[before], [after]]
}

function attributionIn(line: readonly Token[]): Attribution | undefined {
  const [first, ...rest] = line
  if (first?.type !== 'text' || line.some(({ type }) => type === 'br')) return undefined
  const length = DASH.exec(first.text)?.[0].length
  if (length === undefined) return undefined
  const name = { ...first, raw: first.raw.slice(length), text: first.text.slice(length) }
  const tokens = name.text === '' ? rest : [name, ...rest]
  return tokens.length === 0 ? undefined : { type: 'attribution', raw: line.map(({ raw }) => raw).join(''), tokens }
}
