import type { SourceFields } from './front-matter.ts'

/** Fields of a content file, that remember which of them were asked for. */
export interface FieldReader {
  /** One line of text; undefined when it is absent, empty or null. Names are tried in order; `cover.image` is within `cover`. */
  readonly text: (...names: readonly string[]) => string | undefined
  /** Texts of all these fields, lists and single values alike. */
  readonly list: (...names: readonly string[]) => readonly string[]
  readonly flag: (name: string) => boolean | undefined
  readonly value: (name: string) => unknown
  /** Names of fields that have a value and were never asked for. */
  readonly unread: () => readonly string[]
}

/** Reads fields, those of the first map before those of the next. */
export function fieldReader(...maps: readonly SourceFields[]): FieldReader {
  const asked = new Set<string>()
  const value = (name: string): unknown => {
    asked.add(name.split('.')[0] ?? '')
    for (const fields of maps) {
      const found = valueAt(fields, name.split('.'))
      if (!isBlank(found)) return found
    }
    return undefined
  }
  const text = (...names: readonly string[]): string | undefined => {
    const found = names.map(value).filter(item => typeof item === 'string')
    return found[0]?.replace(/\s+/g, ' ').trim()
  }
  return {
    value,
    text,
    list: (...names) => [...new Set(names.flatMap(name => textsIn(value(name))))],
    flag: name => ({ true: true, false: false })[text(name)?.toLowerCase() ?? ''],
    unread: () => {
      const own = maps[0] ?? new Map()
      return [...own.keys()].filter(name => !asked.has(name) && !isBlank(own.get(name)))
    },
  }
}

function valueAt(fields: unknown, path: readonly string[]): unknown {
  return path.reduce((value, name) => (value instanceof Map ? value.get(name) : undefined), fields)
}

function isBlank(value: unknown): boolean {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return true
  return typeof value === 'string' && ['', '~', 'null'].includes(value.trim())
}

function textsIn(value: unknown): readonly string[] {
  const values = Array.isArray(value) ? value : [value]
  return values.flatMap(item => (typeof item === 'string' && !isBlank(item) ? [item.trim()] : []))
}
