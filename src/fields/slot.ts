import type { Diagnostic, DiagnosticCode } from '../model/diagnostic.ts'
import type { YamlDocument } from './read-yaml.ts'
import type { Schema } from './schema.ts'

/** What a reader found wrong with a value. */
export interface Mistake {
  readonly message: string
  readonly remedy: string
  readonly code?: DiagnosticCode
  readonly severity?: Diagnostic['severity']
  /** The rule is newer than texts that were published without it: a last good version may break it. */
  readonly isNewRule?: boolean
}

/** A value of a YAML file at its place: what a reader reads, and where it says what is wrong. */
export interface Slot {
  readonly value: unknown
  readonly path: readonly (string | number)[]
  /** Notes a mistake at this place; undefined, so that a reader can return it. */
  readonly mistake: (mistake: Mistake) => undefined
  /** What a `#` hides of the value, which YAML takes for a comment. */
  readonly hidden: () => string | undefined
  /** Whether the value stands in quotes: an empty one is then meant to be empty. */
  readonly isQuoted: () => boolean
  /** The slot of a key or an item. */
  readonly at: (key: string | number, value: unknown) => Slot
}

/** Reads a value that is there; undefined where it noted a mistake. */
export interface Reader<T> {
  (slot: Slot): T | undefined
  /** What it takes, for editors. */
  readonly schema: Schema
}

/** A reader of values that an editor knows by this schema. */
export function reader<T>(schema: Schema, read: (slot: Slot) => T | undefined): Reader<T> {
  return Object.assign((slot: Slot) => read(slot), { schema })
}

/** The file that a slot stands in. */
export interface SlotFile {
  readonly path: string
  readonly placeOf: YamlDocument['placeOf']
  readonly hiddenOf?: YamlDocument['hiddenOf']
  readonly isQuoted?: YamlDocument['isQuoted']
  readonly diagnostics: Diagnostic[]
  /** Whether it was published before: what breaks a new rule is then a warning. */
  readonly wasGood?: boolean
}

/** The slot of a whole document; mistakes are added to `diagnostics`. */
export function rootSlot(value: unknown, file: SlotFile): Slot {
  const slotAt = (path: readonly (string | number)[], value: unknown): Slot => ({
    value,
    path,
    mistake: ({ message, remedy, code = 'bad-value', isNewRule = false, ...rest }) => {
      const { severity = isNewRule && file.wasGood ? 'warning' : 'error' } = rest
      const field = path.join('.')
      const place = file.placeOf(path)
      file.diagnostics.push({ severity, code, path: file.path, ...place, ...(field && { field }), message, remedy })
      return undefined
    },
    hidden: () => file.hiddenOf?.(path),
    isQuoted: () => file.isQuoted?.(path) ?? false,
    at: (key, value) => slotAt([...path, key], value),
  })
  return slotAt([], value)
}

/** A value as a message quotes it: short, on one line. */
export function quote(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Map) return 'a group of fields'
  const text = String(value).replace(/\s+/g, ' ')
  return `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`
}
