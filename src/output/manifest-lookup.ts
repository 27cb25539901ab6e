import type { OutPath } from '../model/address.ts'
import { isAnnounced, isWholeTo, type ManifestEntry, type ManifestHeader, readHeader, readLines } from './manifest-file.ts'

/** Looks an entry up by the path of its file. */
export type ManifestLookup = (path: OutPath) => ManifestEntry | undefined

const NEWLINE = 0x0a

/**
 * Finds entries in a manifest's bytes without reading all of it: a newsroom of 100,000 files has 15 MB of manifest, which a server
 * would read for a quarter of a second after every publish, with everybody waiting. The lines of its sorted part are sorted by path, so that
 * twenty of them are read for an entry; only the tail is read at once. What is no manifest has no entries.
 */
export function manifestLookup(bytes: Buffer): ManifestLookup {
  const { headerEnd, sortedEnd } = partsOf(bytes) ?? {}
  if (headerEnd === undefined || sortedEnd === undefined) return () => undefined
  const tail = readLines(bytes.toString('utf8', sortedEnd))
  return path => (tail?.has(path) ? tail.get(path) : searched(bytes, { path, from: headerEnd, to: sortedEnd }))
}

/** Whether bytes are a manifest that has all the entries that it was written with. */
export function isUsable(bytes: Buffer): boolean {
  const header = headerOf(bytes)
  if (!header) return false
  const { last, sorted } = header
  return sorted === undefined ? last === undefined || manifestLookup(bytes)(last) !== undefined : isWholeTo(bytes, sorted)
}

/** The header of a manifest by its bytes; undefined for what is none. */
export function headerOf(bytes: Buffer): ManifestHeader | undefined {
  return readHeader(bytes.toString('utf8', 0, bytes.indexOf(NEWLINE) + 1))
}

/** Where the header and the sorted part of a manifest end; undefined for what is none. */
function partsOf(bytes: Buffer): { readonly headerEnd: number; readonly sortedEnd: number } | undefined {
  const header = headerOf(bytes)
  if (!header) return undefined
  const headerEnd = bytes.indexOf(NEWLINE) + 1
  if (header.sorted === undefined) return { headerEnd, sortedEnd: endOfSorted(bytes, headerEnd) }
  return { headerEnd, sortedEnd: Math.min(headerEnd + header.sorted, bytes.lastIndexOf(NEWLINE) + 1) }
}

/** Version 1: where the announcements at the end begin. A last line that is not whole yet is part of them too, and counts for nothing. */
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
  readonly path: OutPath
  /** Where the first of the sorted lines begins. */
  readonly from: number
  /** Where the last of them ends. */
  readonly to: number
}

function searched(bytes: Buffer, { path, from, to }: Search): ManifestEntry | undefined {
  let [low, high] = [from, to]
  while (low < high) {
    const start = Math.max(low, lineStart(bytes, (low + high) >>> 1))
    const end = bytes.indexOf(NEWLINE, start) + 1
    const [entry] = readLines(bytes.toString('utf8', start, end))?.values() ?? []
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
