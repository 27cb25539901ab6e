import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isSystemError } from '../store/environment-error.ts'
import { MANIFEST_FILE } from '../store/manifest-file.ts'
import { type ManifestLookup, manifestLookup } from '../store/manifest-lookup.ts'
import { remembered } from './remembered.ts'

/** The manifest of an `out/`, as it is now. */
export interface WatchedManifest {
  readonly find: ManifestLookup
  /** Looks at the disk whether it changed, and reads it again if so. Says whether it did. */
  readonly refresh: () => boolean
  /** Whether the last look was long enough ago. */
  readonly isDue: () => boolean
}

/** How old an answer may be when another process publishes. To ask the disk at every request would cost a tenth of each. */
const LOOK_EVERY_MS = 50
/** Paths whose entries are at hand. */
const KNOWN_PATHS = 10_000

/** Watches the manifest in `out/`. Where there is none, or it cannot be read, nothing is published: a server goes on when its folder is taken away. */
export function watchedManifest(out: string): WatchedManifest {
  const file = join(out, MANIFEST_FILE)
  let find: ManifestLookup = () => undefined
  let version: string | undefined
  let lookedMs = Number.NEGATIVE_INFINITY
  const refresh = (): boolean => {
    lookedMs = performance.now()
    const stat = statSync(file, { throwIfNoEntry: false })
    const now = stat && `${stat.ino}-${stat.mtimeMs}-${stat.size}`
    if (now === version) return false
    find = remembered(manifestLookup(now === undefined ? Buffer.alloc(0) : readBytes(file)), KNOWN_PATHS)
    version = now
    return true
  }
  return {
    find: path => find(path),
    refresh,
    isDue: () => performance.now() - lookedMs >= LOOK_EVERY_MS,
  }
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES')) return Buffer.alloc(0)
    throw error
  }
}
