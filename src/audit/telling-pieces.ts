/** A piece of an article's file. */
export interface Piece {
  readonly text: string
  /** Line of the file on which it begins, 1-based. */
  readonly line: number
}

const FRONT_MATTER = /^\uFEFF?---[^\n]*\n([\s\S]*?\n)---[^\S\n]*(?:\n|$)/
const NAME = /^[\s-]*(?:\{\s*)?[\w-]+:(?:\s|$)/
const FLOW = /^[\s-]*[[{]|[\]}]\s*$/
const DATE = /\d{4}-\d\d-\d\d(?:[T ][\d:.]+)?(?:Z|[+-]\d\d:?\d\d)?/g

/**
 * What of an article's file tells what it is about, whatever its fields are named: each value of its front matter and each
 * paragraph. Dates tell nothing: others have them too.
 */
export function tellingPieces(source: string): readonly Piece[] {
  const text = source.replace(/\r\n?/g, '\n')
  const fields = FRONT_MATTER.exec(text)
  const body = fields ? text.slice(fields[0].length) : text
  const bodyLine = fields ? fields[0].split('\n').length : 1
  const values = (fields?.[1] ?? '')
    .split('\n')
    .flatMap((line, index) => valuesOf(line).map(value => ({ text: value, line: index + 2 })))
  return [...values, ...paragraphsOf(body, bodyLine)].filter(({ text }) => text.trim() !== '')
}

/** A value in one piece; of a list or a group each part, since what stands beside it there does not beside it elsewhere. */
function valuesOf(line: string): readonly string[] {
  const value = line.replace(NAME, '').replace(DATE, ' ')
  return FLOW.test(value) ? value.split(/[,[\]{}"']/).map(part => part.replace(NAME, '')) : [value]
}

function paragraphsOf(body: string, firstLine: number): readonly Piece[] {
  const pieces: Piece[] = []
  let line = firstLine
  for (const part of body.split(/(\n\s*\n)/)) {
    pieces.push({ text: part, line })
    line += part.split('\n').length - 1
  }
  return pieces
}
