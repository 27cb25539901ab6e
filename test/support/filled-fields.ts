import { readYaml } from '../../src/fields/read-yaml.ts'
import type { Field } from '../../src/fields/readers.ts'
import type { Schema } from '../../src/fields/schema.ts'
import { rootSlot } from '../../src/fields/slot.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'

/** A text within a field: `image.alt`, and what stands there in the field's example. */
export interface Leaf {
  readonly name: string
  readonly value: string
  /** Whether the field takes this text here. */
  readonly accepts: (text: string) => boolean
}

/** Every field of a table as its example has it, completed with all that its groups may hold, each text in it replaced by another. */
export function filledFields(
  table: Readonly<Record<string, Field<unknown>>>,
  fill: (leaf: Leaf) => string,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(table).map(([name, field]) => [name, filled(name, field, fill)]))
}

function filled(name: string, { read, example }: Field<unknown>, fill: (leaf: Leaf) => string): unknown {
  const accepts = (value: unknown): boolean => {
    const diagnostics: Diagnostic[] = []
    const taken = read(rootSlot(mapped(value), { path: name, placeOf: () => ({ line: 1, column: 1 }), diagnostics }))
    return taken !== undefined && diagnostics.length === 0
  }
  const all = completed(parsed(example), read.schema)
  const start = leavesOf(all).reduce((whole, path) => {
    const more = put(whole, path, valueAt(all, path))
    return accepts(more) ? more : whole
  }, parsed(example))
  return leavesOf(start).reduce((whole, path) => {
    const leaf: Leaf = {
      name: [name, ...path].join('.'),
      value: String(valueAt(whole, path)),
      accepts: text => accepts(put(whole, path, text)),
    }
    return put(whole, path, fill(leaf))
  }, start)
}

function parsed(example: string): unknown {
  const document = readYaml(`value: ${example}`)
  if ('message' in document || !(document.value instanceof Map)) throw new Error(`the example ${example} is no YAML`)
  return plain(document.value.get('value'))
}

/** The value with everything that its groups may hold. */
function completed(value: unknown, schema: Schema): unknown {
  const [group = schema] = (schema.anyOf ?? []).filter(({ properties, items }) => (Array.isArray(value) ? items : properties))
  if (Array.isArray(value)) return value.map(item => completed(item, group.items ?? {}))
  if (typeof value !== 'object' || value === null) return value
  const { properties, additionalProperties: others } = group
  const rest = typeof others === 'object' ? others : {}
  const names = properties ? Object.keys(properties) : Object.keys(value)
  return Object.fromEntries(
    names.map(name => {
      const field = properties?.[name] ?? rest
      return [name, completed(Reflect.get(value, name) ?? exampleOf(field), field)]
    }),
  )
}

/** Where a field of a group names none, it is an address. Words stand there without the quotes that YAML may need. */
function exampleOf({ examples: [example] = ['/2026/another/'] }: Schema): unknown {
  return example && /^[[{]/.test(example) ? parsed(example) : example
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

function put(value: unknown, [key, ...rest]: Path, leaf: unknown): unknown {
  if (key === undefined) return leaf
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? put(item, rest, leaf) : item))
  return { ...(typeof value === 'object' && value), [key]: put(valueAt(value, [key]), rest, leaf) }
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
