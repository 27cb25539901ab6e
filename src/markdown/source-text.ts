import { firstIndex } from '../model/first-index.ts'

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

/** Line and column of a source, both 1-based; columns in UTF-16 units. */
interface Position {
  readonly line: number
  readonly column: number
}

/**
 * Tells where in the source an offset of the cleaned source stands. The source is read through once, since a long body has thousands of places
 * to tell.
 */
export function positionsIn(source: string): (cleanedOffset: number) => Position {
  const lines = [0, ...Array.from(source.matchAll(/\r\n|[\r\n]/g), ({ 0: end, index }) => index + end.length)]
  const cuts = cutsIn(source)
  return cleanedOffset => {
    const offset = cleanedOffset + (cuts[countUpTo(cuts, cleanedOffset, ({ after }) => after) - 1]?.removed ?? 0)
    const line = countUpTo(lines, offset, start => start)
    return { line, column: offset - (lines[line - 1] ?? 0) + 1 }
  }
}

/** A place at which cleaning took characters out: the offsets `after` it, in the cleaned source, and how many it took up to there. */
interface Cut {
  readonly after: number
  readonly removed: number
}

function cutsIn(source: string): readonly Cut[] {
  const cuts: Cut[] = []
  if (cleanSource(source) === source) return cuts
  let removed = 0
  for (const { 0: found, index } of source.matchAll(REWRITTEN)) {
    const isLineEnd = found.startsWith('\r')
    // The line end that is left stands before what follows it.
    const after = index - removed + (isLineEnd ? 1 : 0)
    removed += isLineEnd ? found.length - 1 : found.length
    cuts.push({ after, removed })
  }
  return cuts
}

/** How many of these, sorted, are at `most` or below. */
function countUpTo<T>(sorted: readonly T[], most: number, keyOf: (one: T) => number): number {
  return firstIndex(sorted.length, index => {
    const value = sorted[index]
    return value === undefined || keyOf(value) > most
  })
}
