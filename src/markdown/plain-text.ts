import { childrenOf, type Token } from './gfm.ts'
import { decodeReferences } from './sanitise.ts'

/** Elements whose text is not for people to read. */
const UNREAD = /^<(script|style|title|textarea|template|noscript|svg|math)\b/i

/**
 * The text of inline tokens as a reader sees it: no markup, no tags, no images; references decoded. White space as
 * written.
 */
export function plainText(tokens: readonly Token[]): string {
  let text = ''
  let unread: string | undefined
  for (const token of tokens) {
    if (unread !== undefined) {
      if (token.raw.toLowerCase().startsWith(`</${unread}`)) unread = undefined
    } else if (token.type === 'html') {
      unread = UNREAD.exec(token.raw)?.[1]?.toLowerCase()
    } else {
      text += textOf(token)
    }
  }
  return text
}

function textOf(token: Token): string {
  if (token.type === 'image' || token.type === 'checkbox') return ''
  if (token.type === 'br') return ' '
  if (token.type === 'codespan') return token.text
  const children = childrenOf(token)
  if (children.length > 0) return plainText(children)
  return token.type === 'text' || token.type === 'escape' ? decodeReferences(token.text) : ''
}
