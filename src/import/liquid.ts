import { holdsDefinitions, outsideCode, withCodeBlocks } from './markdown-parts.ts'
import { withoutComments } from './without-comments.ts'

/** What a page's tags can refer to. */
export interface LiquidContext {
  readonly baseurl: string
  readonly home: string
  /** The address of a post or file that a tag names. */
  readonly refer: (target: string) => string | undefined
}

const RAW = /\{%-?\s*raw\s*-?%\}((?:(?!\{%-?\s*raw\s*-?%)[\s\S])*?)\{%-?\s*endraw\s*-?%\}/g
const CODE = /\{%-?\s*highlight\s+(\S+)[^%]*-?%\}((?:(?!\{%-?\s*highlight\s)[\s\S])*?)\{%-?\s*endhighlight\s*-?%\}/g
/** A comment, or what stands between `raw`, in which there is none. */
const COMMENT = new RegExp(
  String.raw`${RAW.source}|\{%-?\s*(?:(?<begin>comment)|(?<end>endcomment))\b(?:(?!\{%)[\s\S])*?%\}`,
  'g',
)
const REMARK = /\{%-?\s*#(?:(?!\{%)[\s\S])*?%\}/g
const TAG = /\{%-?\s*(\w+)((?:(?!\{%)[\s\S])*?)-?%\}/g
/** Before an address that a tag gives in full. */
const BEFORE_ADDRESS = /(?:\{\{-?\s*site\.(?:url|baseurl)\s*-?\}\})+(?=\{%-?\s*(?:post_url|link)\b)/g

const OUTPUT = /\{\{-?((?:(?!\{\{)[\s\S])*?)-?\}\}/g

/** kramdown's attributes and options, `{: .note}`, on a line of their own or after what they belong to. */
const ATTRIBUTES = /^\{:[^{}\n]*\}[ \t]*\n|\{:[:/][^{}\n]*\}|(?<![ \t])[ \t]*\{:(?![:/])[^{}\n]*\}/gm

/** The list whose place a table of contents takes. */
const CONTENTS = /^(?:[*+-]|\d+\.)[ \t][^\n]*\n\{:[ \t]*toc\b[^{}\n]*\}[ \t]*(?:\n|$)/gm
const ABBREVIATION = /^ {0,3}\*\[[^\]\n]+\]:[^\n]*(?:\n|$)/gm

const KRAMDOWN_COMMENT = /(\{::comment(?:\s[^{}\n]*)?(?<!\/)\})|\{:\/(?:comment)?\}/g
// Stand for the marks of comments that are not within code.
const BEGIN = '\uFDD0'
const END = '\uFDD1'
const MARKED = new RegExp(`(?<begin>${BEGIN})|(?<end>${END})`, 'g')

/**
 * Text in which those of Jekyll's tags are written out that Markdown can say as well; the others stay as text, and are named.
 * What stands between `raw` is shown as it is, which here needs no tag.
 */
export function carryLiquid(
  markdown: string,
  context: LiquidContext,
): { readonly text: string; readonly losses: readonly string[] } {
  const lost = new Set<string>()
  const lose = (what: string): void => void lost.add(what)
  const shown = withoutComments(markdown, COMMENT, lose).replace(REMARK, '')
  const marked = outsideCode(shown.replace(MARKED, ''), part =>
    part.replace(KRAMDOWN_COMMENT, (_, begin?: string) => (begin === undefined ? END : BEGIN)),
  )
  const pieces = withoutComments(marked, MARKED, lose).replaceAll(END, '').split(RAW)
  const text = pieces.map((piece, index) => (index % 2 === 1 ? piece : carry(piece, context, lost))).join('')
  if (holdsDefinitions(text)) lost.add('a list of definitions stays as text')
  return { text, losses: [...lost] }
}

function carry(markdown: string, context: LiquidContext, lost: Set<string>): string {
  // Liquid runs before Markdown: in code as well, but for the attributes of kramdown.
  const text = withCodeBlocks(markdown.replace(BEFORE_ADDRESS, ''), CODE, language => language)
    .replace(TAG, (found, name: string, rest: string) => {
      const address = name === 'post_url' || name === 'link' ? context.refer(rest.trim()) : undefined
      if (address !== undefined) return address
      lost.add(`the tag ${name} stays as text`)
      return found
    })
    .replace(OUTPUT, (found, inner: string) => {
      const expression = inner.trim()
      const value = written(expression, context)
      if (value === undefined) lost.add(`{{ ${expression} }} stays as text`)
      return value ?? found
    })
  return outsideCode(text, part =>
    part
      .replace(CONTENTS, () => {
        lost.add('a table of contents')
        return ''
      })
      .replace(ABBREVIATION, found => {
        lost.add(`the abbreviation ${found.trim()}`)
        return ''
      })
      .replace(ATTRIBUTES, found => {
        lost.add(`attributes of kramdown: ${found.trim()}`)
        return ''
      }),
  )
}

/** The site's own address, and addresses that filters complete; nothing else is known without running the site. */
function written(expression: string, { baseurl, home }: LiquidContext): string | undefined {
  if (expression === 'site.baseurl') return baseurl
  if (expression === 'site.url') return new URL(home).origin
  const filtered = /^(?:"([^"]*)"|'([^']*)')\s*\|\s*(relative_url|absolute_url|prepend:\s*site\.baseurl)$/.exec(expression)
  if (!filtered) return undefined
  return `${baseurl}/${(filtered[1] ?? filtered[2] ?? '').replace(/^\//, '')}`
}
