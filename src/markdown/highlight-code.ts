import hljs from 'highlight.js/lib/common'

/**
 * Longer code, and code with longer lines, stays plain: against what was made to slow it down, the library's time grows with
 * the square of both. So it takes at most a second or so; what is written to be read keeps far from either.
 */
const MAX_LENGTH = 16 * 1024
const MAX_LINE_LENGTH = 500

/** Marked up, code may be so many times its length, and little of it a little more; beyond, its marks outweigh it, and it stays plain. */
const MAX_GROWTH = 8
const ALWAYS_ALLOWED_LENGTH = 1024

/** What stands out, by the library's names for it. All else is plain: each kind costs every reader of the page its marks. */
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['addition', 'code-added'],
  ['attr', 'code-name'],
  ['comment', 'code-comment'],
  ['deletion', 'code-removed'],
  ['keyword', 'code-keyword'],
  ['literal', 'code-value'],
  ['meta', 'code-comment'],
  ['name', 'code-name'],
  ['number', 'code-value'],
  ['quote', 'code-comment'],
  ['regexp', 'code-string'],
  ['section', 'code-name'],
  ['string', 'code-string'],
  ['title', 'code-name'],
])

/** The tags that the library writes; the code itself is escaped. */
const TAG = /<span class="(?:hljs-)?([\w-]+)[^"]*">|<\/span>/g

/**
 * The HTML of code in which keywords, strings, comments, values, names and changed lines stand in `span`s, each with one of
 * `CLASSES`. Undefined for a language that is not known, and for code that is to stay plain. The same code gives the same
 * HTML.
 */
export function highlightCode(code: string, language: string): string | undefined {
  if (isTooLong(code) || hljs.getLanguage(language) === undefined) return undefined
  const html = withOwnClasses(hljs.highlight(code, { language, ignoreIllegals: true }).value)
  return html.length > MAX_GROWTH * code.length + ALWAYS_ALLOWED_LENGTH ? undefined : html
}

function isTooLong(code: string): boolean {
  return code.length > MAX_LENGTH || code.split('\n').some(line => line.length > MAX_LINE_LENGTH)
}

function withOwnClasses(html: string): string {
  const isKept: boolean[] = []
  return html.replace(TAG, (tag, kind: string | undefined) => {
    if (kind === undefined) return isKept.pop() ? tag : ''
    const name = CLASSES.get(kind)
    isKept.push(name !== undefined)
    return name === undefined ? '' : `<span class="${name}">`
  })
}
