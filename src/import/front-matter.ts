import { parse, TomlDate, TomlError } from 'smol-toml'
import { readYaml } from '../fields/read-yaml.ts'

/** Fields of front matter or of a settings file, their names in lower case; values are texts, lists and maps of them. */
export type SourceFields = ReadonlyMap<string, unknown>

/** What could not be read, in a sentence. */
export interface Unreadable {
  readonly problem: string
}

/** A file cut in two; without front matter, it has no fields and is all body. */
export interface CutFile {
  readonly fields: SourceFields
  readonly body: string
  readonly hasFrontMatter: boolean
}

export type FieldFormat = 'yaml' | 'toml' | 'json'

/** Opens front matter: Hugo's three forms, of which Jekyll has the first. What a line names beside that, `---js`, is never read. */
const OPENINGS = [
  { format: 'yaml', opening: /^---[ \t]*\n/, closing: /^(?:---|\.\.\.)[ \t]*(?:\n|$)/m },
  { format: 'toml', opening: /^\+\+\+[ \t]*\n/, closing: /^\+\+\+[ \t]*(?:\n|$)/m },
] as const

/** Cuts a content file of Hugo or Jekyll. */
export function cutFile(text: string): CutFile | Unreadable {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  for (const { format, opening, closing } of OPENINGS) {
    const start = opening.exec(source)?.[0].length
    if (start === undefined) continue
    const end = closing.exec(source.slice(start))
    if (!end) return { problem: `the front matter is not closed` }
    return withFields(source.slice(start, start + end.index), format, source.slice(start + end.index + end[0].length))
  }
  const marked = /^(?:---|\+\+\+)[ \t]*(\S+)[ \t]*\n/.exec(source)?.[1]
  if (marked !== undefined) return { problem: `the front matter is marked as "${marked.slice(0, 40)}", which is never read` }
  if (!source.startsWith('{')) return { fields: new Map(), body: source, hasFrontMatter: false }
  const end = endOfObject(source)
  if (end === undefined) return { problem: 'the front matter begins with { and is not closed' }
  return withFields(source.slice(0, end), 'json', source.slice(end).replace(/^[ \t]*\n/, ''))
}

/** Where the object of JSON ends that a text begins with. */
function endOfObject(text: string): number | undefined {
  let depth = 0
  for (const { 0: found, index } of text.matchAll(/"(?:[^"\\]+|\\.)*"?|[{}]/gs)) {
    if (found === '{') depth++
    if (found === '}') depth--
    if (depth === 0) return index + 1
  }
  return undefined
}

function withFields(text: string, format: FieldFormat, body: string): CutFile | Unreadable {
  const fields = readFields(text, { format, name: 'the front matter' })
  return 'problem' in fields ? fields : { fields, body, hasFrontMatter: true }
}

/** Reads settings or front matter, which `name` says. */
export function readFields(
  text: string,
  { format, name }: { readonly format: FieldFormat; readonly name: string },
): SourceFields | Unreadable {
  const value = READERS[format](text, name)
  if (isUnreadable(value)) return value
  return value instanceof Map ? value : new Map()
}

const READERS: { readonly [format in FieldFormat]: (text: string, name: string) => unknown } = {
  yaml: (text, name) => {
    const read = readYaml(text)
    return 'message' in read ? { problem: `line ${read.line} of ${name}: ${read.message}` } : plain(read.value)
  },
  toml: (text, name) => {
    try {
      return plain(parse(text, { integersAsBigInt: 'asNeeded' }))
    } catch (error) {
      if (!(error instanceof TomlError)) throw error
      return { problem: `line ${error.line} of ${name}: this is no TOML` }
    }
  },
  json: (text, name) => {
    try {
      return plain(JSON.parse(text))
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      return { problem: `${name} is no JSON: ${error.message}` }
    }
  },
}

function isUnreadable(value: unknown): value is Unreadable {
  return typeof value === 'object' && value !== null && !(value instanceof Map) && 'problem' in value
}

/** The value in one form for all three: texts, arrays, and maps whose keys are in lower case, since Hugo's have none. */
function plain(value: unknown): unknown {
  if (value === null || value === undefined) return ''
  if (value instanceof TomlDate) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map || typeof value === 'object') {
    const entries = value instanceof Map ? [...value] : Object.entries(value)
    return new Map(entries.map(([key, item]) => [String(key).toLowerCase(), plain(item)]))
  }
  return String(value)
}
