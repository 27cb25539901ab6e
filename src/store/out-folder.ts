import { hash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { Standing } from '../plan/plan-publish.ts'
import { EnvironmentError, isSystemError } from './environment-error.ts'
import { MANIFEST_FILE, type Manifest, type ManifestEntry, readManifest, writeManifest } from './manifest-file.ts'
import { putInPlace, removeFiles } from './put-in-place.ts'
import { RECORD_FILE, readRecord, writeRecord } from './record-file.ts'
import { stageFile } from './stage-file.ts'
import { writeWhole } from './write-whole.ts'

/** What stands in `out/` and is ours. */
export interface OutFolder {
  readonly root: string
  /** Undefined when Courant never published here. */
  readonly manifest: Manifest | undefined
  readonly record: PublicationRecord
}

/** A file of this publish: its facts for the manifest, and its staged bytes where they differ from what stands there. */
export interface Placed extends ManifestEntry {
  readonly staged: string | undefined
}

/** Looks at `out/`. @throws EnvironmentError when its record cannot be trusted */
export function openOut(root: string): OutFolder {
  const manifest = readText(join(root, MANIFEST_FILE))
  const record = readText(join(root, RECORD_FILE))
  return {
    root,
    manifest: manifest === undefined ? undefined : readManifest(manifest),
    record: record === undefined ? new Map() : readRecord(record, join(root, RECORD_FILE)),
  }
}

/** How a file stands in `out/`. */
export function standingIn(root: string): (path: OutPath) => Standing | undefined {
  return path => {
    const now = statSync(join(root, path), { throwIfNoEntry: false })
    return now?.isFile() ? { size: now.size, mtimeMs: now.mtimeMs } : undefined
  }
}

/** An empty staging folder, whatever a killed publish left in it. */
export function emptyStage(stage: string): void {
  rmSync(stage, { recursive: true, force: true })
  mkdirSync(stage, { recursive: true, mode: 0o700 })
}

/** Leaves no staging folder behind. */
export function removeStage(stage: string): void {
  rmSync(stage, { recursive: true, force: true })
}

/**
 * Carries a publish out: the staged files in the order given, the record, the removals, the manifest. What it is about to
 * write is announced in the manifest first, so that a kill at any moment leaves nothing that the next publish does not know
 * as its own. Returns what it removed.
 */
export function placeAll(
  out: OutFolder,
  {
    placed,
    kept,
    record,
    stage,
  }: {
    readonly placed: readonly Placed[]
    readonly kept: ReadonlySet<OutPath>
    readonly record: PublicationRecord
    readonly stage: string
  },
): readonly OutPath[] {
  const before: Manifest = out.manifest ?? new Map()
  if (!out.manifest) refuseForeign(out.root, placed)
  announce(out, placed)
  putInPlace(
    out.root,
    placed.flatMap(({ path, staged }) => (staged === undefined ? [] : [{ path, staged }])),
  )
  const recordEntry = placeText(out.root, { path: RECORD_FILE, text: writeRecord(record), stage, sync: true })
  const after = new Map<OutPath, ManifestEntry>()
  for (const { staged, ...entry } of [...placed, { ...recordEntry, staged: undefined }]) after.set(entry.path, entry)
  for (const path of kept) {
    const entry = before.get(path)
    if (entry && !after.has(path)) after.set(path, entry)
  }
  const gone = [...before.values()].filter(({ path }) => !after.has(path))
  const ours = gone.filter(entry => isOurs(out.root, entry)).map(({ path }) => path)
  removeFiles(out.root, ours)
  placeText(out.root, { path: MANIFEST_FILE, text: writeManifest(after), stage, sync: false })
  return ours
}

function announce(out: OutFolder, placed: readonly Placed[]): void {
  const unknown = placed.filter(({ path, staged }) => staged !== undefined && !out.manifest?.has(path))
  if (out.manifest && unknown.length === 0) return
  const announced = new Map(out.manifest)
  for (const { path } of unknown) announced.set(path, { path, sha256: '', size: 0 })
  writeWhole(join(out.root, MANIFEST_FILE), writeManifest(announced))
}

function placeText(
  root: string,
  {
    path,
    text,
    stage,
    sync,
  }: { readonly path: OutPath; readonly text: string; readonly stage: string; readonly sync: boolean },
): ManifestEntry {
  const made = stageFile(text, { out: join(root, path), stage: join(stage, path), sync })
  if (made.staged !== undefined) putInPlace(root, [{ path, staged: made.staged }])
  return { path, sha256: made.sha256, size: made.size }
}

/** A folder that Courant never published into may hold somebody's site: nothing in it is overwritten. */
function refuseForeign(root: string, placed: readonly Placed[]): void {
  const foreign = placed.find(
    ({ path, staged }) => staged !== undefined && statSync(join(root, path), { throwIfNoEntry: false }),
  )
  if (!foreign) return
  throw new EnvironmentError('foreign-files', `${join(root, foreign.path)} is there already, and Courant did not write it`, {
    remedy: 'publish into another folder with --out, or move the files there away',
  })
}

/** A published file is removed only while it still holds the bytes that were published. */
function isOurs(root: string, { path, sha256 }: ManifestEntry): boolean {
  if (sha256 === '') return true
  try {
    return hash('sha256', readFileSync(join(root, path)), 'hex') === sha256
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return false
    throw error
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}
