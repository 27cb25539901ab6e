import type { OutPath } from '../model/address.ts'
import type { Answer } from '../model/artifact.ts'
import { newerVersion } from '../platform/environment-error.ts'
import { isObject, parseJsonLines, parseOrNothing, toJsonLine, toJsonLines } from '../platform/json-lines.ts'

/** Name of the manifest in `out/`. */
export const MANIFEST_FILE = 'manifest.jsonl'

/** A file that Courant published. */
export interface ManifestEntry {
  readonly path: OutPath
  /** SHA-256 of its bytes, hex; empty while it is announced and not yet written. */
  readonly sha256: string
  readonly size: number
  readonly answer?: Answer
}

/** Every file that Courant wrote into `out/`, by path: what it may replace and remove, and what a server may serve. */
export type Manifest = ReadonlyMap<OutPath, ManifestEntry>

const VERSION = 2
/** Without a tail and without the length of the sorted part, as earlier versions of Courant wrote it. */
const PLAIN_VERSION = 1
/** How the line of an announcement ends: of a file that may not be written yet. */
export const ANNOUNCED_END = ',"sha256":"","size":0}\n'

/** The first line of a manifest. Fields of version 1 that are younger than it are missing in older manifests. */
export interface ManifestHeader {
  readonly version: number
  /** Of the `out/` that it is in, by which its state knows it. */
  readonly identity?: string | undefined
  /** Version 1: path of the last entry when the manifest was written whole: without that entry, it was cut short since. */
  readonly last?: OutPath
  /** Version 2: how often the manifest was written whole. Another number means that readers have to read all of it again. */
  readonly generation?: number
  /** Version 2: length in bytes of the sorted part, which begins after this line. */
  readonly sorted?: number
  /** Whether it was put together from what was left of one that was lost, and may lack files. */
  readonly rebuilt?: boolean | undefined
}

/** The manifest's text: its header, and every entry sorted by path. Nothing is appended to it yet. */
export function writeManifest(
  manifest: Manifest,
  { identity, rebuilt, generation = 1 }: Pick<ManifestHeader, 'identity' | 'rebuilt' | 'generation'> = {},
): string {
  const sorted = sortedLines(manifest).join('')
  return headerLine({ identity, rebuilt, generation, sorted: Buffer.byteLength(sorted) }) + sorted
}

/** The first line of a manifest of the present version. */
export function headerLine({
  identity,
  rebuilt = false,
  generation,
  sorted,
}: Omit<ManifestHeader, 'version' | 'last'>): string {
  return toJsonLines([
    {
      'courant-manifest': VERSION,
      ...(identity !== undefined && { identity }),
      ...(rebuilt && { rebuilt }),
      generation,
      sorted,
    },
  ])
}

/** A list of files in the form of version 1, for lists that are no manifest of an `out/`: earlier versions of Courant read them. */
export function writePlainList(files: Manifest): string {
  const last = [...files.keys()].reduce<OutPath | undefined>((a, b) => (a === undefined || a < b ? b : a), undefined)
  return toJsonLines([{ 'courant-manifest': PLAIN_VERSION, ...(last !== undefined && { last }) }]) + sortedLines(files).join('')
}

function sortedLines(manifest: Manifest): readonly string[] {
  return [...manifest.values()].sort((a, b) => (a.path < b.path ? -1 : 1)).map(lineOf)
}

