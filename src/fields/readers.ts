import { listSchema, patternSchema, type Schema, TEXT_SCHEMA } from './schema.ts'
import { quote, type Reader, reader, type Slot } from './slot.ts'
import { noteUnknown } from './unknown-field.ts'

/** One field of a group: how it is read, and what people are told of it. */
export interface Field<T> {
  readonly read: Reader<T>
  readonly required?: boolean
  /** What an empty value in quotes means, where it means something: that is then read. */
  readonly emptyMeans?: string
  /** What it is for, in a sentence. */
  readonly about: string
  /** How it may be written, as YAML. */
  readonly example: string
}

/** A table of fields; the keys are the fields' names. */
export type FieldTable = Readonly<Record<string, Field<unknown>>>

/** What a table's fields yield; a field that is absent or mistaken is undefined. */
export type Fields<T extends FieldTable> = { readonly [K in keyof T]: T[K] extends Field<infer V> ? V | undefined : never }

/** Anything but white space, controls and marks of direction: what leaves something to read. */
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}]/u

/** One line of text, trimmed; inner line breaks (a folded scalar) become spaces. */
export function text({ max = 1000 } = {}): Reader<string> {
  return reader({ ...TEXT_SCHEMA, maxLength: max }, slot => {
    if (typeof slot.value !== 'string')
      return slot.mistake({
        message: `${quote(slot.value)} stands where text belongs`,
        remedy: 'write it on one line, in quotes if it holds a colon',
      })
    const value = slot.value.replace(/\s*\n\s*/g, ' ').trim()
    if (!VISIBLE.test(value)) return slot.mistake({ message: 'is blank', remedy: 'write something, or remove the line' })
    if (value.length > max)
      return slot.mistake({ message: `${value.length} characters are too many`, remedy: `keep it under ${max} characters` })
    noteHidden(slot)
    return value
  })
}

/** Words that an author wrote and nobody would see. */
function noteHidden(slot: Slot): void {
  const hidden = slot.hidden()
  if (hidden === undefined) return
  slot.mistake({
    severity: 'warning',
    message: `${quote(hidden)} is left out: a # after a blank begins a comment`,
    remedy: 'put the whole value into quotes; or the comment on a line of its own',
  })
}

/** `true` or `false`. */
export const flag: Reader<boolean> = reader({ type: 'boolean' }, slot => {
  if (slot.value === 'true') return true
  if (slot.value === 'false') return false
  return slot.mistake({ message: `cannot read ${quote(slot.value)} as true or false`, remedy: 'write true or false' })
})

/** One of a few words. */
export function choice<const T extends string>(words: readonly T[]): Reader<T> {
  const remedy = `write ${words.join(' or ')}`
  return reader(
    patternSchema(new RegExp(`^(${words.join('|')})$`), remedy),
    slot =>
      words.find(word => word === slot.value) ??
      slot.mistake({ message: `cannot read ${quote(slot.value)} as ${slot.path.at(-1)}`, remedy }),
  )
}

/** A whole number within bounds. */
export function integer({ min, max }: { readonly min: number; readonly max: number }): Reader<number> {
  return reader({ type: 'integer', minimum: min, maximum: max }, slot => {
    const value = typeof slot.value === 'string' && /^\d{1,9}$/.test(slot.value) ? Number(slot.value) : Number.NaN
    if (value >= min && value <= max) return value
    return slot.mistake({
      message: `cannot read ${quote(slot.value)} as a number`,
      remedy: `write a whole number from ${min} to ${max}`,
    })
  })
}

/** A list of up to `max` items, or a single value for a list of one. Of a longer one the first items are read. */
export function list<T>(item: Reader<T>, { max }: { readonly max?: number } = {}): Reader<readonly T[]> {
  return reader(listSchema(item.schema, max), slot => {
    if (slot.value instanceof Map)
      return slot.mistake({
        message: 'a group of fields stands where a list belongs',
        remedy: 'begin each item with a dash, or write [one, two]',
      })
    const values = Array.isArray(slot.value) ? slot.value : [slot.value]
    if (max !== undefined && values.length > max) noteTooMany(slot, { count: values.length, max })
    return values.slice(0, max).flatMap((value, index) => {
      const read = Array.isArray(slot.value) ? readItem(slot.at(index, value), item) : item(slot)
      return read === undefined ? [] : [read]
    })
  })
}

