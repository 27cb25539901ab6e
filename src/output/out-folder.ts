import { hash } from 'node:crypto'
import { appendFileSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type FormerPages, listPageAt } from '../edition/former-pages.ts'
import type { OutPath, SitePath } from '../model/address.ts'
import { type Answer, answersAsItIs } from '../model/artifact.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { PlanInputs, Standing } from '../plan/plan-publish.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { textIfThere } from '../platform/if-there.ts'
import { writeFully } from '../platform/write-whole.ts'
import { markAt } from '../sources/list-files.ts'
import type { FenceGuard } from './fence.ts'
import { refuseForeign } from './foreign-file.ts'
import {
  isComplete,
  lineOf,
  MANIFEST_FILE,
  type Manifest,
  type ManifestEntry,
  readHeader,
  readManifest,
  refuseNewerManifest,
  writeManifest,
} from './manifest-file.ts'
import { inOrderOfRemoval, inTheWay } from './order-of-removal.ts'
import { holdReplaced, putInPlace, removeFiles } from './put-in-place.ts'
import { RECORD_FILE, readRecord, writeRecord } from './record-file.ts'
import { stageFile } from './stage-file.ts'

/** What stands in `out/` and is ours. */
export interface OutFolder {
  readonly root: string
  /** In the manifest; undefined where it says none. */
  readonly identity: string | undefined
  /** Undefined when Courant never published here. */
  readonly manifest: Manifest | undefined
  /** Whether there is a manifest that cannot be read, or was cut short. */
  readonly isDamaged: boolean
  /** Whether the manifest was put together from what else is known (`withManifest`). */
  readonly isRebuilt?: boolean
  readonly record: PublicationRecord
  /** How a file stands there now. */
  readonly standing: PlanInputs['standing']
}

/** A file of this publish: its facts for the manifest, and its staged bytes where they differ from what stands there. */
export interface Placed extends ManifestEntry {
  readonly staged: string | undefined
}

/** Looks at `out/`. @throws EnvironmentError when its record cannot be trusted, or a newer Courant wrote there */
export function openOut(root: string): OutFolder {
  const manifest = textIfThere(join(root, MANIFEST_FILE))
  if (manifest !== undefined) refuseNewerManifest(manifest, join(root, MANIFEST_FILE))
  const record = textIfThere(join(root, RECORD_FILE))
  const listed = manifest === undefined ? undefined : readManifest(manifest)
  return {
    root,
    identity: manifest === undefined ? undefined : readHeader(manifest)?.identity,
    manifest: listed,
    isDamaged: manifest !== undefined && !isComplete(manifest, listed),
    record: record === undefined ? new Map() : readRecord(record, join(root, RECORD_FILE)),
    standing: standingIn(root),
  }
}

/** The files that are answered as they are: no redirects, and nothing that is gone. */
export function pagesIn({ manifest }: Pick<OutFolder, 'manifest'>): ReadonlySet<OutPath> {
  return new Set([...(manifest ?? [])].flatMap(([path, { answer }]) => (answersAsItIs(answer) ? [path] : [])))
}

/** Older pages of lists that were published there, with the address that each leads to where it is a redirect. */
export function listPagesIn({ manifest }: Pick<OutFolder, 'manifest'>): FormerPages {
  const pages = new Map<SitePath, SitePath | undefined>()
  for (const { path, answer } of manifest?.values() ?? []) {
    const address = listPageAt(path)
    if (address !== undefined) pages.set(address, answer?.status === 301 ? answer.to : undefined)
  }
  return pages
}

/** Marks of the record and the manifest, which every publish that changes something writes anew. */
export function marksOf(root: string): string {
  return [RECORD_FILE, MANIFEST_FILE].map(path => markAt(join(root, path))).join(' ')
}

/** How a file stands in `out/`. */
export function standingIn(root: string): PlanInputs['standing'] {
  // Not `join`, which goes through every letter: there are tens of thousands of files.
  return path => standingAt(`${root}/${path}`)
}

