import { addressOf } from './body-renderer.ts'
import { MAX_DIRECT_DEPTH } from './direct-html.ts'
import { mayHaveFootnotes } from './footnotes.ts'
import { forEachToken, lexLeads, type Token, type Tokens } from './gfm.ts'
import { type AddressContext, safeAddress } from './safe-address.ts'
import { surveyOf } from './survey.ts'

/** More than the tags of any token take, without their addresses and titles, with the marks before them. */
const MOST_MARKUP = 200
/** More than the tags of a table's cell take. */
const MOST_CELL = 40
/** More than a character takes of which the highlighter makes an element of its own. */
const MOST_HIGHLIGHTED = 80
/** What a character of an address takes at most, percent-encoded; and one of text, escaped or as the half of a pair of backquotes. */
const MOST_ENCODED = 9
const MOST_TEXT = 7

/** How raw HTML begins, and an address between angle brackets. */
const MAY_BE_TAG = /<[a-z/!?]/i

/** Longest body that is skimmed, in UTF-16 units. What is hostile in a longer one takes seconds, and must not take them twice. */
const LONGEST_SKIMMED = 64 * 1024

/** What is known of a body of which no HTML is needed. */
export interface Skimmed {
  /** Its blocks, and what in them leads somewhere. */
  readonly tokens: Token[]
  /** By how much its HTML may be longer, at least. */
  readonly room: number
}

/**
 * Skims a body that was cleaned. Undefined where only its HTML tells whether there is a complaint: it has raw HTML or footnotes, an address
 * that is not safe, or is long already, or longer than `longest` with the most that its tokens can become. Throws as `lex`.
 */
export function skim(source: string, context: AddressContext & { readonly longest: number }): Skimmed | undefined {
  if (source.length > LONGEST_SKIMMED || MAY_BE_TAG.test(source) || mayHaveFootnotes(source)) return undefined
  const tokens = lexLeads(source)
  const room = roomOf(tokens, source, context)
  return room === undefined ? undefined : { tokens, room }
}

function roomOf(
  tokens: readonly Token[],
  source: string,
  { longest, ...context }: AddressContext & { readonly longest: number },
): number | undefined {
  if (surveyOf(tokens).depth > MAX_DIRECT_DEPTH) return undefined
  let isQuiet = true
  let most = MOST_TEXT * source.length
  forEachToken(tokens, token => {
    most += MOST_MARKUP
    if (isAddressed(token)) {
      isQuiet &&= isSafe(token, context)
      most += MOST_ENCODED * token.href.length + MOST_TEXT * (token.title?.length ?? 0)
    } else if (isTable(token)) most += MOST_CELL * token.header.length * (token.rows.length + 1)
    else if (token.type === 'code') most += MOST_HIGHLIGHTED * token.raw.length
  })
  return isQuiet && most <= longest ? longest - most : undefined
}

function isSafe({ type, href }: Tokens.Link | Tokens.Image, context: AddressContext): boolean {
  const address = addressOf(href)
  // Of a body that names headings of its own, their ids are wanted: HTML has them.
  return (
    address !== undefined &&
    !address.startsWith('#') &&
    safeAddress(address, type === 'image' ? 'media' : 'link', context).kind === 'safe'
  )
}

function isAddressed(token: Token): token is Tokens.Link | Tokens.Image {
  return token.type === 'link' || token.type === 'image'
}

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table'
}
