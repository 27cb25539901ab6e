import type { SitePath, SourcePath } from '../model/address.ts'
import type { Upcoming } from '../model/edition.ts'
import {
  type Database,
  damagedDatabase,
  databaseFault,
  makeDatabase,
  needsRollback,
  numberIn,
  openDatabase,
  openRolledBack,
  type Row,
  refuseNewer,
  textIn,
  versionIn,
} from './sqlite.ts'

/** Of the tables. A database of an older version gets the newer tables when it is first opened to be written: a migration for each version. */
export const STATE_VERSION = 2

const SCHEMA = `
  -- single values: 'reached', the instant of the last publish by the clock; 'preview', where the folder shows a time to come
  CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  -- the text of each source as it was last published
  CREATE TABLE source (path TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
  -- ids of the stories whose change is held
  CREATE TABLE held (id TEXT PRIMARY KEY) STRICT;
  -- stories whose files went missing in one publish, and files that were there before: 'story' with an id, 'file' with a path
  CREATE TABLE missing (number INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL) STRICT;
  -- disclaimers and boilerplates that site.yaml has or had; wordings as JSON
  CREATE TABLE standing_text (kind TEXT NOT NULL, name TEXT NOT NULL, wordings TEXT NOT NULL) STRICT;
  -- what the last publish expected, in order
  CREATE TABLE upcoming (kind TEXT NOT NULL, at INTEGER NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL) STRICT;
  -- what came due, and when it was out; instants in milliseconds
  CREATE TABLE release (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL,
    due INTEGER NOT NULL, actual INTEGER NOT NULL, permalink TEXT
  ) STRICT;
  PRAGMA user_version = ${STATE_VERSION};
`

const LOST =
  'a story that is broken then has no earlier version to stand in for it, held changes are judged again, and texts that site.yaml no longer has and the times of releases are gone'

/** Stories whose files went missing in one publish. */
export interface MissingStories {
  /** Their ids. */
  readonly stories: readonly string[]
  /** Files that were there before, though nothing of them was published: drafts, stories to come. None of them is a missing story. */
  readonly filesBefore: readonly SourcePath[]
}

/** Something that came due, and when it was out. */
export interface Release extends Pick<Upcoming, 'kind' | 'path' | 'title'> {
  readonly due: number
  /** When it was in `out/`. */
  readonly actual: number
  /** The story's address; absent where it has none any more. */
  readonly permalink?: SitePath | undefined
}

/** A standing text of `site.yaml`. */
export interface StandingText {
  readonly kind: 'disclaimers' | 'boilerplates'
  readonly name: string
  /** JSON of its wordings. */
  readonly wordings: string
}

const KINDS: readonly Upcoming['kind'][] = ['release', 'update', 'correction', 'withdrawal', 'expiry']
const RELEASES_KEPT = 5000

/** The state of a newsroom, `state.sqlite`, with a method for each thing that it remembers. */
export class StateDatabase implements Disposable {
  readonly #database: Database

  private constructor(database: Database) {
    this.#database = database
  }

  /** A new one in a file, which is nothing until it is renamed; or a temporary one, which is gone once it is disposed of. */
  static make(path = ''): StateDatabase {
    return explained(path, () => {
      const database = makeDatabase(path)
      database.exec(SCHEMA)
      return new StateDatabase(database)
    })
  }

  /** Reads in one that exists. @throws EnvironmentError where it is damaged or newer; what the system reports of a disk */
  static read<T>(path: string, read: (state: StateDatabase) => T): T {
    return explained(path, () => {
      using state = new StateDatabase(openToRead(path))
      return read(state)
    })
  }

  /** Opens one that exists, to read now and then, until it is disposed of. @throws as `read` does */
  static open(path: string): StateDatabase {
    return explained(path, () => new StateDatabase(openToRead(path)))
  }

  /** Changes one that exists: all of it, or nothing. @throws as `read` does */
  static write<T>(path: string, write: (state: StateDatabase) => T): T {
    return explained(path, () => {
      using state = new StateDatabase(known(path, openDatabase(path, { readOnly: false })))
      return state.inTransaction(() => write(state))
    })
  }

