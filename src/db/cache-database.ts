import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { once } from '../model/once.ts'
import { type Database, databaseFault, makeDatabase, openDatabase, type Row, textIn, versionIn } from './sqlite.ts'

/**
 * Of the tables and of what is in them, entries of feeds included: higher too where a writer of Courant writes other bytes of the same story
 * between two releases. A cache of another version is made again, and so is what was made by it.
 */
export const CACHE_VERSION = 6

const SCHEMA = `
  -- maps, by the number of the map: JSON
  CREATE TABLE entry (map INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (map, key)) STRICT, WITHOUT ROWID;
  -- multimaps, by the number of the multimap: JSON
  CREATE TABLE member (
    map INTEGER NOT NULL, key TEXT NOT NULL, member TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (map, key, member)
  ) STRICT, WITHOUT ROWID;
  -- lists of stories and what is noted of each, cut into parts
  CREATE TABLE part (name TEXT NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (name, number)) STRICT;
  -- files and entries by the hashes of their names, cut into parts
  CREATE TABLE hashed (name TEXT NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (name, number)) STRICT;
  PRAGMA user_version = ${CACHE_VERSION};
`

/** Rows of multimaps in the order in which they come. In the order of their keys they go into the table in a third of the time. */
const ADDED = 'CREATE TEMP TABLE added (map INTEGER, key TEXT, member TEXT, value TEXT) STRICT'
const MOVE_ADDED = `
  INSERT OR REPLACE INTO member SELECT map, key, member, value FROM added ORDER BY map, key, member;
  DROP TABLE added;
`

const LOST = 'the next publish makes it again'

/** The maps in it. Their numbers are in the file: a new one comes last. */
const MAPS = [
  'fact',
  'known',
  'parsed',
  'media',
  'image',
  'made-image',
  'file',
  'file-beside',
  'in-out',
  'replaced',
  'article',
  'story',
  'released',
  'story-at',
  'record',
  'manifest',
  'published-file',
  'reads-of',
  'reads',
  'kind-reads-of',
  'kind-reads',
  'kind-paths',
  'target-page',
  'target-address',
  'target-file',
  'links-of',
  'linking',
  'brings-of',
  'bringing',
  'place',
  'folder',
  'several',
  'state',
  'moved',
  'gone',
  'former-page',
  'language',
  'fault',
] as const

export type MapName = (typeof MAPS)[number]

/** The file of the cache. */
export function cacheFile({ cache }: { readonly cache: string }): string {
  return join(cache, 'cache.sqlite')
}

/** A row of text by key. */
export interface TextTable {
  readonly get: (key: string) => string | undefined
  readonly entries: () => Iterable<readonly [key: string, value: string]>
  readonly keys: () => Iterable<string>
  readonly set: (key: string, value: string) => void
  readonly delete: (key: string) => void
  readonly count: () => number
}

/** Rows of text by key and member. */
export interface MemberTable {
  /** The members of a key, or so many of them. */
  readonly get: (key: string, most?: number) => readonly (readonly [member: string, value: string])[]
  readonly set: (key: string, [member, value]: readonly [string, string]) => void
  /** The same in a database that is being filled: it is there once that has ended. */
  readonly add: (key: string, [member, value]: readonly [string, string]) => void
  readonly delete: (key: string, member: string) => void
}

/** Bytes that are cut into parts, by name. */
export interface PartTable {
  readonly names: () => readonly string[]
  /** How many parts there are of a name. */
  readonly count: (name: string) => number
  /** The parts of a name, by number. */
  readonly all: (name: string) => Iterable<readonly [number: number, bytes: Uint8Array]>
  readonly get: (name: string, number: number) => Uint8Array | undefined
  readonly set: (name: string, [number, bytes]: readonly [number, Uint8Array]) => void
  /** Removes the parts from a number on. */
  readonly deleteFrom: (name: string, number: number) => void
}

/** What is remembered of the last publish, `cache.sqlite`. It follows from the newsroom, `out/` and the record: safe to lose. */
export class CacheDatabase implements Disposable {
  readonly #database: Database
  readonly #path: string

