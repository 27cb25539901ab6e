import type { OutPath } from '../model/address.ts'
import type { Answer } from '../model/artifact.ts'
import { newerVersion } from '../platform/environment-error.ts'
import { isObject, keptLines, parseJsonLines, parseOrNothing, toJsonLines } from '../platform/json-lines.ts'

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

const VERSION = 1
const HEADER = { 'courant-manifest': VERSION } as const
const ANNOUNCED_END = ',"sha256":"","size":0}\n'

/** The first line of a manifest, but for its version. Its fields are younger than version 1, and missing in older manifests. */
export interface ManifestHeader {
  /** Of the `out/` that it is in, by which its state knows it. */
  readonly identity?: string | undefined
  /** Path of the last entry when the manifest was written whole: without that entry, it was cut short since. */
  readonly last?: OutPath
  /** Whether it was put together from what was left of one that was lost, and may lack files. */
  readonly rebuilt?: boolean
}

/** The manifest's text, sorted by path. */
export function writeManifest(
  manifest: Manifest,
  { identity, rebuilt = false }: Pick<ManifestHeader, 'identity' | 'rebuilt'> = {},
): string {
  const entries = [...manifest.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  const last = entries.at(-1)?.path
  return (
    toJsonLines([
      {
        ...HEADER,
        ...(identity !== undefined && { identity }),
        ...(rebuilt && { rebuilt }),
        ...(last !== undefined && { last }),
      },
    ]) + entries.map(lineOf).join('')
  )
}

/** The first line of a manifest's text; undefined for what is none. */
export function readHeader(text: string): ManifestHeader | undefined {
  const header = parseOrNothing(text.slice(0, text.indexOf('\n') + 1))
  if (!isObject(header) || header['courant-manifest'] !== VERSION) return undefined
  const { identity, last, rebuilt } = header
  return {
    ...(typeof identity === 'string' && { identity }),
    ...(typeof last === 'string' && { last }),
    ...(rebuilt === true && { rebuilt }),
  }
}

/** Whether a manifest has all that it had when it was written: no line of it is damaged, and none is missing at its end. */
export function isComplete(text: string, manifest: Manifest | undefined): manifest is Manifest {
  const { last, rebuilt } = readHeader(text) ?? {}
  return manifest !== undefined && !rebuilt && (last === undefined || manifest.has(last))
}

/** An entry as a line of the manifest. A later line of a path stands for the earlier. */
export const lineOf: (entry: ManifestEntry) => string = keptLines(entry => entry)

/** Whether an entry announces a file that may not be written yet. */
export function isAnnouncement({ sha256 }: ManifestEntry): boolean {
  return sha256 === ''
}

/** Whether a line announces a file that may not be written yet. */
export function isAnnounced(line: string): boolean {
  return line.endsWith(ANNOUNCED_END)
}

/**
 * Reads a manifest; undefined for what is none, which is treated like none: then nothing is ours to remove. A last line without
 * its end was being added when the publisher was killed, and announces nothing.
 */
export function readManifest(text: string): Manifest | undefined {
  let lines: readonly unknown[]
  try {
    lines = parseJsonLines(text.slice(0, text.lastIndexOf('\n') + 1))
  } catch {
    return undefined
  }
  const [header, ...entries] = lines
  if (!isObject(header) || header['courant-manifest'] !== VERSION) return undefined
  const manifest = new Map<OutPath, ManifestEntry>()
  for (const line of entries) {
    const entry = entryOf(line)
    if (entry && isWithin(entry.path)) manifest.set(entry.path, entry)
  }
  return manifest
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