/** How a file stands on disk; undefined when it does not. */
export function standingAt(file: string): Standing | undefined {
  const now = statSync(file, { throwIfNoEntry: false })
  return now?.isFile() ? { size: now.size, mtimeMs: now.mtimeMs } : undefined
}

/** A publish of which all is staged and nothing touched. */
export interface StagedPublish {
  readonly changed: Changed
  /** Files of the last publish that are no part of this one. */
  readonly gone: readonly ManifestEntry[]
  readonly recordFile: Placed
  readonly manifestFile: Placed
}

/** Stages the record, flushed. Without `stage` it is only compared. */
export function stageRecord(root: string, record: PublicationRecord, stage: string | undefined): Placed {
  return stageText(root, { path: RECORD_FILE, text: writeRecord(record), stage, sync: true })
}

/** Stages the manifest as the files are, before anything is touched: a full disk leaves all as it was. */
export function stageLists(
  out: OutFolder,
  {
    placed,
    kept,
    recordFile,
    stage,
  }: {
    readonly placed: readonly Placed[]
    /** Files of an earlier publish that stay though they are no part of this one. */
    readonly kept: ReadonlySet<OutPath>
    readonly recordFile: Placed
    readonly stage: string
  },
): StagedPublish {
  const before: Manifest = out.manifest ?? new Map()
  const after = manifestAfter([...placed, recordFile], { root: out.root, before, kept })
  const changed = placed.flatMap(({ path, staged, answer }) =>
    staged === undefined ? [] : [{ path, staged, answer: standingAnswer(answer, before.get(path)?.answer) }],
  )
  const manifestFile = stageText(out.root, {
    path: MANIFEST_FILE,
    text: writeManifest(after, { identity: out.identity }),
    stage,
    sync: false,
    evenIfSame: announces(out, changed),
  })
  const gone = [...before.values()].filter(({ path }) => !after.has(path))
  return { changed, gone, recordFile, manifestFile }
}

/**
 * Carries a publish out: the record, so that what is about to be public is known again whatever happens; the staged files in
 * the order given; the removals; the manifest. What is about to be written is announced in the manifest first, so that a kill at
 * any moment leaves nothing that the next publish does not know as its own. Returns what it removed.
 */
export function placeAll(
  out: OutFolder,
  {
    changed,
    gone,
    recordFile,
    manifestFile,
    stage,
    guard,
  }: StagedPublish & { readonly stage: string; readonly guard: FenceGuard },
): readonly OutPath[] {
  const before: Manifest = out.manifest ?? new Map()
  refuseForeign(out.root, { changed, before, isLost: out.isRebuilt === true || out.isDamaged })
  const ours = gone.filter(entry => isOurs(out.root, entry)).map(({ path }) => path)
  const first = inTheWay(ours, changed)
  using _held = holdReplaced(out.root, [recordFile, ...changed, manifestFile])
  guard.insist()
  if (out.manifest && announces(out, changed)) announce(out.root, changed)
  else if (!out.manifest) announceFirst(out, { changed, stage })
  putStaged(out.root, recordFile)
  removeFiles(out.root, [...first], guard.check)
  putInPlace(out.root, changed, staged => {
    guard.check()
    // It is as old as it is public, not as it is made: that may be a minute before (RFC 9110 §8.8.2.1).
    const now = new Date()
    utimesSync(staged, now, now)
  })
  removeFiles(out.root, inOrderOfRemoval(ours.filter(path => !first.has(path))), guard.check)
  guard.insist()
  putStaged(out.root, manifestFile)
  return ours
}

function announces({ manifest }: OutFolder, changed: Changed): boolean {
  return !manifest || changed.length > 0
}

