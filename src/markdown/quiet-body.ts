import { addressOf } from './body-renderer.ts'
import { MAX_DIRECT_DEPTH } from './direct-html.ts'
import { forEachToken, type Token, type Tokens } from './gfm.ts'
import { type AddressContext, safeAddress } from './safe-address.ts'
import type { Survey } from './survey.ts'

/** More than the tags of any token take, without their addresses and titles, with the marks before them. */
const MOST_MARKUP = 200
/** More than the tags of a table's cell take. */
const MOST_CELL = 40
/** More than a character takes of which the highlighter makes an element of its own. */
const MOST_HIGHLIGHTED = 80
/** What a character of an address takes at most, percent-encoded; and one of text, escaped. */
const MOST_ENCODED = 9
const MOST_ESCAPED = 6

/** A body as it was read. */
export interface ReadBody {
  readonly tokens: readonly Token[]
  readonly source: string
  readonly survey: Survey
  readonly context: AddressContext
  /** The longest that its HTML may be. */
  readonly longest: number
}

/**
 * By how much a body's HTML may be longer, at least, where it is sure to come to no complaint; undefined where only writing
 * it tells. It has no raw HTML, all its addresses are safe, and with the most that its tokens can become it is not too long.
 */
export function quietRoom({ tokens, source, survey, context, longest }: ReadBody): number | undefined {
  if (survey.hasRawHtml || survey.depth > MAX_DIRECT_DEPTH) return undefined
  let isQuiet = true
  let most = MOST_ESCAPED * source.length
  forEachToken(tokens, token => {
    most += MOST_MARKUP
    if (isAddressed(token)) {
      isQuiet &&= isSafe(token, context)
      most += MOST_ENCODED * token.href.length + MOST_ESCAPED * (token.title?.length ?? 0)
    } else if (isTable(token)) most += MOST_CELL * token.header.length * (token.rows.length + 1)
    else if (token.type === 'code') most += MOST_HIGHLIGHTED * token.raw.length
  })
  return isQuiet && most <= longest ? longest - most : undefined
}

function isSafe({ type, href }: Tokens.Link | Tokens.Image, context: AddressContext): boolean {
  const address = addressOf(href)
  return address !== undefined && safeAddress(address, type === 'image' ? 'media' : 'link', context).kind === 'safe'
}

function isAddressed(token: Token): token is Tokens.Link | Tokens.Image {
  return token.type === 'link' || token.type === 'image'
}

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table'
}
