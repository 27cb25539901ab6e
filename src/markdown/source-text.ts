/**
 * What may not stand in a body: C0 controls other than tab and line ends, C1 controls, Unicode noncharacters (`SITE_MARK`
 * and our own marks are such) and lone surrogates. XML 1.0 §2.2 forbids most of them; feed validators warn of the rest.
 */
const FORBIDDEN = /[[\p{Cc}\p{Noncharacter_Code_Point}\p{Cs}]--[\t\n\r\x7F]]/gv

/** Either a line end that is written as `\n`, or a forbidden character that is taken out. */
const REWRITTEN = /\r\n?|[[\p{Cc}\p{Noncharacter_Code_Point}\p{Cs}]--[\t\n\r\x7F]]/gv

/** Any other character than those with which nothing is wrong. A noncharacter beyond the basic plane ends in DFFE or DFFF. */
const SUSPECT = /[^\t\n -\x7F\xA0-\uDFFD\uE000-\uFDCF\uFDF0-\uFFFD]/

const REFERENCE = /&#(?:x([0-9a-f]+)|([0-9]+));?/gi

/** The body as it is rendered: every line ends in `\n`, and no forbidden character is in it. */
export function cleanSource(source: string): string {
  if (!SUSPECT.test(source) && source.isWellFormed()) return source
  return source.replace(REWRITTEN, found => (found.startsWith('\r') ? '\n' : ''))
}

/** Text without forbidden characters, for what was decoded after `cleanSource` had its look. */
export function withoutForbidden(text: string): string {
  return text.replace(FORBIDDEN, '')
}

/** Whether a decoded text has anything in it that `cleanSource` takes out, or a line end. */
export function hasControls(text: string): boolean {
  return text.search(FORBIDDEN) >= 0 || /[\t\n\r]/.test(text)
}

/**
 * HTML in which no numeric character reference means a forbidden character (HTML §13.2.5.80): each such becomes a space,
 * since to take it out could join what stands around it into another one.
 */
export function withoutForbiddenReferences(html: string): string {
  if (!html.includes('&#')) return html
  return html.replace(REFERENCE, (found: string, hex: string | undefined, decimal: string | undefined) => {
    const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16)
    const readable = code <= 0x10ffff && code !== 13 && withoutForbidden(String.fromCodePoint(code)) !== ''
    return readable ? found : ' '
  })
}

/**
 * Line and column, both 1-based, of the source at which an offset of the cleaned source stands; columns in UTF-16 units.
 */
export function positionIn(source: string, cleanedOffset: number): { readonly line: number; readonly column: number } {
  const offset = sourceOffset(source, cleanedOffset)
  const before = source.slice(0, offset).split(/\r\n|[\r\n]/)
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function sourceOffset(source: string, cleanedOffset: number): number {
  let removed = 0
  for (const found of source.matchAll(REWRITTEN)) {
    const isLineEnd = found[0].startsWith('\r')
    const reached = found.index - removed
    if (reached > cleanedOffset || (isLineEnd && reached === cleanedOffset)) break
    removed += isLineEnd ? found[0].length - 1 : found[0].length
  }
  return cleanedOffset + removed
}
