import { fencedCode, outsideCode } from './markdown-parts.ts'

/** What a page's tags can refer to. */
export interface LiquidContext {
  readonly baseurl: string
  readonly home: string
  /** The address of a post or file that a tag names. */
  readonly refer: (target: string) => string | undefined
}

const RAW = /\{%-?\s*raw\s*-?%\}((?:(?!\{%-?\s*raw\s*-?%)[\s\S])*?)\{%-?\s*endraw\s*-?%\}/g
const CODE = /\{%-?\s*highlight\s+(\S+)[^%]*-?%\}((?:(?!\{%-?\s*highlight\s)[\s\S])*?)\{%-?\s*endhighlight\s*-?%\}/g
const TAG = /\{%-?\s*(\w+)((?:(?!\{%)[\s\S])*?)-?%\}/g
/** Before an address that a tag gives in full. */
const BEFORE_ADDRESS = /(?:\{\{-?\s*site\.(?:url|baseurl)\s*-?\}\})+(?=\{%-?\s*(?:post_url|link)\b)/g

const OUTPUT = /\{\{-?((?:(?!\{\{)[\s\S])*?)-?\}\}/g

/** kramdown's attributes, `{: .note}`, on a line of their own or after what they belong to. */
const ATTRIBUTES = /^\{:(?!:)[^}\n]*\}[ \t]*\n|[ \t]*\{:(?!:)[^}\n]*\}/gm

/**
 * Text in which those of Jekyll's tags are written out that Markdown can say as well; the others stay as text, and are named.
 * What stands between `raw` is shown as it is, which here needs no tag.
 */
export function carryLiquid(
  markdown: string,
  context: LiquidContext,
): { readonly text: string; readonly losses: readonly string[] } {
  const lost = new Set<string>()
  const pieces = markdown.split(RAW)
  const text = pieces.map((piece, index) => (index % 2 === 1 ? piece : carry(piece, context, lost))).join('')
  return { text, losses: [...lost] }
}

function carry(markdown: string, context: LiquidContext, lost: Set<string>): string {
  // Liquid runs before Markdown: in code as well, but for the attributes of kramdown.
  const text = markdown
    .replace(BEFORE_ADDRESS, '')
    .replace(CODE, (_, language: string, code: string) => fencedCode(code, language))
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
    part.replace(ATTRIBUTES, found => {
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
