import { forEachToken, isTooDeep, lex, OversizedBody, type Token } from '../markdown/gfm.ts'
import { cleanSource } from '../markdown/source-text.ts'
import { TokenPlaces } from '../markdown/token-places.ts'
import { destination } from './markdown-parts.ts'

/** What an address in a text becomes; undefined where it stays as it is written. */
export type Rewrite = (address: string, use: 'link' | 'media') => string | undefined

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A Markdown text with its addresses rewritten, in links, images, definitions and raw HTML; everything else stays, byte for byte. */
export function rewriteMarkdown(markdown: string, rewrite: Rewrite): string {
  const source = cleanSource(markdown)
  const tokens = lexed(source)
  const places = new TokenPlaces(source, tokens)
  const edits: Edit[] = []
  forEachToken(tokens, token => {
    for (const { at, written, text } of changesIn(token, rewrite)) {
      const start = places.offsetOf(token, at)
      // A token that was found elsewhere than it stands is left alone.
      if (start !== undefined && source.startsWith(written, start)) edits.push({ start, end: start + written.length, text })
    }
  })
  return applied(source, edits)
}

/** What cannot be read as Markdown here cannot be published either, and `check` says why. */
function lexed(source: string): Token[] {
  try {
    return lex(source)
  } catch (error) {
    if (isTooDeep(error) || error instanceof OversizedBody) return []
    throw error
  }
}

function applied(source: string, edits: readonly Edit[]): string {
  let text = ''
  let reached = 0
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (edit.start < reached) continue
    text += source.slice(reached, edit.start) + edit.text
    reached = edit.end
  }
  return text + source.slice(reached)
}

interface Change {
  /** Offset within the token's raw text. */
  readonly at: number
  readonly written: string
  readonly text: string
}

function changesIn(token: Token, rewrite: Rewrite): readonly Change[] {
  if (token.type === 'html') return changesInHtml(token.raw, rewrite)
  const pattern = PATTERNS.get(token.type)
  const found = pattern?.exec(token.raw)
  if (!found) return []
  const [whole, before = '', written = ''] = found
  const address = written.replace(/^<(.*)>$/s, '$1').replace(/\\([!-/:-@[-`{-~])/g, '$1')
  const rewritten = rewrite(address, token.type === 'image' ? 'media' : 'link')
  return rewritten === undefined
    ? []
    : [{ at: found.index + whole.indexOf(before) + before.length, written, text: destination(rewritten) }]
}

const DESTINATION = String.raw`(<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)`

/** Where the address stands in a token: after its last `](`, or after the colon of a definition. */
const PATTERNS: ReadonlyMap<string, RegExp> = new Map([
  ['link', new RegExp(String.raw`^(\[[\s\S]*\]\(\s*)${DESTINATION}`)],
  ['image', new RegExp(String.raw`^(!\[[\s\S]*\]\(\s*)${DESTINATION}`)],
  ['def', new RegExp(String.raw`^(\s*\[[^\]]+\]:\s*)${DESTINATION}`)],
])

const ATTRIBUTE = /(\s(src|href|poster)\s*=\s*)("[^"]*"|'[^']*')/gi

function changesInHtml(html: string, rewrite: Rewrite): readonly Change[] {
  return [...html.matchAll(ATTRIBUTE)].flatMap(([, before = '', name = '', written = ''], index, all) => {
    const at = (all[index]?.index ?? 0) + before.length
    const rewritten = rewrite(written.slice(1, -1).replaceAll('&amp;', '&'), name.toLowerCase() === 'href' ? 'link' : 'media')
    return rewritten === undefined
      ? []
      : [{ at, written, text: `"${rewritten.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"` }]
  })
}
