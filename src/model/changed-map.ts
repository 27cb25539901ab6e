import { EntriesMap } from './maps.ts'

/** Changes of a map by key: undefined takes an entry away. */
export type MapChanges<Key, Value> = ReadonlyMap<Key, Value | undefined>

// Every change copies the changes before it, so that these have to stay few beside the map.
const MOST_CHANGES = 1000

/**
 * A map with some entries changed: it costs what the changes cost, however large the map is. Neither this map nor the one before it changes any more.
 */
export function changedMap<Key, Value extends NonNullable<unknown>>(
  before: ReadonlyMap<Key, Value>,
  changes: MapChanges<Key, Value>,
): ReadonlyMap<Key, Value> {
  if (changes.size === 0) return before
  const known = before instanceof ChangedMap ? before : undefined
  const base: ReadonlyMap<Key, Value> = known?.base ?? before
  const all: MapChanges<Key, Value> = known ? new Map([...known.changes, ...changes]) : changes
  const after = new ChangedMap(base, all)
  return all.size > MOST_CHANGES ? new Map(after) : after
}

/** Entries keep their places; those that the map before did not have come last. */
class ChangedMap<Key, Value extends NonNullable<unknown>> extends EntriesMap<Key, Value> {
  readonly base: ReadonlyMap<Key, Value>
  readonly changes: MapChanges<Key, Value>

  constructor(base: ReadonlyMap<Key, Value>, changes: MapChanges<Key, Value>) {
    super()
    this.base = base
    this.changes = changes
  }

  override get size(): number {
    let { size } = this.base
    for (const [key, value] of this.changes) size += Number(value !== undefined) - Number(this.base.has(key))
    return size
  }

  override get(key: Key): Value | undefined {
    const changed = this.changes.get(key)
    return changed !== undefined || this.changes.has(key) ? changed : this.base.get(key)
  }

  override *entries(): Generator<[Key, Value], undefined, unknown> {
    for (const [key, was] of this.base) {
      const value = this.changes.has(key) ? this.changes.get(key) : was
      if (value !== undefined) yield [key, value]
    }
    for (const [key, value] of this.changes) if (value !== undefined && !this.base.has(key)) yield [key, value]
  }
}

/** What changes from one map to the one that `changedMap` made of it. */
export function changesFrom<Key, Value extends NonNullable<unknown>>(
  before: ReadonlyMap<Key, Value>,
  after: ReadonlyMap<Key, Value>,
): MapChanges<Key, Value> {
  if (after === before) return new Map()
  if (after instanceof ChangedMap && after.base === before) return after.changes
  const gone = [...before.keys()].flatMap(key => (after.has(key) ? [] : [[key, undefined] as const]))
  return new Map([...gone, ...after])
}