  private constructor(path: string, database: Database) {
    this.#path = path
    this.#database = database
  }

  /**
   * Makes an empty one in a file of its own, which is nothing until it is renamed. All that is written into it is one transaction.
   * @throws what the system reports of a disk
   */
  static make(path: string): CacheDatabase {
    // SQLite would take the journal that a killed writer left for that of the new file.
    for (const part of ['', '-journal']) rmSync(`${path}${part}`, { force: true })
    return explained(path, () => {
      const database = makeDatabase(path)
      database.exec(SCHEMA)
      database.exec(ADDED)
      database.exec('BEGIN')
      return new CacheDatabase(path, database)
    })
  }

  /** Opens one that exists; undefined where there is none, or it is damaged or of another version. */
  static open(path: string): CacheDatabase | undefined {
    // SQLite would make one.
    if (!existsSync(path)) return undefined
    try {
      const database = openDatabase(path, { readOnly: false })
      if (versionIn(database) === CACHE_VERSION) return new CacheDatabase(path, database)
      database.close()
    } catch {
      // A cache that cannot be read is none.
    }
    return undefined
  }

  /** Reads many rows as of one instant, until that is disposed of or `begin` ends it: without it, the file is locked for each row. */
  reading(): Disposable {
    this.#database.exec('BEGIN')
    return { [Symbol.dispose]: () => this.#endReading() }
  }

  #endReading(): void {
    if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('COMMIT')
  }

  /**
   * Begins a change, so that whatever keeps it from being written is known before it is worked out. `commit` ends it, and so does closing, with nothing
   * written. @throws EnvironmentError where it is damaged; what the system reports of a disk
   */
  begin(): void {
    this.#endReading()
    explained(this.#path, () => {
      this.#database.exec('BEGIN IMMEDIATE')
      // The marks among these are written last: until then this is the cache of no publish.
      this.#database.exec('DELETE FROM entry WHERE map = 0')
    })
  }

  /** Makes the change that was begun. @throws as `begin` does */
  commit(change: () => void): void {
    explained(this.#path, () => {
      try {
        change()
        this.#database.exec('COMMIT')
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
        throw error
      }
    })
  }

  /** A statement, prepared when it is first asked for. */
  #prepared(sql: string): () => ReturnType<Database['prepare']> {
    return once(() => this.#database.prepare(sql))
  }

  /** The table of a map. */
  map(name: MapName): TextTable {
    const map = MAPS.indexOf(name)
    const get = this.#prepared('SELECT value FROM entry WHERE map = ? AND key = ?')
    const first = this.#prepared(chunkOf('map = ?'))
    const next = this.#prepared(chunkOf('map = ? AND key > ?'))
    const keys = this.#prepared('SELECT key FROM entry WHERE map = ?')
    const set = this.#prepared('INSERT OR REPLACE INTO entry (map, key, value) VALUES (?, ?, ?)')
    const remove = this.#prepared('DELETE FROM entry WHERE map = ? AND key = ?')
    const count = this.#prepared('SELECT count(*) AS count FROM entry WHERE map = ?')
    return {
      get: key => valueIn(get().get(map, key)),
      entries: () => chunks(last => (last === undefined ? first().get(map) : next().get(map, last))),
      keys: () => rows(keys().iterate(map), row => textIn(row, 'key')),
      set: (key, value) => void set().run(map, key, value),
      delete: key => void remove().run(map, key),
      count: () => Number(count().get(map)?.count ?? 0),
    }
  }

  /** The table of a multimap. */
  multiMap(name: MapName): MemberTable {
    const map = MAPS.indexOf(name)
    const get = this.#prepared('SELECT member, value FROM member WHERE map = ? AND key = ? LIMIT ?')
    const set = this.#prepared('INSERT OR REPLACE INTO member (map, key, member, value) VALUES (?, ?, ?, ?)')
    const add = this.#prepared('INSERT INTO added (map, key, member, value) VALUES (?, ?, ?, ?)')
    const remove = this.#prepared('DELETE FROM member WHERE map = ? AND key = ? AND member = ?')
    return {
      get: (key, most = -1) =>
        get()
          .all(map, key, most)
          .map(row => [textIn(row, 'member'), textIn(row, 'value')] as const),
      set: (key, [member, value]) => void set().run(map, key, member, value),
      add: (key, [member, value]) => void add().run(map, key, member, value),
      delete: (key, member) => void remove().run(map, key, member),
    }
  }

  /** A table of bytes that are cut into parts. */
  parts(table: 'part' | 'hashed'): PartTable {
    const names = this.#prepared(`SELECT DISTINCT name FROM ${table}`)
    const count = this.#prepared(`SELECT count(*) AS count FROM ${table} WHERE name = ?`)
    const all = this.#prepared(`SELECT number, bytes FROM ${table} WHERE name = ? ORDER BY number`)
    const get = this.#prepared(`SELECT bytes FROM ${table} WHERE name = ? AND number = ?`)
    const set = this.#prepared(`INSERT OR REPLACE INTO ${table} (name, number, bytes) VALUES (?, ?, ?)`)
    const remove = this.#prepared(`DELETE FROM ${table} WHERE name = ? AND number >= ?`)
    return {
      names: () =>
        names()
          .all()
          .map(row => textIn(row, 'name')),
      count: name => Number(count().get(name)?.count ?? 0),
      all: name => rows(all().iterate(name), row => [Number(row.number), bytesIn(row)] as const),
      get: (name, number) => {
        const row = get().get(name, number)
        return row && bytesIn(row)
      },
      set: (name, [number, bytes]) => void set().run(name, number, bytes),
      deleteFrom: (name, number) => void remove().run(name, number),
    }
  }

  /** Fills one that was made with some rows. @throws as `begin` does */
  fill(work: () => void): void {
    explained(this.#path, work)
  }

  /** Fills it with the last, and ends its transaction. @throws as `begin` does */
  finish(work: () => void): void {
    explained(this.#path, () => {
      work()
      this.#database.exec(MOVE_ADDED)
      this.#database.exec('COMMIT')
    })
  }

  [Symbol.dispose](): void {
    if (this.#database.isOpen) this.#database.close()
  }
}

