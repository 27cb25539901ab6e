import { closeSync, constants, fstatSync, lstatSync, openSync, readlinkSync, readSync, realpathSync, type Stats } from 'node:fs'
import { posix } from 'node:path'
import { EnvironmentError, isSystemError } from './environment-error.ts'
import { ifThere } from './if-there.ts'

// Between the listing of a folder and the reading of a file in it, anybody who can write there can put a symbolic link in the place of the
// file, or of a folder on the way to it. So a file is opened first, without following a link, and then the open file is asked what
// it is and where it is. `O_NOFOLLOW` alone covers the last part of a path only.

/** A file or folder below a folder that was listed. The folder itself may be a link: whoever named it chose it. */
export interface Within {
  /** Its path below that folder, which has as many parts as it has on disk. */
  readonly path: string
  /** Its name on disk, from the root of the disk. */
  readonly onDisk: string
}

/** A file or folder that is open, and is what it was listed as. Disposing closes it. */
export interface Opened extends Disposable {
  readonly descriptor: number
  readonly stats: Stats
}

/** A symbolic link, or something that is no file, took the place of what was listed. */
export class LinkRefused extends EnvironmentError {
  /** What is not to be looked at: the file, or the folder in which nothing is where it should be. */
  readonly refused: string
  readonly onDisk: string

  constructor(refused: string, onDisk: string) {
    super('link-refused', `${onDisk} was exchanged for a symbolic link while it was read, or is below one`, {
      remedy: 'put the file or the folder itself there: links are never followed',
    })
    this.refused = refused
    this.onDisk = onDisk
  }
}

// A file that is saved or moved just then is opened again.
const TRIES = 3

// A pipe or a device is not waited for.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0)

/** Of macOS (`sys/fcntl.h`): no part of the path may be a link. Node has no name for it. */
const NO_FOLLOW_ANY = 0x20000000

/** Opens a file, or a folder, through no link. @throws LinkRefused where there is one; or what the system says, such as ENOENT */
export function openWithin(within: Within, kind: 'file' | 'folder' = 'file'): Opened {
  for (let tries = 1; ; tries++) {
    const opened = openOnce(within, kind)
    if (typeof opened !== 'string') return opened
    if (tries === TRIES) throw new LinkRefused(opened, within.onDisk)
  }
}

/** A file's bytes, read through no link. @throws as `openWithin` does */
export function readWithin(within: Within): Buffer {
  using opened = openWithin(within)
  return readOpened(opened, opened.stats.size)
}

/** The same; undefined where there is no file, or a link by now. @throws whatever else the system says */
export function readIfThere(within: Within, read: FolderReader['read'] = readWithin): Buffer | undefined {
  try {
    return ifThere(() => read(within))
  } catch (error) {
    if (error instanceof LinkRefused) return undefined
    throw error
  }
}

/**
 * Reads one file after the other. A folder is checked once for all of its files that follow each other, and stays open until a file of another folder is
 * read, or until `close`: its files are opened by their names in the open folder, whatever takes its place meanwhile.
 */
export class FolderReader {
  #open: { readonly onDisk: string; readonly folder: Opened } | undefined

  /** A file's bytes, read through no link. @throws as `openWithin` does */
  readonly read = (file: Within): Buffer => this.#readInFolder(file) ?? readWithin(file)

  close(): void {
    this.#open?.folder[Symbol.dispose]()
    this.#open = undefined
  }

  /** Undefined where that cannot be done: `readWithin` says why. */
  #readInFolder({ path, onDisk }: Within): Buffer | undefined {
    if (process.platform !== 'linux' || !path.includes('/')) return undefined
    try {
      const { descriptor } = this.#folderOf({ path, onDisk })
      using file = keptIf(openSync(`/proc/self/fd/${descriptor}/${posix.basename(onDisk)}`, FLAGS), stats => stats.isFile())
      return file && readOpened(file, file.stats.size)
    } catch {
      return undefined
    }
  }

  #folderOf({ path, onDisk }: Within): Opened {
    const folder = { path: posix.dirname(path), onDisk: posix.dirname(onDisk) }
    if (this.#open?.onDisk === folder.onDisk) return this.#open.folder
    this.close()
    this.#open = { onDisk: folder.onDisk, folder: openWithin(folder, 'folder') }
    return this.#open.folder
  }
}

