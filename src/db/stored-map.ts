import { EntriesMap, type MultiMap, type MutableMap } from '../model/maps.ts'
import type { MemberTable, TextTable } from './cache-database.ts'

/** How the values of a map are written as JSON: as they are, or as something that they are found by. */
export interface Codec<Value> {
  readonly toJson: (value: Value) => unknown
  readonly fromJson: (text: string) => Value
}

/** Values that are plain data. */
export function plain<Value>(): Codec<Value> {
  return { toJson: value => value, fromJson: text => JSON.parse(text) }
}

/** What changes is kept in memory until it is saved. */
export interface Saved {
  /** Writes what changed, and forgets what was looked up. */
  readonly save: () => void
}

/** Of a map that is being filled, so much is kept in memory before it is written. */
const MOST_KEPT = 500

/**
 * A map in a table of a database. What was looked up stays in memory until the next `save`, so that it is the same object for as long as a change is worked
 * out; what changes is written then.
 */
export class StoredMap<Key extends string, Value> extends EntriesMap<Key, Value> implements MutableMap<Key, Value>, Saved {
  readonly #table: TextTable
  readonly #codec: Codec<Value>
  readonly #keyOf: (text: string) => Key
  /** Undefined for a key that is not there. */
  readonly #known = new Map<Key, Value | undefined>()
  readonly #changed = new Set<Key>()
  /** Whether the table is being filled: then what changes is written now and then. */
  readonly #isNew: boolean
  /** Whether all of it is in memory: of a few, each of which every change asks for. */
  readonly #isLoaded: boolean
  /** How many rows the table has; undefined until somebody asks. */
  #rows: number | undefined

  constructor(
    table: TextTable,
    {
      keyOf,
      codec,
      isNew,
      isLoaded = false,
    }: {
      readonly keyOf: (text: string) => Key
      readonly codec: Codec<Value>
      readonly isNew: boolean
      readonly isLoaded?: boolean
    },
  ) {
    super()
    this.#table = table
    this.#codec = codec
    this.#keyOf = keyOf
    this.#isNew = isNew
    this.#isLoaded = isLoaded
    if (isNew) this.#rows = 0
    else if (isLoaded) for (const [key, text] of table.entries()) this.#known.set(keyOf(key), codec.fromJson(text))
  }

  override get size(): number {
    if (this.#isLoaded) return [...this.values()].length
    let size = this.#countRows()
    for (const key of this.#changed)
      size += Number(this.#known.get(key) !== undefined) - Number(this.#table.get(key) !== undefined)
    return size
  }

  #countRows(): number {
    this.#rows ??= this.#table.count()
    return this.#rows
  }

  override get(key: Key): Value | undefined {
    if (this.#isLoaded || this.#known.has(key)) return this.#known.get(key)
    const text = this.#rows === 0 ? undefined : this.#table.get(key)
    const value = text === undefined ? undefined : this.#codec.fromJson(text)
    // What is being filled is written now and then, and only then forgets what was looked up.
    if (value !== undefined || !this.#isNew) this.#known.set(key, value)
    return value
  }

  set(key: Key, value: Value): void {
    this.#known.set(key, value)
    this.#changed.add(key)
    if (this.#isNew && this.#changed.size > MOST_KEPT) this.save()
  }

  delete(key: Key): void {
    if (this.#isLoaded && this.#known.get(key) === undefined) return
    this.#known.set(key, undefined)
    this.#changed.add(key)
  }

  override *entries(): Generator<[Key, Value], undefined, unknown> {
    if (this.#isLoaded) {
      for (const [key, value] of this.#known) if (value !== undefined) yield [key, value]
      return
    }
    for (const [text, stored] of this.#table.entries()) {
      const key = this.#keyOf(text)
      if (this.#changed.has(key)) continue
      yield [key, this.#known.get(key) ?? this.#codec.fromJson(stored)]
    }
    for (const key of this.#changed) {
      const value = this.#known.get(key)
      if (value !== undefined) yield [key, value]
    }
  }

  /** No value is read for them. */
  override *keys(): Generator<Key, undefined, unknown> {
    if (!this.#isLoaded)
      for (const text of this.#table.keys()) {
        const key = this.#keyOf(text)
        if (!this.#changed.has(key)) yield key
      }
    for (const key of this.#isLoaded ? this.#known.keys() : this.#changed) if (this.#known.get(key) !== undefined) yield key
  }

  save(): void {
    const size = this.#isNew || this.#rows === undefined ? undefined : this.size
    for (const key of this.#changed) {
      const value = this.#known.get(key)
      if (value === undefined) this.#table.delete(key)
      else this.#table.set(key, JSON.stringify(this.#codec.toJson(value)))
    }
    if (this.#changed.size > 0) this.#rows = size
    this.#changed.clear()
    if (!this.#isLoaded) this.#known.clear()
  }
}

/** A multimap in a table of a database; what changes is written when it is saved. While it is filled, nothing is taken away or asked for. */
export class StoredMultiMap<Member extends string, Value> implements MultiMap<Member, Value>, Saved {
  readonly #table: MemberTable
  readonly #codec: Codec<Value>
  readonly #memberOf: (text: string) => Member
  readonly #known = new Map<string, Map<Member, Value>>()
  readonly #changed = new Map<string, Map<Member, Value | undefined>>()
  readonly #isNew: boolean

  constructor(
    table: MemberTable,
    {
      memberOf,
      codec,
      isNew,
    }: { readonly memberOf: (text: string) => Member; readonly codec: Codec<Value>; readonly isNew: boolean },
  ) {
    this.#table = table
    this.#codec = codec
    this.#memberOf = memberOf
    this.#isNew = isNew
  }

  readonly get = (key: string): ReadonlyMap<Member, Value> => {
    const before = this.#known.get(key)
    if (before) return before
    const members = new Map<Member, Value>()
    for (const [text, value] of this.#table.get(key)) members.set(this.#memberOf(text), this.#codec.fromJson(value))
    for (const [member, value] of this.#changed.get(key) ?? []) setOrDelete(members, [member, value])
    this.#known.set(key, members)
    return members
  }

  readonly has = (key: string): boolean => {
    const changes = this.#changed.get(key)
    if (!changes) return this.#table.get(key, 1).length > 0
    if ([...changes.values()].some(value => value !== undefined)) return true
    return this.#table.get(key, changes.size + 1).some(([text]) => !changes.has(this.#memberOf(text)))
  }

  readonly set = (key: string, [member, value]: readonly [Member, Value]): void => {
    if (this.#isNew) this.#table.add(key, [member, JSON.stringify(this.#codec.toJson(value))])
    else this.#note(key, [member, value])
  }

  readonly delete = (key: string, member: Member): void => this.#note(key, [member, undefined])

  #note(key: string, [member, value]: readonly [Member, Value | undefined]): void {
    const changes = this.#changed.get(key)
    if (changes) changes.set(member, value)
    else this.#changed.set(key, new Map([[member, value]]))
    const known = this.#known.get(key)
    if (known) setOrDelete(known, [member, value])
  }

  save(): void {
    for (const [key, changes] of this.#changed)
      for (const [member, value] of changes)
        if (value === undefined) this.#table.delete(key, member)
        else this.#table.set(key, [member, JSON.stringify(this.#codec.toJson(value))])
    this.#changed.clear()
    this.#known.clear()
  }
}

function setOrDelete<Key, Value>(map: Map<Key, Value>, [key, value]: readonly [Key, Value | undefined]): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}