function explained<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw databaseFault(error, { path, lost: LOST })
  }
}

const CHUNK_ROWS = 1024

/** So many rows of text as two lists in JSON: a row is had for a fifth of what it costs by itself. */
function chunkOf(condition: string): string {
  const some = `SELECT key, value FROM entry WHERE ${condition} ORDER BY key LIMIT ${CHUNK_ROWS}`
  return `SELECT json_group_array(key) AS keys, json_group_array(value) AS texts FROM (${some})`
}

/** Rows in the order of their keys, a chunk after the other. `chunk` gives what follows a key. */
function* chunks(chunk: (last: string | undefined) => Row | undefined): Generator<readonly [key: string, value: string]> {
  for (let last: string | undefined; ; ) {
    const row = chunk(last)
    const keys: readonly string[] = row ? JSON.parse(textIn(row, 'keys')) : []
    const texts: readonly string[] = row ? JSON.parse(textIn(row, 'texts')) : []
    for (const [index, key] of keys.entries()) yield [key, texts[index] ?? '']
    if (keys.length < CHUNK_ROWS) return
    last = keys.at(-1)
  }
}

/** Rows are asked for one by one: there may be a million. */
function* rows<T>(all: Iterable<Row>, read: (row: Row) => T): Generator<T> {
  for (const row of all) yield read(row)
}

function valueIn(row: Row | undefined): string | undefined {
  return row && textIn(row, 'value')
}

function bytesIn({ bytes }: Row): Uint8Array {
  return bytes instanceof Uint8Array ? bytes : new Uint8Array()
}

/** Whether what was thrown says that a cache cannot be read. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof Error && (error instanceof MissingRow || 'errcode' in error)
}

/** A row that others name is not there. */
export class MissingRow extends Error {
  override readonly name = 'MissingRow'
}
