import type { OutPath } from '../model/address.ts'
import { isAnnounced, type ManifestEntry, readHeader, readManifest } from './manifest-file.ts'

/** Looks an entry up by the path of its file. */
export type ManifestLookup = (path: OutPath) => ManifestEntry | undefined

const NEWLINE = 0x0a

/**
 * Finds entries in a manifest's bytes without reading all of it: a newsroom of 100,000 files has 15 MB of manifest, which a server
 * would read for a quarter of a second after every publish, with everybody waiting. Its lines are sorted by path, so that twenty of them
 * are read for an entry; only what was announced since stands behind them, and is read at once. What is no manifest has no entries.
 */
export function manifestLookup(bytes: Buffer): ManifestLookup {
  const headerEnd = bytes.indexOf(NEWLINE) + 1
  const header = bytes.toString('utf8', 0, headerEnd)
  if (!readManifest(header)) return () => undefined
  const sortedEnd = endOfSorted(bytes, headerEnd)
  const announced = readManifest(header + bytes.toString('utf8', sortedEnd))
  return path => announced?.get(path) ?? searched(bytes, { header, path, from: headerEnd, to: sortedEnd })
}

/** Whether bytes are a manifest that has the last entry that it was written with. */
export function isUsable(bytes: Buffer): boolean {
  const header = readHeader(bytes.toString('utf8', 0, bytes.indexOf(NEWLINE) + 1))
  return header !== undefined && (header.last === undefined || manifestLookup(bytes)(header.last) !== undefined)
}

/** Where the announcements at the end begin. A last line that is not whole yet stands behind it too, and counts for nothing. */
function endOfSorted(bytes: Buffer, headerEnd: number): number {
  let end = bytes.lastIndexOf(NEWLINE) + 1
  while (end > headerEnd) {
    const start = lineStart(bytes, end - 1)
    if (!isAnnounced(bytes.toString('utf8', start, end))) break
    end = start
  }
  return end
}

interface Search {
  readonly header: string
  readonly path: OutPath
  /** Where the first of the sorted lines begins. */
  readonly from: number
  /** Where the last of them ends. */
  readonly to: number
}

function searched(bytes: Buffer, { header, path, from, to }: Search): ManifestEntry | undefined {
  let [low, high] = [from, to]
  while (low < high) {
    const start = Math.max(low, lineStart(bytes, (low + high) >>> 1))
    const end = bytes.indexOf(NEWLINE, start) + 1
    const [entry] = readManifest(header + bytes.toString('utf8', start, end))?.values() ?? []
    if (!entry) return undefined
    if (entry.path === path) return entry
    if (entry.path < path) low = end
    else high = start
  }
  return undefined
}

/** Where the line begins that a byte is in, its end included. */
function lineStart(bytes: Buffer, at: number): number {
  return at === 0 ? 0 : bytes.lastIndexOf(NEWLINE, at - 1) + 1
}
