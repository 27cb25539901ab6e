import { childrenOf, type Token } from './gfm.ts'
import type { Place } from './missing-words.ts'
import type { Problem } from './problem.ts'

/** How such a thing begins, wherever it stands: most bodies have none, and are looked at no further. */
const MAY_BE_LEFTOVER = /\{\{|\{%|\{[#.]|\[!|\[[a-z][\w-]*\s+[\w-]+=/

const UP_TO_ITS_END = String.raw`(?:(?!\{[{%]).){1,500}?`

/**
 * What other systems fill in when they make a page: shortcodes of Hugo and tags of Liquid; of what stands between double braces, which mathematics
 * has too, only what names a page or a site; of words in square brackets only those with a value in quotation marks, as WordPress has them. And what
 * other Markdown knows: the kind of a box, `[!NOTE]`, and the id or class of a heading, `{#next-steps}`.
 */
const LEFTOVER = new RegExp(
  [
    String.raw`\{\{\\?[<%]${UP_TO_ITS_END}[>%]\}\}`,
    String.raw`\{%${UP_TO_ITS_END}%\}`,
    String.raw`\{\{-?\s*(?:page|post|site|include|layout)\.${UP_TO_ITS_END}\}\}`,
    String.raw`\\?\[[a-z][\w-]*(?:\s+[\w-]+=(?:"[^"\n]{0,200}"|'[^'\n]{0,200}')){1,20}\s*/?\\?\](?![([])`,
    String.raw`^\[![a-zA-Z]{1,30}\](?![([])`,
    String.raw`\{[#.][\w-]{1,100}(?:\s+[#.][\w-]{1,100}){0,9}\s*\}(?=\s*$)`,
  ].join('|'),
  'gs',
)

/** Code shows what it holds, in HTML too. What is looked for has a limit, or what is never closed would take minutes. */
const CODE = /(?<!`)(`+)(?!`).{1,500}?(?<!`)\1(?!`)|<(code|pre|kbd|samp)\b.{0,500}?<\/\2>/gis

/** What was written for another system's templates and stayed as text: the first of each block, with the number of the others. */
export function leftoverRemarks(tokens: readonly Token[], source: string): readonly Problem[] {
  if (!MAY_BE_LEFTOVER.test(source)) return []
  return tokens.filter(holdsText).flatMap(token => {
    const text = token.raw.replace(CODE, code => ' '.repeat(code.length))
    const [first, ...others] = text.matchAll(LEFTOVER)
    return first ? [leftover(first[0], { token, offset: first.index }, others.length)] : []
  })
}

/** Paragraphs, headings and tables, and the text of a list's item; not what stands within them again. */
function holdsText(token: Token): boolean {
  const { type } = token
  return type === 'paragraph' || type === 'heading' || type === 'table' || (type === 'text' && childrenOf(token).length > 0)
}

function leftover(found: string, { token, offset }: Place, others: number): Problem {
  const words = found.replaceAll(/\s+/g, ' ')
  const shown = words.length > LONGEST_SHOWN ? `${words.slice(0, LONGEST_SHOWN)}…` : words
  return {
    severity: 'warning',
    code: 'leftover',
    message: `${shown} stays as it is written${others > 0 ? `, and ${others} more here` : ''}: it was for another system to fill in`,
    remedy: 'write what it stood for, or take it out; or put it in backquotes to show it as code',
    mark: { kind: 'tag', token, offset },
  }
}

const LONGEST_SHOWN = 60
