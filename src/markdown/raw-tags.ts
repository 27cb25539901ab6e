import { DROPPED_WITH_CONTENT } from './allowed-html.ts'
import type { Token } from './gfm.ts'

/** A tag of raw HTML in a body. */
export interface RawTag {
  /** In lower case. */
  readonly name: string
  readonly kind: 'open' | 'close' | 'void'
  readonly attributes: string
  readonly token: Token
  /** Where it begins in its token. */
  readonly offset: number
  /** Whether nothing but white space stands between the tag before and this one. */
  readonly follows: boolean
}

const TAG = /<!--.*?-->|<(\/?)([a-z][a-z0-9-]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>/gis

const VOID: ReadonlySet<string> = new Set(['br', 'col', 'hr', 'img', 'input', 'source', 'track', 'wbr'])

/** The tags of a body's raw HTML in their order; none of a token with an element in it that is dropped with its content. */
export function rawTags(tokens: readonly Token[]): readonly RawTag[] {
  return tokens.flatMap((token, index) => (token.type === 'html' ? tagsOf(token, tokens[index - 1]) : []))
}

function tagsOf(token: Token, before: Token | undefined): readonly RawTag[] {
  const tags: RawTag[] = []
  let end = 0
  for (const { 0: found, 1: slash, 2: written, 3: attributes = '', index } of token.raw.matchAll(TAG)) {
    const blank = token.raw.slice(end, index).trim() === ''
    const follows = blank && (tags.length > 0 || before?.type === 'html')
    end = index + found.length
    if (written === undefined) continue
    const name = written.toLowerCase()
    if (DROPPED_WITH_CONTENT.has(name)) return []
    const kind = slash === '/' ? 'close' : VOID.has(name) ? 'void' : 'open'
    tags.push({ name, kind, attributes, token, offset: index, follows })
  }
  return tags
}
