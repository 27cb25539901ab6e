import { footnoteRemarks } from './footnote-remarks.ts'
import { childrenOf, forEachToken, type Token, type Tokens } from './gfm.ts'
import { headingJumps } from './heading-jumps.ts'
import { leftoverRemarks } from './leftover-remarks.ts'
import { withoutAlt, withoutHeader, withoutWords } from './missing-words.ts'
import { plainText } from './plain-text.ts'
import type { Problem } from './problem.ts'
import { rawRemarks } from './raw-remarks.ts'
import { rawTags } from './raw-tags.ts'

/**
 * What could be better in a body that can be published as it is: images and links without words, headings that skip a
 * level, tables without a header, raw HTML left open, footnotes that lead nowhere, what another system was to fill in.
 */
export function bodyRemarks(tokens: readonly Token[], source: string): readonly Problem[] {
  const all: Token[] = []
  forEachToken(tokens, token => all.push(token))
  const tags = rawTags(all)
  return [
    ...all.flatMap(remarksOn),
    ...headingJumps(all, tags),
    ...rawRemarks(tags),
    ...leftoverRemarks(all, source),
    ...(source.includes('[^') ? footnoteRemarks(tokens) : []),
  ]
}

const NONE: readonly Problem[] = []

function remarksOn(token: Token): readonly Problem[] {
  if (token.type !== 'image' && token.type !== 'link' && token.type !== 'table') return NONE
  const place = { token, offset: 0 }
  if (token.type === 'image' && token.text.trim() === '') {
    const remedy = 'write what it shows between ![ and ]; one that only decorates is written <img src="…" alt="">'
    return [withoutAlt(place, remedy)]
  }
  if (token.type === 'link' && nameOf(childrenOf(token)) === '') return [withoutWords(place, 'write them between [ and ]')]
  if (isTable(token) && token.header.every(({ text }) => text.trim() === ''))
    return [withoutHeader(place, 'write in the row above |---| what each column holds')]
  return []
}

const ALT = /\balt\s*=\s*["']?([^"']+)/i

/** What a link is called: its words, and what the images in it show. */
function nameOf(tokens: readonly Token[]): string {
  let alt = ''
  forEachToken(tokens, token => {
    if (token.type === 'image') alt += token.text
  })
  for (const { name, attributes } of rawTags(tokens)) if (name === 'img') alt += ALT.exec(attributes)?.[1] ?? ''
  return (plainText(tokens) + alt).trim()
}

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table'
}
