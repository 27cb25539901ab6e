import { closest, distance } from 'fastest-levenshtein'
import { quote, type Reader, type Slot } from './slot.ts'

/** One field of a group: how it is read, and what people are told of it. */
export interface Field<T> {
  readonly read: Reader<T>
  readonly required?: boolean
  /** What it is for, in a sentence. */
  readonly about: string
  /** How it may be written, as YAML. */
  readonly example: string
}

/** A table of fields; the keys are the fields' names. */
export type FieldTable = Readonly<Record<string, Field<unknown>>>

/** What a table's fields yield; a field that is absent or mistaken is undefined. */
export type Fields<T extends FieldTable> = { readonly [K in keyof T]: T[K] extends Field<infer V> ? V | undefined : never }

/** One line of text, trimmed; inner line breaks (a folded scalar) become spaces. */
export function text({ max = 1000 } = {}): Reader<string> {
  return slot => {
    if (typeof slot.value !== 'string')
      return slot.mistake({
        message: `${quote(slot.value)} stands where text belongs`,
        remedy: 'write it on one line, in quotes if it holds a colon',
      })
    const value = slot.value.replace(/\s*\n\s*/g, ' ').trim()
    if (value === '') return slot.mistake({ message: 'is blank', remedy: 'write something, or remove the line' })
    if (value.length > max)
      return slot.mistake({ message: `${value.length} characters are too many`, remedy: `keep it under ${max} characters` })
    return value
  }
}

/** `true` or `false`. */
export const flag: Reader<boolean> = slot => {
  if (slot.value === 'true') return true
  if (slot.value === 'false') return false
  return slot.mistake({ message: `cannot read ${quote(slot.value)} as yes or no`, remedy: 'write true or false' })
}

/** One of a few words. */
export function choice<const T extends string>(words: readonly T[]): Reader<T> {
  return slot =>
    words.find(word => word === slot.value) ??
    slot.mistake({ message: `cannot read ${quote(slot.value)} as ${slot.path.at(-1)}`, remedy: `write ${words.join(' or ')}` })
}

/** A whole number within bounds. */
export function integer({ min, max }: { readonly min: number; readonly max: number }): Reader<number> {
  return slot => {
    const value = typeof slot.value === 'string' && /^\d{1,9}$/.test(slot.value) ? Number(slot.value) : Number.NaN
    if (value >= min && value <= max) return value
    return slot.mistake({
      message: `cannot read ${quote(slot.value)} as a number`,
      remedy: `write a whole number from ${min} to ${max}`,
    })
  }
}

/** A list, or a single value for a list of one. */
export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return slot => {
    if (slot.value instanceof Map)
      return slot.mistake({
        message: 'a group of fields stands where a list belongs',
        remedy: 'begin each item with a dash, or write [one, two]',
      })
    const values = Array.isArray(slot.value) ? slot.value : [slot.value]
    return values.flatMap((value, index) => {
      const read = Array.isArray(slot.value) ? readItem(slot.at(index, value), item) : item(slot)
      return read === undefined ? [] : [read]
    })
  }
}

function readItem<T>(slot: Slot, item: Reader<T>): T | undefined {
  if (slot.value === '')
    return slot.mistake({ message: 'an item of this list is empty', remedy: 'write something after the dash, or remove it' })
  return item(slot)
}

/** An absolute `http:` or `https:` URL, in the form that the URL standard serialises. */
export const url: Reader<string> = slot => {
  const parsed = typeof slot.value === 'string' ? URL.parse(slot.value.trim()) : null
  if (parsed && /^https?:$/.test(parsed.protocol) && parsed.hostname && !parsed.username && !parsed.password) return parsed.href
  return slot.mistake({
    message: `cannot read ${quote(slot.value)} as a web address`,
    remedy: 'write it in full: https://www.example.org/story',
  })
}

/** An e-mail address, as RFC 5321 has it in practice. */
export const email: Reader<string> = slot => {
  if (typeof slot.value === 'string' && /^[^\s@<>()"]+@[^\s@<>()"]+\.[^\s@<>()"]+$/.test(slot.value)) return slot.value
  return slot.mistake({
    message: `cannot read ${quote(slot.value)} as an e-mail address`,
    remedy: 'write it like newsroom@example.org',
  })
}

/** A BCP 47 language tag, in its canonical form. */
export const language: Reader<string> = slot => {
  const tag = typeof slot.value === 'string' ? canonicalLanguage(slot.value) : undefined
  return (
    tag ??
    slot.mistake({
      message: `cannot read ${quote(slot.value)} as a language`,
      remedy: 'write its code: en, fr, es, ar, zh, ru, pt-BR',
    })
  )
}

/** The canonical form of a BCP 47 tag, or undefined for what is none. */
export function canonicalLanguage(tag: string): string | undefined {
  if (!/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/.test(tag)) return undefined
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

/** A mapping with names of the writer's own choosing. */
export function mapOf<T>(item: Reader<T>): Reader<ReadonlyMap<string, T>> {
  return slot => {
    if (!(slot.value instanceof Map))
      return slot.mistake({
        message: `${quote(slot.value)} stands where named entries belong`,
        remedy: 'write each as a line of its own: name: text',
      })
    const read = new Map<string, T>()
    for (const [key, value] of slot.value) {
      const entry = item(slot.at(String(key), value))
      if (entry !== undefined) read.set(String(key), entry)
    }
    return read
  }
}

/** A group of known fields; every unknown, missing or mistaken one is noted, and undefined in what it yields. */
export function group<T extends FieldTable>(table: T): Reader<Fields<T>> {
  return slot => {
    const given = slot.value
    if (!(given instanceof Map))
      return slot.mistake({
        message: `${quote(given)} stands where fields belong`,
        remedy: `write each field on a line of its own: ${Object.keys(table)[0]}: …`,
      })
    for (const key of given.keys()) if (!Object.hasOwn(table, key)) noteUnknown(slot.at(key, undefined), Object.keys(table))
    const read: Record<string, unknown> = {}
    for (const [name, field] of Object.entries(table)) {
      const value = given.get(name)
      if (value !== undefined && value !== '') read[name] = field.read(slot.at(name, value))
      else if (field.required)
        slot
          .at(name, undefined)
          .mistake({ code: 'missing-field', message: 'is missing', remedy: `add a line: ${name}: ${field.example}` })
    }
    return asFields<T>(read)
  }
}

// The one place where the table's types and the values read by it meet.
function asFields<T extends FieldTable>(read: Record<string, unknown>): Fields<T> {
  return read as Fields<T>
}

/** The same for `titel` and `title`: two letters that changed places are the commonest slip. */
function lettersOf(name: string): string {
  return [...name.toLowerCase()].sort().join('')
}

function noteUnknown(slot: Slot, known: readonly string[]): void {
  const name = String(slot.path.at(-1))
  const near = closest(name.toLowerCase(), known)
  const likely =
    distance(name.toLowerCase(), near) <= Math.max(1, Math.floor(name.length / 3)) || lettersOf(name) === lettersOf(near)
  slot.mistake({
    code: 'unknown-field',
    message: 'there is no such field',
    remedy: likely ? `did you mean ${near}?` : `remove the line; the fields are ${known.join(', ')}`,
  })
}
