import { setImmediate } from 'node:timers/promises'
import { isFeedFile } from '../feed/feed-file.ts'
import { NOT_FOUND_FILE, type OutPath, type SitePath } from '../model/address.ts'
import { isIndexFile } from '../model/made-files.ts'
import type { ManifestEntry } from '../output/manifest-file.ts'
import type { Placed } from '../output/out-folder.ts'
import { isSystemFault } from '../platform/environment-error.ts'
import { ByteMemory } from './byte-memory.ts'
import { type PublishedFile, type ReadFile, readPublishedFile } from './published-file.ts'
import { watchedManifest } from './watched-manifest.ts'

/** Looks published files up, by the path of a request. */
export interface PublishedSite {
  /** The file at a path within the site, or where a folder's page stands; undefined when nothing is published there. */
  readonly find: (path: string) => Found | undefined
  /** Makes feeds ready that are about to be published, as they are staged. Nobody is answered with them before they are. */
  readonly expect: (files: readonly Placed[]) => void
  /** Looks at once whether something was published, for who published it. */
  readonly refresh: () => void
  /** Whether what is not found is not there: not while a first publish is at it, nor once all that was published is away. */
  readonly isWhole: () => boolean
  /** What is remembered of files, in bytes. */
  readonly rememberedBytes: () => number
}

/** What stands at an address. */
export type Found = PublishedFile | { readonly redirect: SitePath }

/** For feeds, and what is asked for often; the disk has the rest, and the system's memory much of that. */
const REMEMBERED_BYTES = 64 * 1024 * 1024
/** What is kept of a file beside its bytes, its ready headers above all. */
const BESIDE_BYTES = 4096

/**
 * The site in `out/`, as its manifest lists it: a request's path is only ever looked up there, never joined to the disk, so
 * that nothing else can be asked for. The search's index has a folder of its own, whose files have names of a form that leads nowhere else.
 *
 * Bytes with the hash that the manifest names are answered from memory, and the disk is not asked. Where it names another, or announces that
 * one is coming, the disk says what is public. Where that does not have what the manifest says, something was published since: the
 * manifest is read again at once, so that nobody who was sent a new feed is then told of the old site.
 */
export function publishedSite(
  out: string,
  {
    rememberedBytes = REMEMBERED_BYTES,
    onLost = () => {},
  }: {
    readonly rememberedBytes?: number
    /** Told when somebody asks and all that was published is away. */
    readonly onLost?: () => void
  } = {},
): PublishedSite {
  const manifest = watchedManifest(out, onLost)
  const memory = new ByteMemory<ReadFile>(rememberedBytes)
  /** What is staged, until the disk has it where it is to be public. */
  const expected = new Map<OutPath, ReadFile>()
  const readAnew = (entry: ManifestEntry & Partial<Placed>): ReadFile | undefined =>
    readPublishedFile(out, entry, (coded, bytes) => memory.grow(entry.path, coded, bytes))
  const read = (entry: ManifestEntry): ReadFile | undefined => {
    const ready = expected.get(entry.path)
    const file = ready?.stands() ? ready : readAnew(entry)
    expected.delete(entry.path)
    if (file?.body) memory.keep(entry.path, file, bytesOf(file) + BESIDE_BYTES)
    else memory.forget(entry.path)
    return file
  }
  const readStaged = (coming: Placed): ReadFile | undefined => {
    const file = readAnew(coming)
    if (file) expected.set(coming.path, file)
    return file
  }
  const current = (entry: ManifestEntry): ReadFile | undefined => {
    const kept = memory.get(entry.path)
    return kept && (isListed(kept, entry) || (kept.sha256 !== entry.sha256 && kept.stands())) ? kept : read(entry)
  }
  const find = (path: string, isAgain: boolean): Found | undefined => {
    const listed = manifest.listed(path)
    if (!listed && isIndexFile(path.slice(1)))
      return readPublishedFile(out, { path: path.slice(1), sha256: '', size: 0 }, () => {})
    if (listed && 'redirect' in listed) return listed
    const file = listed && current(listed)
    if ((file && isListed(file, listed)) || isAgain || !refresh()) return file
    return find(path, true)
  }
  const makeAhead = feedsAhead(memory)
  const refresh = (): boolean => {
    const isNew = manifest.refresh()
    if (!isNew) return false
    for (const [path, { sha256 }] of expected) if (!isToCome(manifest.find(path), sha256)) expected.delete(path)
    makeAhead(memory.keys(), { entryOf: manifest.find, read })
    return true
  }
  return {
    find: path => {
      if (manifest.isDue()) refresh()
      return find(path, false)
    },
    expect: files => {
      const staged = new Map(files.filter(({ staged }) => staged !== undefined).map(file => [file.path, file]))
      makeAhead([...staged.keys()], { entryOf: path => staged.get(path), read: readStaged })
    },
    refresh,
    // Every publish ends with one; while it is only announced, others may be missing yet.
    isWhole: () => (manifest.find(NOT_FOUND_FILE)?.sha256 ?? '') !== '',
    rememberedBytes: () => memory.bytes,
  }
}

function isListed(file: ReadFile, { sha256, answer }: ManifestEntry): boolean {
  const isSameAnswer =
    (file.status === 410) === (answer?.status === 410) && (file.scripts === 'search') === (answer?.status === 200)
  return file.sha256 === sha256 && isSameAnswer
}

/** Whether a file may be what is public next: it is, or an announcement says nothing yet of what is coming. */
function isToCome(listed: ManifestEntry | undefined, sha256: string): boolean {
  return listed !== undefined && (listed.sha256 === sha256 || listed.sha256 === '')
}

/** What a file takes, with what was made of it. */
function bytesOf(file: ReadFile): number {
  return file.codings().reduce((sum, coding) => sum + (file.coded(coding)?.length ?? 0), file.body?.length ?? 0)
}

/** Feeds that are made again as soon as they are staged or published: those that were asked for last. */
const MADE_AHEAD = 100

/**
 * Makes remembered feeds that changed again, in the codings that were asked for, so that no reader waits for it: one between two answers,
 * and what takes longest beside this thread. What it is called with last says what they are by now.
 */
function feedsAhead(
  memory: ByteMemory<ReadFile>,
): <T extends ManifestEntry>(
  paths: readonly OutPath[],
  as: { readonly entryOf: (path: OutPath) => T | undefined; readonly read: (entry: T) => ReadFile | undefined },
) => void {
  const due = new Map<OutPath, () => Promise<void>>()
  let isMaking = false
  const makeAll = async (): Promise<void> => {
    isMaking = true
    // What becomes due meanwhile is gone through as well.
    for (const [path, make] of due) {
      due.delete(path)
      await setImmediate()
      try {
        await make()
      } catch (error) {
        // Who asks for it is told.
        if (!isSystemFault(error)) throw error
      }
    }
    isMaking = false
  }
  return (paths, { entryOf, read }) => {
    const make = async (path: OutPath): Promise<void> => {
      const kept = memory.get(path)
      const entry = entryOf(path)
      if (!kept || !entry || entry.sha256 === '' || kept.sha256 === entry.sha256) return
      const file = read(entry)
      for (const coding of kept.codings()) await file?.codeAhead(coding)
    }
    for (const path of paths.filter(isFeedFile).slice(-MADE_AHEAD).reverse()) due.set(path, () => make(path))
    if (!isMaking) void makeAll()
  }
}
