import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { diskRemedy, EnvironmentError, remedyOfCode } from '../platform/environment-error.ts'
import { flushNow } from '../platform/flush-files.ts'
import { ifThere } from '../platform/if-there.ts'
import type { KeptHub } from './hub-store.ts'
import { ofKnownVersion, SCHEMA } from './sqlite-hub-schema.ts'

/** A hub's file that is open. */
export class HubFile {
  readonly database: DatabaseSync
  readonly path: string
  /** Which file it is, whatever stands at its path by now. */
  readonly #inode: number | undefined

  /** Opens it, or makes it where there is none. @throws where it cannot be used */
  constructor(path: string) {
    this.path = path
    prepare(path, 'a')
    this.database = ofKnownVersion(new DatabaseSync(path))
    // Every commit reaches the disk: a subscription that was confirmed outlives a loss of power.
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;')
    this.database.exec(SCHEMA)
    this.#inode = inodeOf(path)
  }

  /**
   * Where somebody removed it, or put another in its place: the same, saved into a new file there, and opened; undefined where it stands. What was
   * put in its place is older, as a copy is that was put back, and is set aside.
   */
  savedAnew(): HubFile | undefined {
    if (inodeOf(this.path) === this.#inode) return undefined
    const saving = `${this.path}.saving`
    prepare(saving, 'w')
    this.database.prepare('VACUUM INTO ?').run(saving)
    flushNow(saving)
    // What stands beside a file is read as a part of it, whosever it was.
    for (const rest of ['', ...BESIDE]) ifThere(() => renameSync(this.path + rest, `${this.path}.other${rest}`))
    renameSync(saving, this.path)
    return new HubFile(this.path)
  }
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino
}

/** What SQLite writes beside a file, by how its name goes on. */
const BESIDE = ['-wal', '-shm']

/** Secrets stand in it; what SQLite writes beside it has the same mode. */
function prepare(file: string, flags: 'a' | 'w'): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, flags, 0o600))
}

/** What the system would say where SQLite says one of its codes (sqlite.org/rescode.html). */
const AS_SYSTEM_CODE: Readonly<Record<number, string>> = { 8: 'EACCES', 10: 'EIO', 13: 'ENOSPC', 14: 'EACCES' }
const DAMAGED: readonly number[] = [11, 26]

/** What to do where a hub's file cannot be used. */
export function hubFileRemedy(error: unknown, file: string): string {
  if (error instanceof EnvironmentError) return error.remedy
  // Its last byte; the others say more of the same.
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
  if (DAMAGED.includes(code))
    return `put ${file} back from a backup, or move it away with its -wal and -shm: subscribers come back when they renew`
  return `${diskRemedy(error) ?? remedyOfCode(AS_SYSTEM_CODE[code] ?? '')}: ${file}`
}

/** What such a file holds, for a store that takes its place. @throws EnvironmentError where it cannot be read */
export function readSqliteHub(file: string): KeptHub {
  return opening(file, () => keptIn(ofKnownVersion(new DatabaseSync(file))))
}

/** Does it with a hub's file. @throws EnvironmentError for whatever it throws */
export function opening<T>(file: string, open: () => T): T {
  try {
    return open()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const remedy = hubFileRemedy(error, file)
    throw new EnvironmentError('disk', `The hub cannot be opened: ${why}`, { remedy, cause: error })
  }
}

function keptIn(database: DatabaseSync): KeptHub {
  try {
    const subscriptions = database.prepare('SELECT * FROM subscription').all()
    const undone = new Set(subscriptions.flatMap(row => (row.due === null && row.taken === 0 ? [] : [textIn(row, 'topic')])))
    const topics = database.prepare('SELECT * FROM topic').all()
    return {
      topics: new Map(
        topics.map(row => [textIn(row, 'path'), textIn(row, 'sha256')] as const).filter(([path]) => !undone.has(path)),
      ),
      subscriptions: subscriptions.map(row => ({
        topic: textIn(row, 'topic'),
        callback: textIn(row, 'callback'),
        secret: secretIn(row),
        expires: Number(row.expires),
      })),
    }
  } finally {
    database.close()
  }
}

/** Of a table of the hub's. */
export type Row = Readonly<Record<string, SQLOutputValue>>

export function textIn(row: Row, name: string): string {
  return String(row[name])
}

export function secretIn(row: Row): string | undefined {
  return typeof row.secret === 'string' ? row.secret : undefined
}