/** The first line of a manifest's text; undefined for what is none. */
export function readHeader(text: string): ManifestHeader | undefined {
  const header = parseOrNothing(text.slice(0, text.indexOf('\n') + 1))
  if (!isObject(header)) return undefined
  const { 'courant-manifest': version, identity, last, generation, sorted, rebuilt } = header
  if (version !== VERSION && version !== PLAIN_VERSION) return undefined
  if (version === VERSION && !(isCount(generation) && isCount(sorted))) return undefined
  return {
    version,
    ...(typeof identity === 'string' && { identity }),
    ...(typeof last === 'string' && { last }),
    ...(isCount(generation) && { generation }),
    ...(isCount(sorted) && { sorted }),
    ...(rebuilt === true && { rebuilt }),
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** Whether a manifest has all that it had when it was written: no line of it is damaged, and none is missing at its end. */
export function isComplete(text: string, manifest: Manifest | undefined): manifest is Manifest {
  const header = readHeader(text)
  if (manifest === undefined || !header || header.rebuilt) return false
  const { last, sorted } = header
  if (sorted !== undefined) return isWholeTo(Buffer.from(text), sorted)
  return last === undefined || manifest.has(last)
}

/** Whether bytes have a sorted part of this length, which ends with a line. */
export function isWholeTo(bytes: Buffer, sorted: number): boolean {
  return bytes[bytes.indexOf(NEWLINE) + sorted] === NEWLINE
}

const NEWLINE = 0x0a

// A tail of a few thousand lines is read at once. To write a manifest of 25 MB whole after each 5 % writes each line twenty times.
const LEAST_TAIL = 1024 * 1024
const TAIL_SHARE = 0.05

/** Whether a manifest is to be written whole instead of having a tail of so many bytes: more than 1 MB, and more than 5 % of its sorted part. */
export function isTailLong(tail: number, sorted: number): boolean {
  return tail > Math.max(LEAST_TAIL, TAIL_SHARE * sorted)
}

/** An entry as a line of the manifest. A later line of a path stands for the earlier. */
export function lineOf(entry: ManifestEntry): string {
  return toJsonLine(entry)
}

/** Whether an entry announces a file that may not be written yet. */
export function isAnnouncement({ sha256 }: ManifestEntry): boolean {
  return sha256 === ''
}

/**
 * Reads a manifest; undefined for what is none, which is treated like none: then nothing is ours to remove. A last line without
 * its end was being added when the publisher was killed, and announces nothing.
 */
export function readManifest(text: string): Manifest | undefined {
  return readHeader(text) && readLines(text.slice(text.indexOf('\n') + 1))
}

/** The entries that lines of a manifest have, each path by its last line; undefined where a line is damaged. */
export function readLines(text: string): Manifest | undefined {
  let lines: readonly unknown[]
  try {
    lines = parseJsonLines(text.slice(0, text.lastIndexOf('\n') + 1))
  } catch {
    return undefined
  }
  const entries = new Map<OutPath, ManifestEntry>()
  for (const line of lines) {
    const entry = entryOf(line)
    if (entry && isWithin(entry.path)) entries.set(entry.path, entry)
  }
  return entries
}

/** @throws EnvironmentError for a manifest of a newer version: to take it for none would make all that it names somebody else's */
export function refuseNewerManifest(text: string, name: string): void {
  const header = parseOrNothing(text.slice(0, text.indexOf('\n') + 1))
  const version = isObject(header) ? header['courant-manifest'] : undefined
  if (typeof version === 'number' && version > VERSION) throw newerVersion(name, { version, known: VERSION })
}

function entryOf(line: unknown): ManifestEntry | undefined {
  if (!isObject(line) || typeof line.path !== 'string' || typeof line.sha256 !== 'string' || typeof line.size !== 'number')
    return undefined
  const { path, sha256, size } = line
  const answer = answerOf(line.answer)
  return answer ? { path, sha256, size, answer } : { path, sha256, size }
}

function answerOf(value: unknown): Answer | undefined {
  if (!isObject(value)) return undefined
  if (value.status === 410) return { status: 410 }
  if (value.status === 200 && value.scripts === 'search') return { status: 200, scripts: 'search' }
  if (value.status !== 301 || typeof value.to !== 'string' || !value.to.startsWith('/')) return undefined
  return { status: 301, to: `/${value.to.slice(1)}` }
}

const PLAIN_PATH = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/

// A manifest that someone edited must not make Courant remove anything outside `out/`.
function isWithin(path: string): boolean {
  // Of tens of thousands, nearly all.
  if (PLAIN_PATH.test(path)) return true
  return !path.startsWith('/') && path.split('/').every(part => part !== '' && part !== '.' && part !== '..')
}
