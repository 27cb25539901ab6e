import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import { INDEX_FOLDER, INDEX_POINTER } from '../model/search.ts'
import { isSystemError } from '../store/environment-error.ts'
import { isObject, parseOrNothing } from '../store/json-lines.ts'
import { MANIFEST_FILE, type Manifest, type ManifestEntry, readManifest } from '../store/manifest-file.ts'

/** All that one publish left in a folder, and nothing of another. */
export interface Generation {
  readonly root: string
  /** The manifest as it stands there. */
  readonly text: string
  /** What the pointer to the search's index says; empty where there is none. */
  readonly pointer: string
  /** Every public file: those of the manifest, and those of the index, which it does not list. */
  readonly files: Manifest
}

const POINTER: OutPath = INDEX_POINTER.slice(1)

/** What stands in a folder; undefined while a publish is at it, after one that was killed, and where nothing was published. */
export function generationIn(root: string): Generation | undefined {
  const text = textOf(root, MANIFEST_FILE)
  const listed = readManifest(text)
  if (!listed || [...listed.values()].some(({ sha256 }) => sha256 === '')) return undefined
  const pointer = textOf(root, POINTER)
  const files = new Map([...listed, ...indexEntries(root, pointer).map(entry => [entry.path, entry] as const)])
  return { root, text, pointer, files }
}

/** Whether it is what stands there still: what was read meanwhile belongs to it. */
export function stands({ root, text, pointer }: Generation): boolean {
  return textOf(root, MANIFEST_FILE) === text && textOf(root, POINTER) === pointer
}

/** Whether two are of the same files. */
export function isSame(one: Generation, other: Generation): boolean {
  return one.text === other.text && one.pointer === other.pointer
}

/** Whether a file's hash is that of its bytes: a file of the index is known by the folder that it stands in, which is named for what is in it. */
export function isHashed({ sha256 }: ManifestEntry): boolean {
  return sha256.length === 64
}

function indexEntries(root: string, pointer: string): readonly ManifestEntry[] {
  const named = parseOrNothing(pointer)
  if (!isObject(named) || typeof named.folder !== 'string' || !INDEX_FOLDER.test(named.folder)) return []
  const folder = join(root, 'search', named.folder)
  const entries = unlessGone(() => readdirSync(folder, { recursive: true, withFileTypes: true })) ?? []
  const paths = entries.flatMap(entry => (entry.isFile() ? [join(entry.parentPath, entry.name).slice(root.length + 1)] : []))
  const sha256 = named.folder
  return [...paths.map(path => ({ path, sha256, size: 0 })), { path: POINTER, sha256: hash('sha256', pointer, 'hex'), size: 0 }]
}

function textOf(root: string, path: OutPath): string {
  return unlessGone(() => readFileSync(join(root, path), 'utf8')) ?? ''
}

/** What reading yields, or nothing where it is not there. @throws where the disk fails */
export function unlessGone<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}
