import {
  close,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  utimesSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import { EnvironmentError, isSystemError, isSystemFault } from '../platform/environment-error.ts'
import { foreignFile } from './foreign-file.ts'

/** Renames staged files into `out/`, in the order given. Each is old or new to a reader, never half. `before` is told each; what it throws stops it. */
export function putInPlace(
  out: string,
  staged: readonly { readonly path: OutPath; readonly staged: string }[],
  before: (staged: string) => void = () => {},
): void {
  const folders: Folders = new Map()
  for (const { path, staged: from } of staged) {
    before(from)
    const to = join(out, path)
    const folder = dirname(to)
    makeFolder(out, folder, folders)
    if (folders.get(folder) !== 'made') dateAfter(from, to)
    moveOver(from, to)
  }
}

/**
 * A clock that is behind would date a file before the one that it replaces, and readers that ask by date alone would keep the old one for good
 * (RFC 9110 §13.1.3).
 */
function dateAfter(from: string, to: string): void {
  const standing = statSync(to, { throwIfNoEntry: false })
  if (!standing?.isFile() || standing.mtimeMs <= Date.now()) return
  const later = new Date(standing.mtimeMs + 1000)
  utimesSync(from, later, later)
}

/** Folders that are there, by whether they were made just now: then nothing stands in them. */
type Folders = Map<string, 'stands' | 'made'>

// More are a publish of nearly everything, and a process has only so many.
const MOST_HELD = 256
const HELD_MS = 1000

/**
 * Keeps files open that are about to be replaced. A disk frees a file with its last name, unless somebody has it open: while thirty feeds were
 * replaced, that took up to a hundred times as long as all else, with readers between the old and the new. Disposing lets go of them a
 * while later, when who was waiting has been served, and beside this thread.
 */
export function holdReplaced(out: string, replaced: readonly { readonly path: OutPath }[]): Disposable {
  const held: number[] = []
  for (const { path } of replaced.slice(0, MOST_HELD)) {
    const opened = openedOrNothing(join(out, path))
    if (opened === 'too many') {
      // Whoever puts them in place needs some.
      for (const descriptor of held.splice(0)) closeSync(descriptor)
      break
    }
    if (opened !== undefined) held.push(opened)
  }
  const letGo = (): void => {
    for (const descriptor of held) close(descriptor, () => {})
  }
  return { [Symbol.dispose]: () => void setTimeout(letGo, HELD_MS).unref() }
}

/** Undefined where there is no file, or it cannot be opened: then it is freed as it is replaced. */
function openedOrNothing(file: string): number | 'too many' | undefined {
  try {
    // Whatever somebody put there, it is not waited for.
    return openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    return isSystemError(error, 'EMFILE', 'ENFILE') ? 'too many' : undefined
  }
}

/** A folder with those above it, one by one: for several at once Node says of every fault that they are missing. */
function makeFolder(out: string, folder: string, folders: Folders): void {
  if (folders.has(folder)) return
  if (folder.length > out.length) makeFolder(out, dirname(folder), folders)
  const isNew = folder.length > out.length && folders.get(dirname(folder)) === 'made'
  const standing = isNew ? undefined : statSync(folder, { throwIfNoEntry: false })
  if (standing?.isFile()) throw foreignFile(folder)
  if (!standing?.isDirectory()) mkdirSync(folder)
  folders.set(folder, standing?.isDirectory() ? 'stands' : 'made')
}

function moveOver(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!isSystemError(error, 'EISDIR', 'ENOTEMPTY', 'EEXIST')) throw error
    removeEmptyFolder(to)
    renameSync(from, to)
  }
}

/** Only an empty folder gives way to a file: what is left in it is not Courant's. */
function removeEmptyFolder(folder: string): void {
  try {
    rmdirSync(folder)
  } catch (error) {
    throw isSystemError(error, 'ENOTEMPTY', 'EEXIST') ? foreignFile(folder, error) : error
  }
}

/** Removes files and the folders that they leave empty. */
export function removeFiles(out: string, paths: readonly OutPath[], before: () => void = () => {}): void {
  for (const path of paths) {
    before()
    removeFile(join(out, path))
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      try {
        rmdirSync(join(out, folder))
      } catch (error) {
        if (isSystemError(error, 'ENOTEMPTY', 'ENOENT', 'EEXIST', 'ENOTDIR')) break
        throw error
      }
    }
  }
}

/** Removes a file that may be there. Not by `rmSync`, which has no code for faults such as EIO. */
function removeFile(file: string): void {
  try {
    unlinkSync(file)
  } catch (error) {
    if (!isSystemError(error, 'ENOENT', 'ENOTDIR')) throw error
  }
}

/** Does what begins with the first public file. @throws EnvironmentError for a fault of the system, which has to be told as what it is by now */
export function whilePlacing<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!isSystemFault(error)) throw error
    throw new EnvironmentError('half-placed', error.message, {
      remedy: 'some of what is new may be public by now, each file whole; mend the disk or its permissions and publish again',
      cause: error,
    })
  }
}
