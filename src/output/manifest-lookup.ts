import type { OutPath } from '../model/address.ts'
import {
  ANNOUNCED_END,
  headerLine,
  isWholeTo,
  lineOf,
  type Manifest,
  type ManifestEntry,
  type ManifestHeader,
  readHeader,
  readLines,
} from './manifest-file.ts'

/** Looks an entry up by the path of its file. */
export type ManifestLookup = (path: OutPath) => ManifestEntry | undefined

const NEWLINE = 0x0a

/** A manifest's bytes, of which only the tail was parsed. */
export interface OpenManifest {
  readonly header: ManifestHeader
  readonly find: ManifestLookup
  /** Finds an entry of the sorted part. */
  readonly findSorted: ManifestLookup
  readonly tail: Manifest
  /** Where the last whole line ends. */
  readonly end: number
  /** Whether the sorted part has announcements: of a first publish that was killed, or of a manifest that was rebuilt. */
  readonly announcesSorted: () => boolean
}

/**
 * Opens a manifest's bytes without reading all of it: a newsroom of 100,000 files has 15 MB of manifest, which a server would read for a
 * quarter of a second, with everybody waiting. The lines of its sorted part are sorted by path, so that twenty of them are read for an entry;
 * only the tail is parsed at once. Undefined for what is no manifest, was cut short, or has a damaged tail.
 */
export function openManifest(bytes: Buffer): OpenManifest | undefined {
  const header = headerOf(bytes)
  const parts = header && partsOf(bytes, header)
  const tail = parts && readLines(bytes.toString('utf8', parts.sortedEnd))
  if (!parts || !tail) return undefined
  const findSorted: ManifestLookup = path => placeOf(bytes, { path, from: parts.headerEnd, to: parts.sortedEnd })?.entry
  const find: ManifestLookup = path => tail.get(path) ?? findSorted(path)
  if (header.last !== undefined && !find(header.last)) return undefined
  const announcesSorted = (): boolean => bytes.subarray(parts.headerEnd, parts.sortedEnd).includes(ANNOUNCED_END)
  return { header, find, findSorted, tail, end: bytes.lastIndexOf(NEWLINE) + 1, announcesSorted }
}

/**
 * A manifest's bytes written again: one generation later, with the tail and these changes in the sorted part, undefined being a path that is
 * removed. Lines that stay are copied, not parsed. Undefined where the manifest is not whole.
 */
export function compactManifest(
  bytes: Buffer,
  changes: ReadonlyMap<OutPath, ManifestEntry | undefined>,
): readonly Uint8Array[] | undefined {
  const header = headerOf(bytes)
  const parts = header?.sorted === undefined ? undefined : partsOf(bytes, header)
  const tail = parts && readLines(bytes.toString('utf8', parts.sortedEnd))
  if (!parts || !tail) return undefined
  const sorted: Uint8Array[] = []
  let from = parts.headerEnd
  for (const [path, entry] of [...new Map([...tail, ...changes])].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const place = placeOf(bytes, { path, from, to: parts.sortedEnd })
    if (!place) return undefined
    sorted.push(bytes.subarray(from, place.start), Buffer.from(entry ? lineOf(entry) : ''))
    from = place.end
  }
  sorted.push(bytes.subarray(from, parts.sortedEnd))
  const { identity, generation = 0 } = header ?? {}
  const length = sorted.reduce((sum, part) => sum + part.length, 0)
  return [Buffer.from(headerLine({ identity, generation: generation + 1, sorted: length })), ...sorted]
}

/** The header of a manifest by its bytes; undefined for what is none. */
function headerOf(bytes: Buffer): ManifestHeader | undefined {
  return readHeader(bytes.toString('utf8', 0, bytes.indexOf(NEWLINE) + 1))
}

/** Where the header and the sorted part of a manifest end. */
interface Parts {
  readonly headerEnd: number
  readonly sortedEnd: number
}

function partsOf(bytes: Buffer, { sorted }: ManifestHeader): Parts | undefined {
  const headerEnd = bytes.indexOf(NEWLINE) + 1
  if (sorted === undefined) return { headerEnd, sortedEnd: endOfSorted(bytes, headerEnd) }
  return isWholeTo(bytes, sorted) ? { headerEnd, sortedEnd: headerEnd + sorted } : undefined
}

/** Version 1: where the announcements at the end begin. A last line that is not whole yet is part of them too, and counts for nothing. */
function endOfSorted(bytes: Buffer, headerEnd: number): number {
  let end = bytes.lastIndexOf(NEWLINE) + 1
  while (end > headerEnd) {
    const start = lineStart(bytes, end - 1)
    if (!bytes.toString('utf8', start, end).endsWith(ANNOUNCED_END)) break
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

/** The line of a path among sorted ones; without an entry, it is empty and where that line would be. */
interface Place {
  readonly start: number
  readonly end: number
  readonly entry: ManifestEntry | undefined
}

/** Undefined where a line is damaged that it came by. */
function placeOf(bytes: Buffer, { path, from, to }: Search): Place | undefined {
  let [low, high] = [from, to]
  while (low < high) {
    const start = Math.max(low, lineStart(bytes, (low + high) >>> 1))
    const end = bytes.indexOf(NEWLINE, start) + 1
    const [entry] = readLines(bytes.toString('utf8', start, end))?.values() ?? []
    if (!entry) return undefined
    if (entry.path === path) return { start, end, entry }
    if (entry.path < path) low = end
    else high = start
  }
  return { start: low, end: low, entry: undefined }
}

/** Where the line begins that a byte is in, its end included. */
function lineStart(bytes: Buffer, at: number): number {
  return at === 0 ? 0 : bytes.lastIndexOf(NEWLINE, at - 1) + 1
}