  /** Changes one that exists and takes it back, so that whatever is wrong with it is known before. @throws as `read` does */
  static rehearse(path: string, write: (state: StateDatabase) => void): void {
    explained(path, () => {
      using state = new StateDatabase(known(path, openDatabase(path, { readOnly: false })))
      state.#database.exec('BEGIN IMMEDIATE')
      write(state)
      state.#database.exec('ROLLBACK')
    })
  }

  /** Does several things as one. */
  inTransaction<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#database.exec('COMMIT')
      return result
    } catch (error) {
      // SQLite has rolled back by itself where the disk failed.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  /** A single value. */
  fact(name: 'reached' | 'preview'): string | undefined {
    const row = this.#database.prepare('SELECT value FROM fact WHERE name = ?').get(name)
    return row && textIn(row, 'value')
  }

  /** Sets a single value; undefined removes it. What is so already is not written. */
  setFact(name: 'reached' | 'preview', value: string | undefined): void {
    if (this.fact(name) === value) return
    if (value === undefined) this.#database.prepare('DELETE FROM fact WHERE name = ?').run(name)
    else this.#database.prepare('INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)').run(name, value)
  }

  /** The text of a source as it was last published. */
  source(path: SourcePath): string | undefined {
    const row = this.#database.prepare('SELECT text FROM source WHERE path = ?').get(path)
    return row && textIn(row, 'text')
  }

  /** Sets the texts of sources. */
  setSources(sources: Iterable<{ readonly path: SourcePath; readonly source: string }>): void {
    const insert = this.#database.prepare('INSERT OR REPLACE INTO source (path, text) VALUES (?, ?)')
    for (const { path, source } of sources) insert.run(path, source)
  }

  /** Ids of the stories whose change is held, sorted. */
  held(): readonly string[] {
    return this.#rows('SELECT id FROM held ORDER BY id').map(row => textIn(row, 'id'))
  }

  /** Replaces them. */
  setHeld(ids: readonly string[]): void {
    this.#replace('held', {
      columns: ['id'],
      before: this.held().map(id => [id]),
      after: [...new Set(ids)].sort().map(id => [id]),
    })
  }

  /** Stories whose files are missing, a group for each publish in which some went. */
  missing(): readonly MissingStories[] {
    const groups = Map.groupBy(this.#rows('SELECT number, kind, name FROM missing ORDER BY rowid'), row =>
      numberIn(row, 'number'),
    )
    const named = (rows: readonly Row[], kind: string): readonly string[] =>
      rows.filter(row => row.kind === kind).map(row => textIn(row, 'name'))
    return [...groups.values()].map(rows => ({ stories: named(rows, 'story'), filesBefore: named(rows, 'file') }))
  }

  /** Replaces them. */
  setMissing(groups: readonly MissingStories[]): void {
    const after = rowsOfMissing(groups)
    this.#replace('missing', { columns: ['number', 'kind', 'name'], before: rowsOfMissing(this.missing()), after })
  }

  /** Every standing text that the site has or had. */
  standingTexts(): readonly StandingText[] {
    return this.#rows('SELECT kind, name, wordings FROM standing_text ORDER BY rowid').map(row => ({
      kind: row.kind === 'boilerplates' ? 'boilerplates' : 'disclaimers',
      name: textIn(row, 'name'),
      wordings: textIn(row, 'wordings'),
    }))
  }

  /** Replaces them. */
  setStandingTexts(texts: readonly StandingText[]): void {
    const rows = (all: readonly StandingText[]): readonly Values[] =>
      all.map(({ kind, name, wordings }) => [kind, name, wordings])
    const columns = ['kind', 'name', 'wordings']
    this.#replace('standing_text', { columns, before: rows(this.standingTexts()), after: rows(texts) })
  }

  /** What the last publish expected. */
  upcoming(): readonly Upcoming[] {
    return this.#rows('SELECT kind, at, path, title FROM upcoming ORDER BY rowid').map(row => ({
      kind: kindIn(row),
      at: numberIn(row, 'at'),
      path: textIn(row, 'path'),
      title: textIn(row, 'title'),
    }))
  }

  /** Replaces it. */
  setUpcoming(upcoming: readonly Upcoming[]): void {
    const rows = (all: readonly Upcoming[]): readonly Values[] =>
      all.map(({ kind, at, path, title }) => [kind, at, path, title])
    const columns = ['kind', 'at', 'path', 'title']
    this.#replace('upcoming', { columns, before: rows(this.upcoming()), after: rows(upcoming) })
  }

  /** The latest releases, oldest first. */
  releases(): readonly Release[] {
    return this.#rows('SELECT * FROM release ORDER BY number').map(row => ({
      kind: kindIn(row),
      path: textIn(row, 'path'),
      title: textIn(row, 'title'),
      due: numberIn(row, 'due'),
      actual: numberIn(row, 'actual'),
      permalink: permalinkIn(row),
    }))
  }

  /** Adds releases; the oldest of several thousand are removed. */
  addReleases(releases: readonly Release[]): void {
    const insert = this.#database.prepare(
      'INSERT INTO release (kind, path, title, due, actual, permalink) VALUES (?, ?, ?, ?, ?, ?)',
    )
    for (const { kind, path, title, due, actual, permalink } of releases)
      insert.run(kind, path, title, due, actual, permalink ?? null)
    this.#database.prepare('DELETE FROM release WHERE number <= (SELECT max(number) FROM release) - ?').run(RELEASES_KEPT)
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }

  #rows(sql: string): readonly Row[] {
    return this.#database.prepare(sql).all()
  }

  /** Has a table hold other rows. It is written only where they are others: a publish that changes nothing has the disk do nothing. */
  #replace(
    table: string,
    {
      columns,
      before,
      after,
    }: { readonly columns: readonly string[]; readonly before: readonly Values[]; readonly after: readonly Values[] },
  ): void {
    if (JSON.stringify(before) === JSON.stringify(after)) return
    this.#database.exec(`DELETE FROM ${table}`)
    const insert = this.#database.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    )
    for (const values of after) insert.run(...values)
  }
}

