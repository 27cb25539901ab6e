import { isUtf8 } from 'node:buffer'
import matter from 'gray-matter'
import { placeAt, readYaml, type YamlDocument, type YamlMistake } from '../fields/read-yaml.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

/** A source file cut in two: its fields as located text values, and its body as Markdown. */
export interface CutSource {
  readonly fields: YamlDocument
  readonly body: string
  /** Line on which the body begins, 1-based. */
  readonly bodyLine: number
}

type Complaint = Pick<Diagnostic, 'code' | 'line' | 'column' | 'message' | 'remedy'>

// gray-matter looks for comments with a pattern that is quadratic in blank lines: 32 KiB of them cost under a second.
const MAX_FRONT_MATTER = 32 * 1024

const OPENING = /^---[ \t]*([^\n]*?)[ \t]*\n/

/** Cuts the front matter from a file's bytes. Whatever gray-matter would guess at or run is refused before it sees it. */
export function cutFrontMatter(bytes: Uint8Array): CutSource | Complaint {
  const decoded = decode(bytes)
  if (typeof decoded !== 'string') return decoded
  const opening = OPENING.exec(decoded)
  if (!opening) return withoutOpening(decoded)
  const language = opening[1] ?? ''
  if (/^-+$/.test(language)) return at(1, `the first line has ${3 + language.length} dashes`, THREE_DASHES)
  if (!['', 'yaml', 'yml'].includes(language.toLowerCase())) {
    return at(1, `the front matter is marked as "${language.slice(0, 40)}", which is never read`, THREE_DASHES)
  }
  const closing = findClosing(decoded, opening[0].length - 1)
  if ('message' in closing) return closing
  if (closing.start > MAX_FRONT_MATTER)
    return at(
      1,
      `the front matter is longer than ${MAX_FRONT_MATTER / 1024} KB`,
      'move text below the second --- line',
      'too-large',
    )
  const fields = parseWithGrayMatter(decoded.slice(opening[0].length, closing.start))
  if ('message' in fields) return { code: 'yaml', ...fields }
  return { fields, body: decoded.slice(closing.end), bodyLine: placeAt(decoded, closing.start).line + 1 }
}

function at(line: number, message: string, remedy: string, code: Diagnostic['code'] = 'front-matter'): Complaint {
  return { code, line, column: 1, message, remedy }
}

/** The line on which a file's body begins, 1-based, whatever stands in its front matter; undefined where that has no end. */
export function bodyLineOf(bytes: Uint8Array): number | undefined {
  const decoded = decode(bytes)
  if (typeof decoded !== 'string') return undefined
  const opening = OPENING.exec(decoded)
  const closing = opening && findClosing(decoded, opening[0].length - 1)
  return closing && 'end' in closing ? placeAt(decoded, closing.start).line + 1 : undefined
}

/** The body of a file whose front matter was cut before: everything from `bodyLine` on. */
export function bodyOf(bytes: Uint8Array, bodyLine: number): string {
  const decoded = decode(bytes)
  if (typeof decoded !== 'string') return ''
  let start = 0
  for (let line = 1; line < bodyLine; line++) {
    const end = decoded.indexOf('\n', start)
    if (end < 0) return ''
    start = end + 1
  }
  return decoded.slice(start)
}

/** UTF-8 text with one byte order mark at most, and line feeds only. */
function decode(bytes: Uint8Array): string | Complaint {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  if (!isUtf8(bytes)) {
    return {
      code: 'encoding',
      ...placeAt(text, text.indexOf('\uFFFD')),
      message: 'this file is not UTF-8 text',
      remedy: 'save it again as UTF-8',
    }
  }
  const unmarked = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (unmarked.startsWith('\uFEFF'))
    return at(1, 'the file begins with two byte order marks', 'save it again as UTF-8 without a byte order mark', 'encoding')
  return unmarked.includes('\r') ? unmarked.replace(/\r\n?/g, '\n') : unmarked
}

const THREE_DASHES = 'begin the file with three dashes alone: ---'

function withoutOpening(text: string): Complaint {
  if (/^[\u2010-\u2015\u2212-]+\s*\n/.test(text))
    return at(1, 'the first line is no line of three dashes', `${THREE_DASHES}; an editor may have made one long dash of them`)
  if (/^\+\+\+\s*\n/.test(text))
    return at(
      1,
      'the front matter stands between lines of +++',
      'put lines of --- in their place, and write each field as name: value',
    )
  const first = /^\s*---/.exec(text)
  if (first && first[0].length > 3) return at(1, 'something stands before the front matter', 'make --- the very first line')
  return at(1, 'there is no front matter', 'begin the file with a line ---, then title: and date:, then another line ---')
}

/** The line that closes the front matter. A line that only begins with dashes would close it too for gray-matter: refused. */
function findClosing(text: string, from: number): { start: number; end: number } | Complaint {
  const index = text.indexOf('\n---', from)
  if (index < 0) return at(1, 'the front matter is not closed', 'end it with a line of three dashes: ---')
  const lineEnd = text.indexOf('\n', index + 1)
  const line = text.slice(index + 1, lineEnd < 0 ? undefined : lineEnd)
  if (line.trimEnd() !== '---') {
    return at(
      placeAt(text, index + 1).line,
      `"${line.slice(0, 40)}" begins like the end of the front matter`,
      'write three dashes alone to end it, or indent the line',
    )
  }
  return { start: index + 1, end: lineEnd < 0 ? text.length : lineEnd + 1 }
}

function parseWithGrayMatter(yaml: string): YamlDocument | YamlMistake {
  let parsed: YamlDocument | YamlMistake = {
    value: new Map(),
    placeOf: () => ({ line: 1, column: 1 }),
    isQuoted: () => false,
    hiddenOf: () => undefined,
  }
  const refuse = (): never => {
    throw new Error('only YAML front matter is read')
  }
  // Options are given at every call: without them gray-matter keeps results by content and hands out one mutable object.
  matter(`---\n${yaml}---\n`, {
    language: 'yaml',
    engines: {
      yaml: source => {
        parsed = readYaml(source)
        return {}
      },
      json: refuse,
      js: refuse,
      javascript: refuse,
    },
  })
  return parsed
}
