import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ofKnownVersion, SCHEMA } from './sqlite-hub-schema.ts'

/** Opens the hub's file, which is made where there is none. @throws where it cannot be used */
export function openHubFile(file: string): DatabaseSync {
  prepare(file, 'a')
  const database = ofKnownVersion(new DatabaseSync(file))
  // Every commit reaches the disk: a subscription that was confirmed outlives a loss of power.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;')
  database.exec(SCHEMA)
  return database
}

/** Where somebody removed the file of an open database: the same, saved into a new file; undefined where one stands there. */
export function savedAnew(database: DatabaseSync): DatabaseSync | undefined {
  const file = database.location()
  if (file === null || existsSync(file)) return undefined
  const saving = `${file}.tmp`
  prepare(saving, 'w')
  database.prepare('VACUUM INTO ?').run(saving)
  const descriptor = openSync(saving, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(saving, file)
  return openHubFile(file)
}

/** Secrets stand in it; what SQLite writes beside it has the same mode. */
function prepare(file: string, flags: 'a' | 'w'): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, flags, 0o600))
}