function manifestAfter(
  written: readonly ManifestEntry[],
  { root, before, kept }: { readonly root: string; readonly before: Manifest; readonly kept: ReadonlySet<OutPath> },
): Manifest {
  const after = new Map<OutPath, ManifestEntry>()
  const now = new Map(written.map(entry => [entry.path, entry]))
  const add = ({ path, sha256, size, answer }: ManifestEntry): void => {
    after.set(path, { path, sha256, size, ...(answer && { answer }) })
  }
  // What was there comes first, in its order, which is the manifest's: then little is left to sort.
  for (const [path, was] of before) {
    const entry = now.get(path)
    if (entry && isSameEntry(entry, was)) after.set(path, was)
    else if (entry) add(entry)
  }
  for (const entry of written) if (!before.has(entry.path)) add(entry)
  for (const path of kept) {
    const entry = before.get(path)
    const stands = entry && !after.has(path) ? standingEntry(root, entry) : undefined
    if (stands) after.set(path, stands)
  }
  return after
}

function isSameEntry(one: ManifestEntry, other: ManifestEntry): boolean {
  return one.sha256 === other.sha256 && one.size === other.size && isDeepStrictEqual(one.answer, other.answer)
}

/** What was announced when a publish was killed is known by what became of it. */
function standingEntry(root: string, entry: ManifestEntry): ManifestEntry | undefined {
  if (entry.sha256 !== '') return entry
  const bytes = bytesOf(root, entry.path)
  return bytes && { ...entry, sha256: hash('sha256', bytes, 'hex'), size: bytes.length }
}

/** Files that get other bytes, with how a server answers for them both before and after. */
type Changed = readonly { readonly path: OutPath; readonly staged: string; readonly answer?: Answer | undefined }[]

/** What is gone answers so throughout; whatever begins or ceases to is served as it stands until all is in place. */
function standingAnswer(after: Answer | undefined, before: Answer | undefined): Answer | undefined {
  return isDeepStrictEqual(after, before) ? after : undefined
}

/** Until the manifest is written anew, whichever bytes stand at an announced path are Courant's: the old or the new. */
export function announce(root: string, changed: Changed): void {
  appendFileSync(join(root, MANIFEST_FILE), changed.map(announced).map(lineOf).join(''))
}

/** As `announce`, where there is no manifest yet. */
function announceFirst(
  { root, identity }: OutFolder,
  { changed, stage }: { readonly changed: Changed; readonly stage: string },
): void {
  const staged = join(stage, `announced-${MANIFEST_FILE}`)
  writeFully(staged, writeManifest(new Map(changed.map(announced).map(entry => [entry.path, entry])), { identity }))
  putStaged(root, { path: MANIFEST_FILE, staged })
}

function announced({ path, answer }: Changed[number]): ManifestEntry {
  return { path, ...(answer && { answer }), sha256: '', size: 0 }
}

/** Stages one of the lists that stand beside the files: the record, the manifest. */
function stageText(
  root: string,
  {
    path,
    text,
    stage,
    sync,
    evenIfSame = false,
  }: {
    readonly path: OutPath
    readonly text: string
    readonly stage: string | undefined
    readonly sync: boolean
    /** An announcement is to stand there in between. */
    readonly evenIfSame?: boolean
  },
): Placed {
  const standing = evenIfSame ? undefined : join(root, path)
  const { sha256, size, staged } = stageFile(text, { out: standing, stage: stage && join(stage, path), sync })
  return { path, sha256, size, staged }
}

/** Puts a staged file in place, where it differs from what stands there. */
export function putStaged(root: string, { path, staged }: Pick<Placed, 'path' | 'staged'>): void {
  if (staged !== undefined) putInPlace(root, [{ path, staged }])
}

/** A published file is removed only while it still holds the bytes that were published. */
function isOurs(root: string, { path, sha256 }: ManifestEntry): boolean {
  const bytes = bytesOf(root, path)
  return bytes !== undefined && (sha256 === '' || hash('sha256', bytes, 'hex') === sha256)
}

function bytesOf(root: string, path: OutPath): Buffer | undefined {
  try {
    return readFileSync(join(root, path))
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return undefined
    throw error
  }
}
