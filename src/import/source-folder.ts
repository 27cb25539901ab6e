import { decodeText } from './decode-text.ts'
import { type FieldFormat, readFields, type SourceFields } from './front-matter.ts'
import { ImportMistake } from './import-mistake.ts'

/** A folder that a source stands in, and how to read its files. */
export interface SourceFolder {
  /** Every file, POSIX, without a leading slash, in order. */
  readonly paths: ReadonlySet<string>
  /** The bytes of one of them. */
  readonly read: (path: string) => Uint8Array
}

const FORMATS: ReadonlyMap<string, FieldFormat> = new Map([
  ['toml', 'toml'],
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['json', 'json'],
])

/**
 * The fields of a settings file, named without its extension; empty when there is none. @throws ImportMistake for one that cannot be read: what
 * it keeps from the public would come along
 */
export function settingsAt({ paths, read }: SourceFolder, name: string): SourceFields {
  for (const [extension, format] of FORMATS) {
    const path = `${name}.${extension}`
    if (!paths.has(path)) continue
    const fields = readFields(decodeText(read(path)), { format, name: 'the settings' })
    if ('problem' in fields)
      throw new ImportMistake(`${path} cannot be read: ${fields.problem}`, 'mend it: what is public of the site depends on it')
    return fields
  }
  return new Map()
}

/** Joins parts to a path within the folder; undefined for one that leads out of it. */
export function pathWithin(...parts: readonly string[]): string | undefined {
  const path: string[] = []
  for (const part of parts.join('/').split('/')) {
    if (part === '..') {
      if (path.pop() === undefined) return undefined
    } else if (part !== '' && part !== '.') path.push(part)
  }
  return path.join('/')
}

/** A path's folder, empty at the top. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}

/** Of `a/b.fr.md`: `b.fr` and `md`. */
export function nameOf(path: string): { readonly name: string; readonly extension: string } {
  const base = path.slice(path.lastIndexOf('/') + 1)
  const dot = base.lastIndexOf('.')
  return dot <= 0 ? { name: base, extension: '' } : { name: base.slice(0, dot), extension: base.slice(dot + 1).toLowerCase() }
}