function noteTooMany(slot: Slot, { count, max }: { readonly count: number; readonly max: number }): void {
  slot.mistake({ message: `${count} ${slot.path.at(-1)} are too many`, remedy: `keep ${max} at most`, isNewRule: true })
}

function readItem<T>(slot: Slot, item: Reader<T>): T | undefined {
  if (slot.value === '')
    return slot.mistake({ message: 'an item of this list is empty', remedy: 'write something after the dash, or remove it' })
  return item(slot)
}

const URL_REMEDY = 'write it in full: https://www.example.org/story'

/** An absolute `http:` or `https:` URL, in the form that the URL standard serialises. */
export const url: Reader<string> = reader(patternSchema(/^\s*[hH][tT]{2}[pP][sS]?:/, URL_REMEDY), slot => {
  const parsed = typeof slot.value === 'string' ? URL.parse(slot.value.trim()) : null
  if (parsed && /^https?:$/.test(parsed.protocol) && parsed.hostname && !parsed.username && !parsed.password) return parsed.href
  return slot.mistake({
    message: `cannot read ${quote(slot.value)} as a web address`,
    remedy: URL_REMEDY,
  })
})

const EMAIL = /^[^\s@<>()"]+@[^\s@<>()"]+\.[^\s@<>()"]+$/
const EMAIL_REMEDY = 'write it like newsroom@example.org'

/** An e-mail address, as RFC 5321 has it in practice. */
export const email: Reader<string> = reader(patternSchema(EMAIL, EMAIL_REMEDY), slot => {
  if (typeof slot.value === 'string' && EMAIL.test(slot.value)) return slot.value
  return slot.mistake({ message: `cannot read ${quote(slot.value)} as an e-mail address`, remedy: EMAIL_REMEDY })
})

const LANGUAGE = /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/
const LANGUAGE_REMEDY = 'write its code: en, fr, es, ar, zh, ru, pt-BR'

/** A BCP 47 language tag, in its canonical form. */
export const language: Reader<string> = reader(patternSchema(LANGUAGE, LANGUAGE_REMEDY), slot => {
  const tag = typeof slot.value === 'string' ? canonicalLanguage(slot.value) : undefined
  return tag ?? slot.mistake({ message: `cannot read ${quote(slot.value)} as a language`, remedy: LANGUAGE_REMEDY })
})

/** The canonical form of a BCP 47 tag, or undefined for what is none. */
export function canonicalLanguage(tag: string): string | undefined {
  if (!LANGUAGE.test(tag)) return undefined
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

const eachLanguage = list(language)

/** A list of languages. Of several in one text, `en, fr`, it says how a list is written. */
export const languages: Reader<readonly string[]> = reader(eachLanguage.schema, slot => {
  const tags = typeof slot.value === 'string' ? slot.value.split(/[\s,;]+/).filter(tag => tag !== '') : []
  if (tags.length < 2 || !tags.every(canonicalLanguage)) return eachLanguage(slot)
  return slot.mistake({
    message: `cannot read ${quote(slot.value)} as a language`,
    remedy: `write a list: ${slot.path.at(-1)}: [${tags.join(', ')}]`,
  })
})

/** A mapping with names of the writer's own choosing. */
export function mapOf<T>(item: Reader<T>): Reader<ReadonlyMap<string, T>> {
  return reader({ type: 'object', additionalProperties: item.schema }, slot => {
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
  })
}

const BY_LANGUAGE_REMEDY = 'write the words of each language under its code: en, fr, ar'

/** Values by the canonical code of their language. */
export function byLanguage<T>(item: Reader<T>): Reader<ReadonlyMap<string, T>> {
  const byName = mapOf(item)
  return reader(byName.schema, slot => {
    const read = byName(slot)
    const entries = [...(read ?? [])].flatMap(([lang, value]) => {
      const tag = canonicalLanguage(lang)
      if (tag !== undefined) return [[tag, value] as const]
      slot.at(lang, value).mistake({ message: `cannot read ${quote(lang)} as a language`, remedy: BY_LANGUAGE_REMEDY })
      return []
    })
    return read && new Map(entries)
  })
}

/** A text for every language, or one for each, by its code. */
export type TextByLanguage = string | ReadonlyMap<string, string>

/** Reads a text, or a group of them by language. */
export function textByLanguage(options: Parameters<typeof text>[0] = {}): Reader<TextByLanguage> {
  const one = text(options)
  const each = byLanguage(one)
  const type = [...[one.schema.type ?? []].flat(), 'object'] as const
  return reader<TextByLanguage>({ ...one.schema, type, additionalProperties: one.schema }, slot =>
    slot.value instanceof Map ? each(slot) : one(slot),
  )
}

/** A group of known fields; every unknown, missing or mistaken one is noted, and undefined in what it yields. */
export function group<T extends FieldTable>(table: T): Reader<Fields<T>> {
  return reader(groupSchema(table), slot => {
    const given = slot.value
    if (!(given instanceof Map))
      return slot.mistake({
        message: `${quote(given)} stands where fields belong`,
        remedy: `write each field on a line of its own, with a blank after the colon: ${Object.keys(table)[0]}: …`,
      })
    for (const key of given.keys()) if (!Object.hasOwn(table, key)) noteUnknown(slot.at(key, undefined), Object.keys(table))
    const read: Record<string, unknown> = {}
    for (const [name, field] of Object.entries(table)) {
      const value = given.get(name)
      if (value !== undefined && value !== '') read[name] = field.read(slot.at(name, value))
      else if (field.required) noteMissing(slot.at(name, value), field)
      else if (value === '') noteEmpty(slot.at(name, value), field)
    }
    return asFields<T>(read)
  })
}

function noteMissing(slot: Slot, { example }: Field<unknown>): void {
  if (slot.value === '') noteHidden(slot)
  const remedy = `add a line: ${slot.path.at(-1)}: ${example}`
  slot.mistake({ code: 'missing-field', message: 'is missing', remedy })
}

/** An author who wrote `draft:` meant something by it: to pass it over could publish what was to stay a draft. */
function noteEmpty(slot: Slot, { example, emptyMeans }: Field<unknown>): void {
  const name = slot.path.at(-1)
  if (emptyMeans !== undefined && slot.isQuoted()) return
  const hidden = slot.hidden()
  const orEmpty = emptyMeans === undefined ? '' : `; or ${name}: "" ${emptyMeans}`
  // `#7a1020` was meant as the value; `# not yet` as a comment.
  const isValue = hidden !== undefined && /^#\S/.test(hidden)
  slot.mistake({
    message: hidden === undefined ? 'is empty' : 'is empty: a # after a space begins a comment',
    remedy: isValue
      ? `put the value into quotes: ${name}: ${JSON.stringify(hidden)}`
      : `write a value, as in ${name}: ${example}${orEmpty}; or remove the line`,
    isNewRule: true,
  })
}

/** What a group takes: its fields and no others, each with what it is for and, where that is a plain word, an example. */
function groupSchema(table: FieldTable): Schema {
  const properties = Object.entries(table).map(([name, { read, about, example }]): [string, Schema] => {
    const isWord = [read.schema.type].flat().includes('string')
    return [name, { ...read.schema, description: about, ...(isWord && { examples: [example.replace(/^"(.*)"$/, '$1')] }) }]
  })
  const required = Object.keys(table).filter(name => table[name]?.required)
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  }
}

// The one place where the table's types and the values read by it meet.
function asFields<T extends FieldTable>(read: Record<string, unknown>): Fields<T> {
  return read as Fields<T>
}
