/** What somebody wrote who does not know YAML, where, and how to put it right. */
export interface Slip {
  /** 1-based, as is the column. */
  readonly line: number
  readonly column: number
  readonly message: string
  readonly remedy: string
}

/** The text that holds the slip, and the line at which another text cannot be read any further, 1-based; undefined when all of it can. */
export interface SlipContext {
  readonly source: string
  readonly unreadableAt: (source: string) => number | undefined
}

/**
 * The slip that keeps a line from being read: in it, or in the two above, of which the parser takes it for a part. A slip is
 * believed when the text reads further once it is put right.
 */
export function slipAt(line: number, { source, unreadableAt }: SlipContext): Slip | undefined {
  const lines = source.split('\n')
  const above = lastWritten(line - 1, lines)
  for (const index of [line - 1, above, lastWritten(above, lines)]) {
    const written = lines[index]
    if (written === undefined) continue
    for (const putRight of SLIPS) {
      const right = putRight(written, lines[lastWritten(index, lines)] ?? '')
      if (right === undefined || right.line === written) continue
      const end = unreadableAt(lines.with(index, right.line).join('\n'))
      if (end === undefined || end > line) return { ...placeOf(index, written, right.line), ...told(right) }
    }
  }
  return undefined
}

/** A line as it was meant, and what is wrong with it as it stands. */
interface Right {
  readonly line: string
  readonly message: string
  readonly remedy: string
}

/** The name of a field, as it begins a line or an item of a list. */
const NAME = '^(?<name> *(?:- )?[\\p{L}_][\\p{L}\\p{N}_-]*)'

/** How a line is put right, when it is wrong in this way; given the line above it too. */
const SLIPS: readonly ((line: string, above: string) => Right | undefined)[] = [
  rewritten(new RegExp(`${NAME}:(?<value>[^\\s:/].*)$`, 'u'), ': ', {
    message: 'a blank is missing after the colon',
    remedy: 'put one there',
  }),
  rewritten(new RegExp(`${NAME} ?：\\s*(?<value>\\S.*)$`, 'u'), ': ', {
    message: 'this colon is not the one that ends the name of a field',
    remedy: 'write : and a blank',
  }),
  closed,
  inQuotes,
  rewritten(new RegExp(`${NAME} +(?<value>\\S.*)$`, 'u'), ': ', {
    message: 'a colon is missing after the name of the field',
    remedy: 'put one there, and a blank',
  }),
  rewritten(/^(?<name> *-)(?<value>[^\s-].*)$/, ' ', { message: 'a blank is missing after the dash', remedy: 'put one there' }),
  indentedLike,
]

function indentedLike(line: string, above: string): Right | undefined {
  if (!line.startsWith(' ')) return undefined
  return {
    line: `${/^ */.exec(above)}${line.trimStart()}`,
    message: 'this line is not indented like the one above it',
    remedy: 'begin it in the same column',
  }
}

function rewritten(pattern: RegExp, between: string, words: Omit<Right, 'line'>): (line: string) => Right | undefined {
  return line => {
    const { name, value } = pattern.exec(line)?.groups ?? {}
    return value === undefined ? undefined : { line: `${name}${between}${value}`, ...words }
  }
}

const VALUE = new RegExp(`${NAME}: +(?<value>\\S.*)$`, 'u')
const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", '[': ']', '{': '}' }

/** What begins with a bracket or a quotation mark, and has none at its end. */
function closed(line: string): Right | undefined {
  const { value = '' } = VALUE.exec(line)?.groups ?? {}
  const first = value[0] ?? ''
  const closing = CLOSING[first]
  if (closing === undefined || value.includes(closing, 1)) return undefined
  return { line: `${line.trimEnd()}${closing}`, message: `the ${first} is not closed`, remedy: 'close it' }
}

function inQuotes(line: string): Right | undefined {
  const { name, value } = VALUE.exec(line)?.groups ?? {}
  if (value === undefined || isBracketed(value)) return undefined
  return { line: `${name}: ${quoted(value.trimEnd())}`, message: whyQuotes(value), remedy: 'put the whole value into quotes' }
}

/** A list or a group, for which no text is meant: words behind it would be. */
function isBracketed(value: string): boolean {
  return /^[[{]/.test(value) && !/^(\[[^\][]*\]|\{[^{}]*\})\s*[^\s,#\]}]/.test(value)
}

function quoted(value: string): string {
  const words = /^(["'])(.*)\1$/.exec(value)?.[2] ?? value
  return words.includes('"') && !words.includes("'") ? `'${words}'` : `"${words.replaceAll(/["\\]/g, '\\$&')}"`
}

function whyQuotes(value: string): string {
  const first = value[0] ?? ''
  const closing = CLOSING[first]
  if (closing !== undefined) return `something stands after the ${closing} that ends the value`
  return /^[@`%|>&*!?,\]}-]/.test(first) ? `a value cannot begin with ${first}` : 'a second colon stands in the line'
}

// Whoever has to compare longer lines is helped by the words alone.
const MAX_SHOWN = 100

function told({ line, message, remedy }: Right): Pick<Slip, 'message' | 'remedy'> {
  const shown = line.trim()
  return { message, remedy: shown.length > MAX_SHOWN ? remedy : `${remedy}: ${shown}` }
}

/** The last line before this one that is not blank; -1 where there is none. */
function lastWritten(index: number, lines: readonly string[]): number {
  return lines.findLastIndex((line, at) => at < index && line.trim() !== '')
}

/** Where a line begins to differ from how it was meant. */
function placeOf(index: number, written: string, meant: string): Pick<Slip, 'line' | 'column'> {
  const same = Array.from({ length: written.length }).findIndex((_, at) => written[at] !== meant[at])
  return { line: index + 1, column: (same === -1 ? written.length : same) + 1 }
}
