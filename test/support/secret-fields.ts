import { articleFields } from '../../src/article/article-fields.ts'
import { readYaml } from '../../src/fields/read-yaml.ts'
import type { Field } from '../../src/fields/readers.ts'
import type { Schema } from '../../src/fields/schema.ts'
import { rootSlot } from '../../src/fields/slot.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'

/** Fields whose values come from a list or a calendar: they can carry no word. Every other has to; a new field that cannot is named here. */
const WORDLESS: ReadonlySet<string> = new Set(['date', 'lang', 'lead', 'draft', 'expires', 'release', 'languages'])

/** Leaves within fields that can carry none either. */
const WORDLESS_LEAVES: ReadonlySet<string> = new Set(['updated.date', 'corrections.0.date', 'withdrawn.date', 'contact.phone'])

/** Words that nobody would write: every one is another, so that what is found says where it was. */
export const SECRET: RegExp = /zq[a-z]+x\d+kv/gi

/** Makes words of which each is another. */
export function secretWords(name: string): () => string {
  let count = 0
  return () => `zq${name}x${count++}kv`
}

/** Every field of an article that can carry a word, with a word of its own in every text of it: as each field's own reader takes it. */
export function secretFields(word: () => string): Readonly<Record<string, unknown>> {
  const fields: Readonly<Record<string, Field<unknown>>> = articleFields('UTC')
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !WORDLESS.has(name))
      .map(([name, field]) => [name, secretly(name, field, word)]),
  )
}

function secretly(name: string, { read, example }: Field<unknown>, word: () => string): unknown {
  const parsed = readYaml(`value: ${example}`)
  if ('message' in parsed || !(parsed.value instanceof Map)) throw new Error(`the example of ${name} is no YAML`)
  const accepts = (value: unknown): boolean => {
    const diagnostics: Diagnostic[] = []
    const taken = read(rootSlot(mapped(value), { path: name, placeOf: () => ({ line: 1, column: 1 }), diagnostics }))
    return taken !== undefined && diagnostics.length === 0
  }
  let whole: unknown = completed(plain(parsed.value.get('value')), read.schema)
  for (const path of leavesOf(whole)) {
    const known = [name, ...path].join('.')
    const secret = word()
    const found = spellings(String(valueAt(whole, path)), secret).find(text => accepts(replaced(whole, path, text)))
    if (found === undefined && !WORDLESS_LEAVES.has(known)) throw new Error(`${known} takes no word: say so in WORDLESS_LEAVES`)
    if (found !== undefined) whole = replaced(whole, path, found)
  }
  return whole
}

/** The value with everything that its groups may hold. */
function completed(value: unknown, schema: Schema): unknown {
  const [group = schema] = (schema.anyOf ?? []).filter(({ properties }) => properties)
  if (Array.isArray(value)) return value.map(item => completed(item, schema.items ?? {}))
  if (typeof value !== 'object' || value === null) return value
  const all = Object.entries(group.properties ?? {}).map(([name, field]) => [
    name,
    Reflect.get(value, name) ?? exampleOf(field),
  ])
  return Object.fromEntries(all)
}

/** Where a field of a group names none, it is an address. */
function exampleOf({ examples }: Schema): unknown {
  return examples?.[0] ?? '/2026/another/'
}

/** Ways to put a word into a value, so that whatever form it must have is kept. */
function spellings(value: string, word: string): readonly string[] {
  const extension = /\.\w+$/.exec(value)?.[0]
  return [
    ...(extension && !value.includes(' ') && !/[:@]/.test(value) ? [`${word}${extension}`] : []),
    ...(value.includes('@') ? [`${word}.${value}`] : []),
    ...(value.includes('/') ? [`${value.replace(/\/$/, '')}-${word}/`] : []),
    ...(value.startsWith('tag:') ? [`${value}-${word}`] : []),
    `${value} ${word}`,
    `${value}-${word}`,
  ]
}

type Path = readonly (string | number)[]

function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return keys.flatMap(key => leavesOf(Reflect.get(value, key), [...path, key]))
}

function valueAt(value: unknown, [key, ...rest]: Path): unknown {
  return key === undefined ? value : typeof value === 'object' && value ? valueAt(Reflect.get(value, key), rest) : undefined
}

function replaced(value: unknown, [key, ...rest]: Path, leaf: string): unknown {
  if (key === undefined) return leaf
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, leaf) : item))
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([name, item]) => [name, name === key ? replaced(item, rest, leaf) : item]),
  )
}

/** Maps as objects. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]))
  return Array.isArray(value) ? value.map(plain) : value
}

/** Objects as maps. */
function mapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mapped)
  if (typeof value !== 'object' || value === null) return value
  return new Map(Object.entries(value).map(([key, item]) => [key, mapped(item)]))
}
