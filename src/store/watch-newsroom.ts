import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs'
import { join, posix } from 'node:path'
import type { SourcePath } from '../model/address.ts'
import { isHidden } from './list-files.ts'

/** What changed: these files, some of which may be gone, or have come and gone; or, where folders did, there is no telling. */
export type NewsroomChange = ReadonlySet<SourcePath> | 'anything'

// An editor saves in several steps, and a checkout of a branch is hundreds of files: what comes in one go is one change.
const QUIET_MS = 8
const LONGEST_MS = 500

/** A newsroom that is watched. */
export interface NewsroomWatch extends Disposable {
  /** Whether every folder is watched: the system may not let us, and the newsroom itself may be gone. Tries again where not. */
  readonly isComplete: () => boolean
}

/**
 * Watches a newsroom's folder and all below it, a watcher a folder: Node's own recursive watching takes one for each file. What
 * the system drops under load is found by the next whole publish. Disposing ends it.
 */
export function watchNewsroom(root: string, onChange: (change: NewsroomChange) => void): NewsroomWatch {
  const watchers = new Map<string, FSWatcher>()
  let pending: Set<SourcePath> | 'anything' = new Set()
  let quiet: NodeJS.Timeout | undefined
  let since: number | undefined
  let isBlind = false

  const tell = (): void => {
    const change = pending
    pending = new Set()
    since = undefined
    quiet = undefined
    if (change === 'anything') watchFolders()
    onChange(change)
  }
  const note = (path: SourcePath | undefined): void => {
    if (path === undefined) pending = 'anything'
    else if (pending !== 'anything') pending.add(path)
    const now = performance.now()
    since ??= now
    clearTimeout(quiet)
    quiet = setTimeout(tell, Math.max(0, Math.min(QUIET_MS, since + LONGEST_MS - now)))
  }
  const watchFolder = (folder: string): void => {
    try {
      const watcher = watch(join(root, folder), (_, name) => {
        if (name !== null && (isHidden(name) || name.endsWith('~'))) return
        const isFolder = name === null || watchers.has(posix.join(folder, name)) || isFolderNow(join(root, folder, name))
        note(isFolder ? undefined : posix.join(folder, name).normalize('NFC'))
      })
      watcher.on('error', () => {
        watcher.close()
        watchers.delete(folder)
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
    const folders = new Set(foldersIn(root))
    for (const [folder, watcher] of watchers) {
      if (folders.has(folder)) continue
      watcher.close()
      watchers.delete(folder)
    }
    for (const folder of folders) if (!watchers.has(folder)) watchFolder(folder)
  }

  watchFolders()
  return {
    isComplete: () => {
      if (isBlind || !watchers.has('')) watchFolders()
      return !isBlind && watchers.has('')
    },
    [Symbol.dispose]: () => {
      clearTimeout(quiet)
      for (const watcher of watchers.values()) watcher.close()
    },
  }
}

function isFolderNow(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
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
