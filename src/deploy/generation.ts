import { hash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import { INDEX_FOLDER, INDEX_POINTER, SEARCH_SCRIPTS } from '../model/search.ts'
import {
  isAnnouncement,
  isComplete,
  MANIFEST_FILE,
  type Manifest,
  type ManifestEntry,
  readLines,
  readManifest,
} from '../output/manifest-file.ts'
import { openManifest } from '../output/manifest-lookup.ts'
import { ifThere, textIfThere } from '../platform/if-there.ts'
import { isObject, parseOrNothing } from '../platform/json-lines.ts'
import { type Changes, changesBetween } from './changes.ts'

/** What is written in a folder about what stands in it. */
export interface Snapshot {
  readonly root: string
  /** The manifest as it stands there; empty where there is none. */
  readonly text: string
  /** What the pointer to the search's index says; empty where there is none. */
  readonly pointer: string
  /** Files of the index, which the manifest does not list. */
  readonly index: readonly ManifestEntry[]
}

/** All that one publish left in a folder, and nothing of another. */
export interface Generation extends Snapshot {
  /** Every public file: those of the manifest, and those of the index. */
  readonly files: Manifest
  /** Files that are copies of others under names of their own, beside what was published: which each is a copy of. */
  readonly copies?: ReadonlyMap<OutPath, OutPath>
}

const POINTER: OutPath = INDEX_POINTER.slice(1)
const ENGINE: OutPath = SEARCH_SCRIPTS.engine.slice(1)

/** What a folder says of itself, whole or not. @throws where the disk fails */
export function snapshotOf(root: string): Snapshot {
  const pointer = textOf(root, POINTER)
  return { root, text: textOf(root, MANIFEST_FILE), pointer, index: indexEntries(root, pointer) }
}

/** What stands in a folder; undefined while a publish is at it, after one that was killed, and where nothing was published. */
export function generationIn(root: string): Generation | undefined {
  const snapshot = snapshotOf(root)
  const listed = wholeManifest(snapshot.text)
  return listed && { ...snapshot, files: withIndex(listed, snapshot) }
}

/**
 * How what stands in a folder differs from what stood there; undefined where it is not whole. Where lines were only appended, they alone are
 * read: of tens of thousands, a publish changes a few.
 */
export function changesSince(before: Snapshot, after: Snapshot): Changes | undefined {
  const [was, is] = appended(before.text, after.text) ?? [readManifest(before.text) ?? new Map(), readManifest(after.text)]
  return isInPlace(is) ? changesBetween(withIndex(was, before), withIndex(is, after)) : undefined
}

/** The entries of paths of which lines were appended, before and after; undefined where something else changed, or was announced before. */
function appended(before: string, after: string): readonly [Manifest, Manifest] | undefined {
  const lines = before.endsWith('\n') && after.startsWith(before) ? readLines(after.slice(before.length)) : undefined
  const open = lines && openManifest(Buffer.from(before))
  if (!open || open.header.sorted === undefined || open.announcesSorted() || !isInPlace(open.tail)) return undefined
  const was = [...lines.keys()].flatMap(path => open.find(path) ?? [])
  return [new Map(was.map(entry => [entry.path, entry])), lines]
}

/** Whether it is what stands there still: what was read meanwhile belongs to it. */
export function stands({ root, text, pointer }: Generation): boolean {
  return textOf(root, MANIFEST_FILE) === text && textOf(root, POINTER) === pointer
}

/** Whether two are of the same files, whatever was appended to the manifest of one in between. */
export function isSame(one: Generation, other: Generation): boolean {
  if (one.text === other.text) return one.pointer === other.pointer
  const { added, changed, removed } = changesBetween(one.files, other.files)
  return added.length + changed.length + removed.length === 0
}

/** Whether a file's hash is that of its bytes: a file of the index is known by the folder that it stands in, which is named for what is in it. */
export function isHashed({ sha256 }: ManifestEntry): boolean {
  return sha256.length === 64
}

/** Undefined where it announces a file that may not be written yet, and where it was cut short. */
function wholeManifest(text: string): Manifest | undefined {
  const listed = readManifest(text)
  return isComplete(text, listed) && isInPlace(listed) ? listed : undefined
}

/** Whether every file is written that a manifest names. */
function isInPlace(listed: Manifest | undefined): listed is Manifest {
  return listed !== undefined && ![...listed.values()].some(isAnnouncement)
}

function withIndex(listed: Manifest, { index }: Snapshot): Manifest {
  return new Map([...listed, ...index.map(entry => [entry.path, entry] as const)])
}

function indexEntries(root: string, pointer: string): readonly ManifestEntry[] {
  const named = parseOrNothing(pointer)
  if (!isObject(named) || typeof named.folder !== 'string' || !INDEX_FOLDER.test(named.folder)) return []
  const folder = join(root, 'search', named.folder)
  const entries = ifThere(() => readdirSync(folder, { recursive: true, withFileTypes: true })) ?? []
  const paths = entries.flatMap(entry => (entry.isFile() ? [join(entry.parentPath, entry.name).slice(root.length + 1)] : []))
  const sha256 = named.folder
  const engine = ifThere(() => statSync(join(root, ENGINE))) ? [ENGINE] : []
  return [
    ...[...paths, ...engine].map(path => ({ path, sha256, size: 0 })),
    { path: POINTER, sha256: hash('sha256', pointer, 'hex'), size: 0 },
  ]
}

function textOf(root: string, path: OutPath): string {
  return textIfThere(join(root, path)) ?? ''
}
