import { createHash, type Hash, hash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync, readSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type FormerPages, listPageAt } from '../edition/former-pages.ts'
import type { OutPath, SitePath } from '../model/address.ts'
import { type Answer, answersAsItIs } from '../model/artifact.ts'
import { changedMap, type MapChanges } from '../model/changed-map.ts'
import type { PublicationRecord, RecordEntry } from '../model/record.ts'
import type { PlanInputs } from '../plan/plan-publish.ts'
import { appendLines } from '../platform/append-lines.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { flushNow } from '../platform/flush-files.ts'
import { ifThere, textIfThere } from '../platform/if-there.ts'
import { Scratch } from '../platform/scratch.ts'
import { writeFully } from '../platform/write-whole.ts'
import { markAt } from '../sources/list-files.ts'
import type { FenceGuard } from './fence.ts'
import { refuseForeign } from './foreign-file.ts'
import {
  isComplete,
  isTailLong,
  lineOf,
  MANIFEST_FILE,
  type Manifest,
  type ManifestEntry,
  readHeader,
  readManifest,
  refuseNewerManifest,
  writeManifest,
} from './manifest-file.ts'
import { compactManifest } from './manifest-lookup.ts'
import { inOrderOfRemoval, inTheWay } from './order-of-removal.ts'
import { holdReplaced, putInPlace, removeFiles } from './put-in-place.ts'
import { isRecordTailLong, linesIn, RECORD_FILE, type RecordLines, readRecord, recordLine, writeRecord } from './record-file.ts'
import { standingIn } from './standing.ts'

/** What stands in `out/` and is ours. */
export interface OutFolder {
  readonly root: string
  /** In the manifest; undefined where it says none. */
  readonly identity: string | undefined
  /** Undefined when Courant never published here. */
  readonly manifest: Manifest | undefined
  /** Whether there is a manifest that cannot be read, or was cut short. */
  readonly isDamaged: boolean
  /** How often the manifest was compacted; undefined for one of version 1, and where it does not say. */
  readonly generation?: number | undefined
  /** What can be appended to; undefined where the manifest has to be written whole. */
  readonly lengths?: ManifestLengths | undefined
  /** Whether the manifest was put together from what else is known (`withManifest`). */
  readonly isRebuilt?: boolean
  readonly record: PublicationRecord
  /** How a file stands there now. */
  readonly standing: PlanInputs['standing']
}

/** Lengths of the two parts of a manifest, in bytes: of what was written whole, and of what was appended since. */
interface ManifestLengths {
  readonly sorted: number
  readonly tail: number
}

/** A file of this publish: its facts for the manifest, and its staged bytes where they differ from what stands there. */
export interface Placed extends ManifestEntry {
  readonly staged: string | undefined
}

/** Looks at `out/`. @throws EnvironmentError when its record cannot be trusted, or a newer Courant wrote there */
export function openOut(root: string): OutFolder {
  const manifest = textIfThere(join(root, MANIFEST_FILE))
  if (manifest !== undefined) refuseNewerManifest(manifest, join(root, MANIFEST_FILE))
  const listed = manifest === undefined ? undefined : readManifest(manifest)
  const header = manifest === undefined ? undefined : readHeader(manifest)
  return {
    root,
    identity: header?.identity,
    manifest: listed,
    isDamaged: manifest !== undefined && !isComplete(manifest, listed),
    generation: header?.generation,
    lengths: manifest === undefined ? undefined : lengthsOf(manifest),
    record: recordThere(root),
    standing: standingIn(root),
  }
}

/** The record that is there; an empty one where there is none. @throws EnvironmentError where it cannot be trusted */
function recordThere(root: string): PublicationRecord {
  const file = join(root, RECORD_FILE)
  const text = textIfThere(file)
  return text === undefined ? new Map() : readRecord(text, file)
}

function lengthsOf(text: string): ManifestLengths | undefined {
  const { sorted } = readHeader(text) ?? {}
  if (sorted === undefined) return undefined
  return { sorted, tail: Buffer.byteLength(text.slice(text.indexOf('\n') + 1)) - sorted }
}

const HEADER_BYTES = 4096