/** So many bytes from the beginning of an open file, or all that there are. */
export function readOpened({ descriptor }: Pick<Opened, 'descriptor'>, most: number): Buffer {
  const bytes = Buffer.allocUnsafe(most)
  let length = 0
  for (let read = -1; read !== 0 && length < most; length += read)
    read = readSync(descriptor, bytes, length, most - length, length)
  return bytes.subarray(0, length)
}

/** What is to be refused, where it is not what it was listed as. */
function openOnce({ path, onDisk }: Within, kind: 'file' | 'folder'): Opened | string {
  const root = rootOf({ path, onDisk })
  const descriptor = openOrLink(root, onDisk)
  if (descriptor === undefined) return path
  let refused = path
  const opened = keptIf(descriptor, stats => {
    if (kind === 'file' ? !stats.isFile() : !stats.isDirectory()) return false
    if (isInPlace(descriptor, { root, onDisk, stats })) return true
    refused = path.includes('/') ? posix.dirname(path) : path
    return false
  })
  return opened ?? refused
}

/** What is open, where that is what is wanted; else it is closed. */
function keptIf(descriptor: number, isWanted: (stats: Stats) => boolean): Opened | undefined {
  let isKept = false
  try {
    const stats = fstatSync(descriptor)
    isKept = isWanted(stats)
    return isKept ? { descriptor, stats, [Symbol.dispose]: () => closeSync(descriptor) } : undefined
  } finally {
    if (!isKept) closeSync(descriptor)
  }
}

/** The folder that was listed: the name on disk without as many parts as the path has. */
function rootOf({ path, onDisk }: Within): string {
  let end = onDisk.lastIndexOf('/')
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) end = onDisk.lastIndexOf('/', end - 1)
  return onDisk.slice(0, end)
}

/** Undefined where the last part of the name is a link; on macOS, where any part below the folder is. */
function openOrLink(root: string, onDisk: string): number | undefined {
  try {
    if (process.platform !== 'darwin') return openSync(onDisk, FLAGS)
    return openSync(realpathSync(root) + onDisk.slice(root.length), FLAGS | NO_FOLLOW_ANY)
  } catch (error) {
    if (isSystemError(error, 'ELOOP', 'EMLINK', 'ENXIO')) return undefined
    throw error
  }
}

interface InPlace {
  readonly root: string
  readonly onDisk: string
  readonly stats: Stats
}

/** Whether an open file is where its name says, with no link on the way from the folder that was listed. */
function isInPlace(descriptor: number, { root, onDisk, stats }: InPlace): boolean {
  if (process.platform === 'darwin') return true
  const place = placeOf(descriptor)
  if (place === undefined) return isReached({ root, onDisk, stats })
  const folder = roots.get(root) ?? placeOfFolder(root)
  if (folder === undefined) return isReached({ root, onDisk, stats })
  roots.set(root, folder)
  if (isSamePlace(place, { folder, below: onDisk.slice(root.length) })) return true
  // The folder's own name may lead elsewhere by now: the next try asks again.
  roots.delete(root)
  return false
}

/** Where the folders are that were listed, by the names that they are known by. */
const roots = new Map<string, string>()

/** Where an open file is (`proc_pid_fd(5)`); undefined where the system does not say. */
function placeOf(descriptor: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`)
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'EACCES', 'ENOTDIR')) return undefined
    throw error
  }
}

function placeOfFolder(folder: string): string | undefined {
  const descriptor = openSync(folder, constants.O_RDONLY | (constants.O_DIRECTORY ?? 0))
  try {
    return placeOf(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** What the system adds to the place of a file that was replaced since it was opened. */
const REPLACED = ' (deleted)'

function isSamePlace(place: string, { folder, below }: { readonly folder: string; readonly below: string }): boolean {
  const wanted = folder + below
  if (place === wanted || place === wanted + REPLACED) return true
  // A disk may know a name in another case or normalisation than it lists.
  const found = place.endsWith(REPLACED) ? place.slice(0, -REPLACED.length) : place
  return found.startsWith(`${folder}/`) && folded(found.slice(folder.length)) === folded(below)
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

/** Where the system does not say where an open file is: whether its name leads to it, through folders that are none of them links. */
function isReached({ root, onDisk, stats }: InPlace): boolean {
  for (let end = onDisk.indexOf('/', root.length + 1); end >= 0; end = onDisk.indexOf('/', end + 1))
    if (!lstatSync(onDisk.slice(0, end)).isDirectory()) return false
  const now = lstatSync(onDisk)
  return now.ino === stats.ino && now.dev === stats.dev
}
