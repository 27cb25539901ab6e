import type { SourceFields } from './front-matter.ts'
import { sourceDate } from './source-date.ts'

/** Fields of a content file, that remember which of them a value was taken from. */
export interface FieldReader {
  /** One line of text, of the first field that is one; undefined where all are absent, empty or null. `cover.image` is within `cover`. */
  readonly text: (...names: readonly string[]) => string | undefined
  /** Texts of all these fields, lists and single values alike; of a group, its `name`. */
  readonly list: (...names: readonly string[]) => readonly string[]
  /** Yes or no, in all of YAML's words for it; undefined for a field that is absent, and for one that is unclear. */
  readonly flag: (name: string) => boolean | undefined
  /** The first of these that is a date, as `sourceDate` gives it. */
  readonly date: (names: readonly string[], zone?: string) => string | undefined
  readonly value: (name: string) => unknown
  /** Whether one of these was asked for and says something that could not be read. */
  readonly isUnclear: (...names: readonly string[]) => boolean
  /** What is lost of the file's own fields, in sentences: what is unclear, and what nobody took. */
  readonly losses: () => readonly string[]
}

/** Words for yes and no: YAML 1.1's, and those that Go takes. */
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on', 'y', 't', '1'].map(word => [word, true] as const),
  ...['false', 'no', 'off', 'n', 'f', '0'].map(word => [word, false] as const),
])

/** Reads fields, those of the first map before those of the next. */
export function fieldReader(...maps: readonly SourceFields[]): FieldReader {
  const taken = new Set<string>()
  const unclear = new Map<string, string>()
  const value = (name: string): unknown =>
    maps.map(fields => valueAt(fields, name.split('.'))).find(found => found !== undefined && !isBlank(found))
  const take = (name: string): void => void taken.add(name.split('.')[0] ?? '')
  /** What `read` makes of a field, which is unclear where that is nothing. */
  const understood = <T>(name: string, kind: string, read: (text: string) => T | undefined): T | undefined => {
    const found = value(name)
    if (found === undefined) return undefined
    const result = typeof found === 'string' ? read(found) : undefined
    if (result === undefined)
      unclear.set(name, `${typeof found === 'string' ? `"${found.slice(0, 60)}"` : 'this'} is no ${kind}`)
    else {
      take(name)
      unclear.delete(name)
    }
    return result
  }
  return {
    value,
    text: (...names) => {
      const name = names.find(each => typeof value(each) === 'string')
      if (name === undefined) return undefined
      take(name)
      return String(value(name)).replace(/\s+/g, ' ').trim()
    },
    list: (...names) => {
      const texts = names.flatMap(name => {
        const found = textsIn(value(name))
        if (found.every(text => text !== undefined)) take(name)
        return found.filter(text => text !== undefined)
      })
      return [...new Set(texts)]
    },
    flag: name => understood(name, 'yes or no', text => FLAGS.get(text.trim().toLowerCase())),
    date: (names, zone) =>
      names.map(name => understood(name, 'date', text => sourceDate(text, zone))).find(date => date !== undefined),
    isUnclear: (...names) => names.some(name => unclear.has(name)),
    losses: () => {
      const own = maps[0] ?? new Map()
      const unread = [...own.keys()].filter(name => !taken.has(name) && !unclear.has(name) && !isBlank(own.get(name)))
      return [
        ...[...unclear].map(([name, why]) => `${name} cannot be read: ${why}`),
        ...(unread.length === 0 ? [] : [`no field here for ${unread.join(', ')}`]),
      ]
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

/** The texts of a field; undefined for a part of it that says none. */
function textsIn(value: unknown): readonly (string | undefined)[] {
  if (value === undefined) return []
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values
    .map(item => (item instanceof Map ? item.get('name') : item))
    .flatMap(item => (typeof item !== 'string' ? [undefined] : isBlank(item) ? [] : [item.trim()]))
}
