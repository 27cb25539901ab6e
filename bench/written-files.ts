import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A folder's files at one moment: enough to tell which were written since. */
export type Snapshot = ReadonlyMap<string, { readonly version: string; readonly bytes: number }>

/** What was written between two moments. */
export interface Written {
  readonly files: number
  readonly bytes: number
}

/** Looks at every file below `dir`; empty when there is no such folder. */
export async function takeSnapshot(dir: string): Promise<Snapshot> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  const snapshot = new Map<string, { readonly version: string; readonly bytes: number }>()
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    // A file that was replaced by rename has another inode, even within one tick of the clock.
    const { ino, mtimeNs, size } = await lstat(path, { bigint: true })
    snapshot.set(path, { version: `${ino}:${mtimeNs}`, bytes: Number(size) })
  }
  return snapshot
}

/** Files that are new or were touched, whether their bytes changed or not, and how large they are. */
export function writtenBetween(before: Snapshot, after: Snapshot): Written {
  let files = 0
  let bytes = 0
  for (const [path, file] of after) {
    if (before.get(path)?.version === file.version) continue
    files++
    bytes += file.bytes
  }
  return { files, bytes }
}