/** What the first line of a manifest says, and how long its parts are now, without reading all of it. */
export function manifestNow(root: string): Pick<OutFolder, 'identity' | 'generation' | 'lengths'> {
  const descriptor = openSync(join(root, MANIFEST_FILE), 'r')
  try {
    const start = Buffer.alloc(HEADER_BYTES)
    const text = start.toString('utf8', 0, readSync(descriptor, start, 0, HEADER_BYTES, 0))
    const header = readHeader(text)
    const body = fstatSync(descriptor).size - Buffer.byteLength(text.slice(0, text.indexOf('\n') + 1))
    const { identity, generation, sorted } = header ?? {}
    return { identity, generation, lengths: sorted === undefined ? undefined : { sorted, tail: body - sorted } }
  } finally {
    closeSync(descriptor)
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

/** A publish of which all is staged and nothing touched. */
export interface StagedPublish {
  readonly changed: Changed
  /** Files of the last publish that are no part of this one. */
  readonly gone: readonly ManifestEntry[]
  readonly recordFile: StagedRecord
  readonly manifest: ListWrite
}

/** The manifest once all is in place. */
export interface AfterPublish {
  readonly after: Manifest
}

/** How a list that can be appended to, the manifest or the record, is brought up to date. */
type ListWrite =
  | { readonly kind: 'whole'; readonly staged: string }
  /** `room`: a staged file that takes as much room on the disk as the lines, until they are appended. */
  | { readonly kind: 'append'; readonly lines: string; readonly room: string }
  | { readonly kind: 'nothing' }

/** A record of which what changes is staged. */
export interface StagedRecord extends ManifestEntry {
  readonly write: ListWrite
  readonly after: RecordBytes
}

/** The bytes of a record, in short: what is needed to append to it. */
export interface RecordBytes extends RecordLines {
  readonly size: number
  /** Of all bytes. It goes on with a copy: one that was asked for its result takes no more. */
  readonly digest: Hash
}

/** Stages the whole record, unless that is what stands there. Without `stage` it is only compared. */
export function stageRecord(root: string, record: PublicationRecord, stage: string | undefined): StagedRecord {
  const bytes = Buffer.from(writeRecord(record))
  const after = { stories: record.size, lines: record.size, size: bytes.length, digest: createHash('sha256').update(bytes) }
  const isThere = ifThere(() => scratch.read(join(root, RECORD_FILE)))?.equals(bytes) === true
  return stagedRecord(after, isThere ? undefined : stageWhole(bytes, { path: RECORD_FILE, stage, sync: true }))
}

/** What a record is brought up to date with. */
export interface RecordChange {
  readonly before: PublicationRecord
  readonly record: PublicationRecord
  /** The entries that are not as before. */
  readonly entries: ReadonlyMap<string, RecordEntry>
  /** The bytes that are there. */
  readonly bytes: RecordBytes
}

/** Stages what changes of the record: lines to append, or all of it where its tail is too long by now, and where a name is not to remain. */
export function stageRecordChange(root: string, { before, record, entries, bytes }: RecordChange, stage: string): StagedRecord {
  const lines = keepsNames(before, entries) ? [...entries.values()].map(recordLine) : undefined
  return (lines && stageRecordLines(lines, { standing: bytes, stage })) ?? stageRecord(root, record, stage)
}

/** Stages lines to be appended to a record; undefined where its tail is too long by now. */
function stageRecordLines(
  lines: readonly string[],
  { standing, stage }: { readonly standing: RecordBytes; readonly stage: string },
): StagedRecord | undefined {
  const text = lines.join('')
  const { stories, size, digest } = standing
  const after = {
    stories,
    lines: standing.lines + lines.length,
    size: size + Buffer.byteLength(text),
    digest: digest.copy().update(text),
  }
  return isRecordTailLong(after) ? undefined : stagedRecord(after, stageLines(text, { path: RECORD_FILE, stage }))
}

function stagedRecord(after: RecordBytes, write: ListWrite = { kind: 'nothing' }): StagedRecord {
  return { path: RECORD_FILE, sha256: digestOf(after), size: after.size, write, after }
}

function digestOf({ digest }: RecordBytes): string {
  return digest.copy().digest('hex')
}

/**
 * Whether all that these entries said may be read in their earlier lines. The name of a channel that no entry remembers any more may be the topic of a story
 * that was taken back, and that of a file one that was not meant for readers.
 */
function keepsNames(before: PublicationRecord, entries: ReadonlyMap<string, RecordEntry>): boolean {
  const channels = new Set([...entries.values()].flatMap(({ feeds = {} }) => Object.keys(feeds)))
  return [...entries.values()].every(now => {
    const was = before.get(now.id)
    return !was || (was.path === now.path && Object.keys(was.feeds ?? {}).every(path => channels.has(path)))
  })
}

/** For lists of megabytes: a new buffer for each has the collector go through all that this thread remembers. */
const scratch = new Scratch()

/** The bytes of the record in `out/`. */
export function recordBytesIn(root: string): RecordBytes {
  const bytes = ifThere(() => scratch.read(join(root, RECORD_FILE))) ?? Buffer.alloc(0)
  const lines = linesIn(bytes) ?? { stories: 0, lines: 0 }
  return { ...lines, size: bytes.length, digest: createHash('sha256').update(bytes) }
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
    readonly recordFile: StagedRecord
    readonly stage: string
  },
): StagedPublish & AfterPublish {
  const before: Manifest = out.manifest ?? new Map()
  const after = manifestAfter([...placed, recordFile], { root: out.root, before, kept })
  const entries = new Map<OutPath, ManifestEntry | undefined>()
  for (const path of before.keys()) if (!after.has(path)) entries.set(path, undefined)
  for (const [path, entry] of after) if (entry !== before.get(path)) entries.set(path, entry)
  return stagedWith(out, { entries, after, placed, recordFile, stage })
}

/** The same for a publish of a few files: all others stay, but for those that `left`. Gives the entries of the manifest that change as well. */
export function stageChange(
  out: OutFolder,
  {
    placed,
    left,
    recordFile,
    stage,
  }: {
    readonly placed: readonly Placed[]
    readonly left: readonly OutPath[]
    readonly recordFile: StagedRecord
    readonly stage: string
  },
): StagedPublish & AfterPublish & { readonly entries: MapChanges<OutPath, ManifestEntry> } {
  const before: Manifest = out.manifest ?? new Map()
  const entries = new Map<OutPath, ManifestEntry | undefined>()
  for (const path of left) if (before.has(path)) entries.set(path, undefined)
  for (const { path, sha256, size, answer } of [...placed, recordFile]) {
    const [was, now] = [before.get(path), { path, sha256, size, ...(answer && { answer }) }]
    if (was && isSameEntry(was, now)) entries.delete(path)
    else entries.set(path, now)
  }
  return { ...stagedWith(out, { entries, after: changedMap(before, entries), placed, recordFile, stage }), entries }
}

function stagedWith(
  out: OutFolder,
  {
    entries,
    after,
    placed,
    recordFile,
    stage,
  }: {
    readonly entries: MapChanges<OutPath, ManifestEntry>
    readonly after: Manifest
    readonly placed: readonly Placed[]
    readonly recordFile: StagedRecord
    readonly stage: string
  },
): StagedPublish & AfterPublish {
  const before: Manifest = out.manifest ?? new Map()
  const changed = placed.flatMap(({ path, staged, answer }) =>
    staged === undefined ? [] : [{ path, staged, answer: standingAnswer(answer, before.get(path)?.answer) }],
  )
  const gone = [...entries].flatMap(([path, entry]) => (entry === undefined ? (before.get(path) ?? []) : []))
  const manifest = stageManifest(out, { entries, after, changed, stage })
  return { changed, gone, recordFile, manifest, after }
}

interface ManifestChange {
  readonly entries: MapChanges<OutPath, ManifestEntry>
  readonly after: Manifest
  readonly changed: Changed
  readonly stage: string
}

/** A manifest that is lost, damaged, of another version or of another identity is written whole, from what is known of the files. */
function stageManifest(out: OutFolder, { entries, after, changed, stage }: ManifestChange): ListWrite {
  const { root, manifest, lengths, identity } = out
  if (manifest && lengths && !out.isDamaged && !out.isRebuilt) {
    // What is announced is said again once it is in place, though it were the same.
    const announced = new Map(changed.map(({ path }) => [path, after.get(path)]))
    const bytes = (): Buffer => scratch.read(join(root, MANIFEST_FILE))
    const staged = stageChanges(bytes, { entries: new Map([...announced, ...entries]), changed, lengths, stage })
    if (staged) return staged
  }
  return stageWhole(writeManifest(after, { identity, generation: nextGeneration(out) }), { path: MANIFEST_FILE, stage })
}

interface EntryChanges {
  /** Entries that change; undefined for a path that is removed. */
  readonly entries: ReadonlyMap<OutPath, ManifestEntry | undefined>
  readonly changed: Changed
  readonly lengths: ManifestLengths
  readonly stage: string
}

/** Stages lines that are appended, or all of the manifest where its tail is too long by now; undefined where it is not whole. */
function stageChanges(bytes: () => Buffer, { entries, changed, lengths, stage }: EntryChanges): ListWrite | undefined {
  const announced = new Set(changed.map(({ path }) => path))
  const kept = [...entries.values()].filter(entry => entry !== undefined)
  // Announced files come last: as long as a line is missing, one of them is still announced, and nobody takes the list for whole.
  const inOrder = [false, true].flatMap(isAnnounced => kept.filter(({ path }) => announced.has(path) === isAnnounced))
  const lines = inOrder.map(lineOf).join('')
  const tail = lengths.tail + Buffer.byteLength(lines) + Buffer.byteLength(announcementOf(changed))
  // The name of a file that is removed must not remain: it may be of a story that was never to be public.
  if (kept.length === entries.size && !isTailLong(tail, lengths.sorted))
    return stageLines(lines, { path: MANIFEST_FILE, stage })
  const compacted = compactManifest(bytes(), entries)
  return compacted && stageWhole(compacted, { path: MANIFEST_FILE, stage })
}

/** Where in the stage a list is written, and whether it survives a loss of power at once; nowhere where nothing is to be written. */
interface StagedList {
  readonly path: OutPath
  readonly stage: string | undefined
  readonly sync?: boolean
}

function stageWhole(text: string | Uint8Array | readonly Uint8Array[], { path, stage, sync = false }: StagedList): ListWrite {
  if (stage === undefined) return { kind: 'nothing' }
  const staged = join(stage, path)
  writeFully(staged, text, { sync })
  return { kind: 'whole', staged }
}

/** Stages lines that are to be appended, so that a full disk is noticed before anything is touched. */
function stageLines(lines: string, { path, stage }: StagedList): ListWrite {
  if (lines === '' || stage === undefined) return { kind: 'nothing' }
  const room = join(stage, path)
  writeFully(room, lines)
  return { kind: 'append', lines, room }
}

/** Readers go by it whether they have to read all of a manifest again: it never is one that they may know. */
export function nextGeneration({ generation = 0 }: Pick<OutFolder, 'generation'>): number {
  return generation + 1
}

/**
 * Carries a publish out: the record, so that what is about to be public is known again whatever happens; the staged files in
 * the order given; the removals; the manifest. What is about to be written is announced in the manifest first, so that a kill at
 * any moment leaves nothing that the next publish does not know as its own. Returns what it removed.
 */
export function placeAll(
  out: PlacedInto,
  { changed, gone, recordFile, manifest, stage, guard }: StagedPublish & { readonly stage: string; readonly guard: FenceGuard },
): readonly OutPath[] {
  refuseForeign(out.root, {
    changed,
    before: out.manifest ?? new Map<OutPath, ManifestEntry>(),
    isLost: out.isRebuilt === true || out.isDamaged,
  })
  const ours = gone.filter(entry => isOurs(out.root, entry)).map(({ path }) => path)
  const first = inTheWay(ours, changed)
  const lists = [recordFile, { path: MANIFEST_FILE, write: manifest }].filter(({ write }) => write.kind === 'whole')
  using _held = holdReplaced(out.root, [...changed, ...lists])
  guard.insist()
  announce(out, { changed, stage })
  writeList(out.root, { ...recordFile, sync: true })
  removeFiles(out.root, [...first], guard.check)
  putInPlace(out.root, changed, staged => {
    guard.check()
    // It is as old as it is public, not as it is made: that may be a minute before (RFC 9110 §8.8.2.1).
    const now = new Date()
    utimesSync(staged, now, now)
  })
  removeFiles(out.root, inOrderOfRemoval(ours.filter(path => !first.has(path))), guard.check)
  guard.insist()
  writeList(out.root, { path: MANIFEST_FILE, write: manifest })
  return ours
}

/** What `placeAll` has to know of `out/`: of its manifest only which paths are in it. */
type PlacedInto = Pick<OutFolder, 'root' | 'identity' | 'generation' | 'isDamaged' | 'isRebuilt'> & {
  readonly manifest: Pick<Manifest, 'has'> | undefined
}

/** Brings a list up to date. With `sync`, what is appended survives a loss of power; what is staged whole was flushed. */
function writeList(
  root: string,
  { path, write, sync = false }: { readonly path: OutPath; readonly write: ListWrite; readonly sync?: boolean },
): void {
  if (write.kind === 'whole') putInPlace(root, [{ path, staged: write.staged }])
  if (write.kind !== 'append') return
  rmSync(write.room, { force: true })
  appendLines(join(root, path), write.lines, { sync })
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

/** Until later lines say what is there, whichever bytes a file has that is announced are Courant's: the old or the new. */
function announcementOf(changed: Changed): string {
  return changed.map(announced).map(lineOf).join('')
}

/**
 * Announces what is about to be placed. Where a file is new, its announcement survives a loss of power before the file is there: nobody would know
 * otherwise whose it is.
 */
function announce(out: PlacedInto, { changed, stage }: { readonly changed: Changed; readonly stage: string }): void {
  const { root, identity, manifest } = out
  const file = join(root, MANIFEST_FILE)
  if (manifest) {
    const isNew = changed.some(({ path }) => !manifest.has(path))
    if (changed.length > 0) appendLines(file, announcementOf(changed), { sync: isNew })
    return
  }
  const staged = join(stage, `announced-${MANIFEST_FILE}`)
  const entries = new Map(changed.map(announced).map(entry => [entry.path, entry]))
  writeFully(staged, writeManifest(entries, { identity, generation: nextGeneration(out) }))
  putInPlace(root, [{ path: MANIFEST_FILE, staged }])
  flushNow(file)
}

function announced({ path, answer }: Changed[number]): ManifestEntry {
  return { path, ...(answer && { answer }), sha256: '', size: 0 }
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
