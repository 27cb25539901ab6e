import { withoutFootnoteReferences } from './footnotes.ts'
import { isTooDeep, lex, OversizedBody, type Token } from './gfm.ts'
import { plainText } from './plain-text.ts'
import { cleanSource } from './source-text.ts'

/** Characters of the body that are looked at: the first paragraph of a news story stands well within. */
const LOOKED_AT = 2000

/** Longest excerpt, in UTF-16 units, its ellipsis included: what search engines and previews show at most. */
const MAX_LENGTH = 280

/** Markdown that means more than its characters; a paragraph without any is its own plain text. */
const MARKUP = /[\\`*_~[\]<&|]|^\s*(?:[#>+=-]|\d+[.)]|\t| {4})|\n\s*(?:[#>+=-]|\d+[.)])| {2}\n/

/** `[text][name]`, whose definition mostly stands further down than we look. Not `list[0][1]`, which is code. */
const REFERENCE = /(?<![\w`!])\[([^\][`\n]{1,200})\]\[[^\][`\n]{0,100}\]/g

/** A comment that begins a line is a block of HTML to its end, with the words behind it: readers take these for the first paragraph. */
const FIRST_COMMENTS = /^(?:<!--[\s\S]*?-->\s*)+/

/**
 * Plain text of a body's first paragraph, for a story without a summary: no markup, white space collapsed, cut at a word
 * with `…`. Empty when no paragraph begins in the first 2,000 characters. Never throws.
 */
export function excerptOf(markdown: string): string {
  const beginning = cleanSource(markdown.slice(0, LOOKED_AT)).replace(REFERENCE, '$1')
  const start = withoutFootnoteReferences(beginning, markdown).trimStart().replace(FIRST_COMMENTS, '')
  const first = start.split(/\n[ \t]*\n/, 1)[0] ?? ''
  // The first block is mostly the paragraph, and then costs a tenth of reading it all. Only a paragraph is sure to end at a blank line.
  return shortened(MARKUP.test(first) ? (firstParagraph(first) ?? firstParagraph(start) ?? '') : first)
}

function firstParagraph(markdown: string): string | undefined {
  for (const token of blocks(markdown)) {
    const text = token.type === 'paragraph' ? collapsed(plainText(token.tokens ?? [])) : ''
    if (text !== '') return text
  }
  return undefined
}

function blocks(markdown: string): readonly Token[] {
  try {
    return lex(markdown)
  } catch (error) {
    // Nested deeper than the stack, or a table beyond measure: no first paragraph to be found here.
    if (isTooDeep(error) || error instanceof OversizedBody) return []
    throw error
  }
}

function shortened(text: string): string {
  const line = collapsed(text)
  if (line.length <= MAX_LENGTH) return line
  const cut = line.slice(0, MAX_LENGTH - 1)
  const space = cut.lastIndexOf(' ')
  return `${(space > 0 ? cut.slice(0, space) : cut.toWellFormed().replace(/\uFFFD$/, '')).trimEnd()}…`
}

function collapsed(text: string): string {
  // A space by itself is left alone: most are.
  return text.replace(/\s{2,}|[^\S ]/g, ' ').trim()
}
