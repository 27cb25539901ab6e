import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A folder's files at one moment: enough to tell which were written since. */
export type Snapshot = ReadonlyMap<string, SeenFile>

interface SeenFile {
  readonly version: string
  readonly bytes: number
  readonly writtenNs: bigint
}

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
  const snapshot = new Map<string, SeenFile>()
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    // A file that was replaced by rename has another inode, even within one tick of the clock.
    const { ino, mtimeNs, size } = await lstat(path, { bigint: true })
    snapshot.set(path, { version: `${ino}:${mtimeNs}`, bytes: Number(size), writtenNs: mtimeNs })
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

/** When the newest file below `dir` was written, in milliseconds since 1970. */
export async function newestWrite(dir: string): Promise<number> {
  const newest = [...(await takeSnapshot(dir)).values()].reduce((max, { writtenNs }) => (writtenNs > max ? writtenNs : max), 0n)
  return Number(newest) / 1e6
}
