import { accessSync, closeSync, constants, copyFileSync, mkdtempSync, opendirSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { EnvironmentError, newerVersion } from '../platform/environment-error.ts'
import { ifThere } from '../platform/if-there.ts'

// The one file that imports node:sqlite, but for the hub's.

/** An open database. */
export type Database = DatabaseSync

/** A row of a result. */
export type Row = Readonly<Record<string, SQLOutputValue>>

/** Readers and writers wait so long for each other, milliseconds. A commit takes a few; a large one is cut into several. */
const BUSY_MS = 10_000

/** Opens a database file that exists. @throws whatever SQLite throws, which `databaseFault` explains */
export function openDatabase(path: string, { readOnly }: { readonly readOnly: boolean }): Database {
  const database = new (sqlite().DatabaseSync)(path, { readOnly, timeout: BUSY_MS })
  if (!readOnly) database.exec(DURABLE)
  return database
}

/**
 * A rollback journal rather than WAL: readers write nothing and may lack the right to, a database at rest is one file that can be copied, and a
 * shared folder of several machines can hold it. FULL: what was committed survives a loss of power. What that costs is in the decisions.
 */
const DURABLE = 'PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;'

/** Makes a database that is committed by a rename of its file, or that is temporary (an empty path): a kill leaves nothing to roll back. */
export function makeDatabase(path: string): Database {
  // What SQLite makes would be readable for everybody.
  if (path !== '') closeSync(openSync(path, 'w', 0o600))
  const database = new (sqlite().DatabaseSync)(path)
  database.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;')
  return database
}

/**
 * Opens a copy of a database that a killed writer left with a transaction to roll back, and rolls it back there: who only reads changes nothing, and may
 * lack the right to. The copy has no name any more once it is open, and is gone when it is closed.
 */
export function openRolledBack(path: string): Database {
  const folder = mkdtempSync(join(tmpdir(), 'courant-'))
  try {
    const copy = join(folder, 'copy')
    for (const part of ['-journal', '']) ifThere(() => copyFileSync(path + part, copy + part))
    const database = new (sqlite().DatabaseSync)(copy)
    versionIn(database)
    return database
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Loads SQLite when it is first needed. Some versions of Node warn that it is an experiment, which is nothing to tell an operator. */
function sqlite(): typeof import('node:sqlite') {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}

/** The version in a database (`PRAGMA user_version`); 0 for a file that no Courant wrote whole. */
export function versionIn(database: Database): number {
  return numberIn(database.prepare('PRAGMA user_version').get() ?? {}, 'user_version')
}

/** @throws EnvironmentError for a version that this Courant does not know */
export function refuseNewer(path: string, versions: { readonly version: number; readonly known: number }): void {
  if (versions.version > versions.known) throw newerVersion(path, versions)
}

/** A number in a row; 0 where there is none. */
export function numberIn(row: Row, name: string): number {
  return Number(row[name] ?? 0)
}

/** A text in a row. */
export function textIn(row: Row, name: string): string {
  return String(row[name])
}

// Primary result codes (sqlite.org/rescode.html).
const BUSY = 5
const LOCKED = 6
const READ_ONLY = 8
const IO_ERROR = 10
const DAMAGED = 11
const FULL = 13
const CANNOT_OPEN = 14
const NOT_A_DATABASE = 26

/** Extended code of a reader that finds what a killed writer left, which only a writer may roll back. */
const NEEDS_ROLLBACK = 776

/** Whether a reader failed because a killed writer left a transaction to roll back. */
export function needsRollback(error: unknown): boolean {
  return errorCode(error) === NEEDS_ROLLBACK
}

/** What SQLite throws, as the fault of the machine that it is: with its fix, or as the system would report it. Anything else is returned as it is. */
export function databaseFault(error: unknown, { path, lost }: { readonly path: string; readonly lost: string }): unknown {
  const code = errorCode(error) & 0xff
  if (code === BUSY || code === LOCKED)
    return new EnvironmentError('locked', `${path} is in use by another program`, {
      remedy: `wait for that program, or see which it is: fuser ${path}`,
      cause: error,
    })
  if (code === DAMAGED || code === NOT_A_DATABASE) return damagedDatabase(path, { lost, cause: error })
  if (code === READ_ONLY) return refusalOf(path) ?? systemFault('EACCES', { path, cause: error })
  // SQLite does not say why. Where the rights are there, it is the disk.
  if (code === CANNOT_OPEN) return refusalOf(path) ?? systemFault('EIO', { path, cause: error })
  if (code === FULL) return systemFault('ENOSPC', { path, cause: error })
  // It is one as well where SQLite could not open a file beside the database, to sort rows in.
  return code === IO_ERROR ? (refusalOf(path) ?? systemFault('EIO', { path, cause: error })) : error
}

/** A database file that cannot be read. `lost` names what a new one lacks. */
export function damagedDatabase(
  path: string,
  { lost, cause }: { readonly lost: string; readonly cause?: unknown },
): EnvironmentError {
  return new EnvironmentError('damaged-database', `${path} is damaged`, {
    remedy: `restore it from a backup; or move it away: mv ${path} ${path}.damaged, and publish. Then ${lost}`,
    cause,
  })
}

function errorCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0
}

// A database, what SQLite writes beside it, and their folder.
const OPENED_AT_ONCE = 3

/** Why the system refuses access to a file and its folder, or to any more files; undefined where it does not. */
function refusalOf(path: string): unknown {
  try {
    // To open the file itself would end SQLite's locks on it.
    using opened = new DisposableStack()
    for (let count = 0; count < OPENED_AT_ONCE; count++) opened.use(opendirSync(dirname(path)))
    accessSync(dirname(path), constants.R_OK | constants.W_OK | constants.X_OK)
    accessSync(path, constants.R_OK | constants.W_OK)
    return undefined
  } catch (error) {
    return error
  }
}

const WORDS = { EACCES: 'permission denied', EIO: 'i/o error', ENOSPC: 'no space left on device' } as const

function systemFault(
  code: keyof typeof WORDS,
  { path, cause }: { readonly path: string; readonly cause: unknown },
): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${WORDS[code]}, write '${path}'`, { cause }), { code, syscall: 'write', path })
}
