/** A map that changes: in memory, or a table of a database. */
export interface MutableMap<Key, Value> extends ReadonlyMap<Key, Value> {
  set(key: Key, value: Value): unknown
  delete(key: Key): unknown
}

/** Several members by key, each with a value: in memory, or a table of a database. */
export interface MultiMap<Member extends string, Value> {
  /** The members of a key with their values; none where it has none. */
  readonly get: (key: string) => ReadonlyMap<Member, Value>
  /** Whether a key has a member: it costs the same for one with a thousand. */
  readonly has: (key: string) => boolean
  readonly set: (key: string, [member, value]: readonly [Member, Value]) => void
  readonly delete: (key: string, member: Member) => void
}

/** Members by the hashes of what they are known by: numbers of 32 bits without a sign. */
export interface MembersByHash<Member extends string> {
  /** Those with this hash; a few more where two texts have one hash. */
  readonly of: (hash: number) => readonly Member[]
  /** Puts the hashes that a member has now in place of those that it had. */
  readonly change: (member: Member, hashes: { readonly before: ReadonlySet<number>; readonly now: ReadonlySet<number> }) => void
}

/** A multimap in memory, of which most keys have one member. */
export function multiMap<Member extends string, Value>(): MultiMap<Member, Value> {
  const known = new Map<string, Map<Member, Value>>()
  return {
    get: key => known.get(key) ?? NONE,
    has: key => known.has(key),
    set: (key, [member, value]) => {
      const members = known.get(key)
      if (members) members.set(member, value)
      else known.set(key, new Map([[member, value]]))
    },
    delete: (key, member) => {
      const members = known.get(key)
      if (members?.delete(member) && members.size === 0) known.delete(key)
    },
  }
}

const NONE: ReadonlyMap<never, never> = new Map<never, never>()

/** What every map has that can look up a key and go through its entries. No entry has the value undefined. */
export abstract class EntriesMap<Key, Value> implements ReadonlyMap<Key, Value> {
  abstract get size(): number
  abstract get(key: Key): Value | undefined
  abstract entries(): Generator<[Key, Value], undefined, unknown>

  has(key: Key): boolean {
    return this.get(key) !== undefined
  }

  *keys(): Generator<Key, undefined, unknown> {
    for (const [key] of this.entries()) yield key
  }

  *values(): Generator<Value, undefined, unknown> {
    for (const [, value] of this.entries()) yield value
  }

  [Symbol.iterator](): Generator<[Key, Value], undefined, unknown> {
    return this.entries()
  }

  forEach(callback: (value: Value, key: Key, map: ReadonlyMap<Key, Value>) => void): void {
    for (const [key, value] of this.entries()) callback(value, key, this)
  }
}
