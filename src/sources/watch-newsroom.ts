import { type FSWatcher, readdirSync, type Stats, statSync, type WatchEventType, watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join, posix } from 'node:path'
import type { SourcePath } from '../model/address.ts'
import { isHidden } from './list-files.ts'

/** What changed: these files, some of which may be gone, or have come and gone; or, where folders did, there is no telling. */
export type NewsroomChange = ReadonlySet<SourcePath> | 'anything'

// An editor saves in several steps, and a checkout of a branch is hundreds of files: what comes in one go is one change. Of one file alone
// the steps follow at once.
const QUIET_MS = 8
const QUIET_OF_ONE_MS = 2
const LONGEST_MS = 500
// A file that grows without end does not keep others waiting.
const LONGEST_WRITING_MS = 10_000

const LOOK_AT_ROOT_EVERY_MS = 1000
// A disk that has not answered meanwhile is told of: what comes of that is left to whoever publishes.
const STALLED_MS = 30_000

/** A newsroom that is watched. */
export interface NewsroomWatch extends Disposable {
  /** Whether every folder is watched: the system may not let us, and the newsroom itself may be gone. Tries again where not. */
  readonly isComplete: () => boolean
  /** Whether there was anything when folders were last watched anew, within a second of its coming or going. */
  readonly isThere: () => boolean
}

/**
 * Watches a newsroom's folder and all below it, a watcher a folder: Node's own recursive watching takes one for each file. A folder that
 * comes later, or another in its place, is watched within a second. What the system drops under load is found by the next whole publish.
 * A file that comes in place, as an upload does, is told once nobody has written to it for `standingMs`: half of it is no news. A disk
 * that has not answered for half a minute is told as a change. Disposing ends it.
 */
export function watchNewsroom(
  root: string,
  onChange: (change: NewsroomChange) => void,
  { standingMs = 0 }: { readonly standingMs?: number } = {},
): NewsroomWatch {
  const watchers = new Map<string, FSWatcher>()
  let pending: Set<SourcePath> | 'anything' = new Set()
  let quiet: NodeJS.Timeout | undefined
  let since: number | undefined
  let isBlind = false
  let watchedRoot: string | undefined
  /** How long a look has been waiting for the disk. */
  let waitingMs = 0
  let isEnded = false
  /** Files that came and were not told with anything in them, and files that are being written now. */
  const arrived = new Set<string>()
  const beingWritten = new Set<string>()

  const tell = (): void => {
    const change = pending
    pending = new Set()
    since = undefined
    quiet = undefined
    beingWritten.clear()
    for (const path of arrived) if (sizeOf(path) !== 0) arrived.delete(path)
    if (change === 'anything') watchFolders()
    onChange(change)
  }
  const note = (path: SourcePath | undefined): void => {
    if (path === undefined) pending = 'anything'
    else if (pending !== 'anything') pending.add(path)
    const now = performance.now()
    since ??= now
    clearTimeout(quiet)
    const usualMs = pending !== 'anything' && pending.size === 1 ? QUIET_OF_ONE_MS : QUIET_MS
    const [quietMs, longestMs] = beingWritten.size > 0 ? [standingMs, LONGEST_WRITING_MS] : [usualMs, LONGEST_MS]
    quiet = setTimeout(tell, Math.max(0, Math.min(quietMs, since + longestMs - now)))
  }
  const sizeOf = (path: string): number | undefined => stateOf(join(root, path))?.size
  /** A file that takes another's place has its text when it comes; one that is uploaded comes, and then changes. */
  const noteWriting = (path: string, event: WatchEventType): void => {
    if (event === 'rename') arrived.add(path)
    if (sizeOf(path) === 0 || (event === 'change' && arrived.has(path))) beingWritten.add(path)
    else beingWritten.delete(path)
  }
  /** What is watched goes by inode: a folder of the same name may be another one, at once or when it comes back. */
  const letGo = (folder: string): void => {
    for (const [path, watcher] of watchers) {
      if (folder !== '' && path !== folder && !path.startsWith(`${folder}/`)) continue
      watcher.close()
      watchers.delete(path)
    }
  }
  const watchFolder = (folder: string): void => {
    try {
      const watcher = watch(join(root, folder), (event, name) => {
        if (name !== null && (isHidden(name) || name.endsWith('~'))) return
        const path = name === null ? folder : posix.join(folder, name)
        // The system tells by its own name that a folder itself went.
        if (folder === '' && name === basename(root)) letGo('')
        else if (watchers.has(path)) letGo(path)
        else if (!stateOf(join(root, path))?.isDirectory()) {
          if (standingMs > 0) noteWriting(path, event)
          return note(path.normalize('NFC'))
        }
        note(undefined)
      })
      watcher.on('error', () => {
        letGo(folder)
        note(undefined)
      })
      watchers.set(folder, watcher)
    } catch {
      // Gone since it was listed, or more than the system lets us watch.
      isBlind = true
    }
  }
  const watchFolders = (): void => {
    isBlind = false
    const now = identityOf(stateOf(root))
    if (now !== watchedRoot) letGo('')
    watchedRoot = now
    const folders = new Set(foldersIn(root))
    for (const folder of watchers.keys()) if (!folders.has(folder)) letGo(folder)
    for (const folder of folders) if (!watchers.has(folder)) watchFolder(folder)
  }
  /**
   * Nothing tells that a folder came where none was, nor that a link leads to another one now. Looked at beside this thread, which serves:
   * a network disk that stalls would keep it.
   */
  const lookAtRoot = async (): Promise<void> => {
    waitingMs += LOOK_AT_ROOT_EVERY_MS
    if (waitingMs === STALLED_MS) onChange('anything')
    if (waitingMs > LOOK_AT_ROOT_EVERY_MS) return
    const now = identityOf(await stat(root).catch(() => undefined))
    waitingMs = 0
    if (!isEnded && now !== watchedRoot) note(undefined)
  }

  watchFolders()
  const looking = setInterval(lookAtRoot, LOOK_AT_ROOT_EVERY_MS).unref()
  return {
    isComplete: () => {
      if (isBlind || !watchers.has('')) watchFolders()
      return !isBlind && watchers.has('')
    },
    isThere: () => watchedRoot !== undefined,
    [Symbol.dispose]: () => {
      isEnded = true
      clearTimeout(quiet)
      clearInterval(looking)
      letGo('')
    },
  }
}

/** Which folder it is, whatever its name. */
function identityOf(state: Stats | undefined): string | undefined {
  return state && `${state.dev}-${state.ino}`
}

/** Undefined where nothing is, and where we may not look. */
function stateOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** The folder itself and every folder below it that is not hidden, by path. */
function foldersIn(root: string, folder = ''): readonly string[] {
  try {
    const below = readdirSync(join(root, folder), { withFileTypes: true }).filter(
      entry => entry.isDirectory() && !isHidden(entry.name),
    )
    return [folder, ...below.flatMap(({ name }) => foldersIn(root, posix.join(folder, name)))]
  } catch {
    return []
  }
}