type Values = readonly (string | number)[]

function rowsOfMissing(groups: readonly MissingStories[]): readonly Values[] {
  return groups.flatMap(({ stories, filesBefore }, number) => [
    ...stories.map(id => [number, 'story', id]),
    ...filesBefore.map(path => [number, 'file', path]),
  ])
}

function permalinkIn({ permalink }: Row): SitePath | undefined {
  return typeof permalink === 'string' ? `/${permalink.slice(1)}` : undefined
}

function kindIn(row: Row): Upcoming['kind'] {
  return KINDS.find(kind => kind === row.kind) ?? 'release'
}

/** Opens a database to read it, whatever a killed publish left half written. */
function openToRead(path: string): Database {
  const readNow = (): Database => known(path, openDatabase(path, { readOnly: true }))
  try {
    return readNow()
  } catch (error) {
    if (!needsRollback(error)) throw error
    return openCopyToRead(path, readNow)
  }
}

/** A publish that began while the database was copied may have torn the copy. It has rolled the database back, so that this can be read then. */
function openCopyToRead(path: string, readNow: () => Database): Database {
  const copy = openRolledBack(path)
  try {
    const database = readNow()
    copy.close()
    return database
  } catch (error) {
    if (needsRollback(error)) return known(path, copy)
    copy.close()
    throw error
  }
}

/** A database of a version that this Courant knows. @throws EnvironmentError for a newer or a damaged one */
function known(path: string, database: Database): Database {
  try {
    const version = versionIn(database)
    refuseNewer(path, { version, known: STATE_VERSION })
    // A file that was cut off to nothing is an empty database for SQLite.
    if (version === 0) throw damagedDatabase(path, { lost: LOST })
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function explained<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw databaseFault(error, { path: path || 'a temporary database', lost: LOST })
  }
}
