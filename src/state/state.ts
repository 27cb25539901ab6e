import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { refuseNetworkDisk } from '../db/local-disk.ts'
import { STATE_VERSION, StateDatabase } from '../db/state-database.ts'
import { newerVersion } from '../platform/environment-error.ts'
import { flushNow } from '../platform/flush-files.ts'
import { readTextOrNothing } from '../platform/read-json.ts'
import { writeWhole } from '../platform/write-whole.ts'
import type { Paths } from './paths.ts'
import { copyVersionOne, hasVersionOne, removeVersionOne } from './version-one.ts'

// The state of a newsroom is the database `state.sqlite`. Version 1 was a file for each thing: where there is no database yet, those files are
// the state. The first publish copies them into a database under another name, and renames that: from then on it is the state. A kill before the
// rename starts again, and the files stay until that publish has succeeded.

type StatePath = Pick<Paths, 'state'>

const FILE = 'state.sqlite'

/** Older versions of Courant look here, and publish nothing where the version is newer than they know. */
const VERSION_FILE = 'version'

/** @throws EnvironmentError for a state that a newer Courant left */
export function refuseNewerState({ state }: StatePath): void {
  const version = Number.parseInt(readTextOrNothing(join(state, VERSION_FILE)), 10) || 0
  if (version > STATE_VERSION) throw newerVersion(state, { version, known: STATE_VERSION })
}

/** @throws EnvironmentError for a state that is, or is to be, on a network disk */
export function refuseNetworkState({ state }: StatePath): void {
  let folder = state
  while (!existsSync(folder)) folder = dirname(folder)
  refuseNetworkDisk(folder)
}

/** Which file the database is at present; undefined where there is none. Another may be put in its place. */
export function stateFile({ state }: StatePath): { readonly path: string; readonly inode: number } | undefined {
  const path = join(state, FILE)
  const inode = statSync(path, { throwIfNoEntry: false })?.ino
  return inode === undefined ? undefined : { path, inode }
}

/** Reads in the state. @throws EnvironmentError where it is damaged or newer */
export function readState<T>(paths: StatePath, read: (state: StateDatabase) => T): T {
  const file = stateFile(paths)
  if (file) return StateDatabase.read(file.path, read)
  using state = StateDatabase.make()
  copyVersionOne(paths.state, state)
  // A publish may have ended the copying by now, and have removed what was to be copied.
  return stateFile(paths) ? readState(paths, read) : read(state)
}

/** Changes the state: all of what `write` does, or nothing of it. @throws EnvironmentError as `readState` does; what the system reports of a disk */
export function writeState<T>(paths: StatePath, write: (state: StateDatabase) => T): T {
  return StateDatabase.write(openedState(paths), write)
}

/** Changes the state and takes it back: what throws here would throw in `writeState`, with something done before that this is to be remembered of. */
export function rehearseState(paths: StatePath, write: (state: StateDatabase) => void): void {
  StateDatabase.rehearse(openedState(paths), write)
}

/** A state with everything of version 1 in it, to be read now and then; the texts of sources take longest to copy. */
export function copiedState({ state }: StatePath): StateDatabase {
  const copy = StateDatabase.make()
  copyVersionOne(state, copy, { withSources: true })
  return copy
}

/** The path of the database, which is made where there is none. */
function openedState(paths: StatePath): string {
  const { state } = paths
  const file = join(state, FILE)
  if (existsSync(file)) return file
  mkdirSync(state, { recursive: true, mode: 0o700 })
  makeCopy(state, `${file}.making`)
  // An older Courant must not go by the files of version 1 once they are copied.
  writeWhole(join(state, VERSION_FILE), `${STATE_VERSION}\n`, { mode: 0o600, sync: true })
  // That of a database that was moved away would be taken for this one's.
  for (const rest of ['-journal', '-wal', '-shm']) rmSync(file + rest, { force: true })
  renameSync(`${file}.making`, file)
  flushNow(state)
  return file
}

function makeCopy(state: string, making: string): void {
  try {
    using copy = StateDatabase.make(making)
    copyVersionOne(state, copy, { withSources: true })
  } catch (error) {
    rmSync(making, { force: true })
    throw error
  }
  flushNow(making)
}

/** Removes the files of version 1, once a publish has succeeded with the database. */
export function settleState(paths: StatePath): void {
  if (stateFile(paths) && hasVersionOne(paths.state)) removeVersionOne(paths.state)
}
