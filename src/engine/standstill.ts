import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Edition, Upcoming } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import { MANIFEST_FILE } from '../output/manifest-file.ts'
import { standingAt } from '../output/out-folder.ts'
import { removeFile } from '../output/put-in-place.ts'
import { RECORD_FILE } from '../output/record-file.ts'
import type { Standing } from '../plan/plan-publish.ts'
import { isObject, parseOrNothing } from '../platform/json-lines.ts'
import { readTextOrNothing } from '../platform/read-json.ts'
import { writeWhole } from '../platform/write-whole.ts'
import { type ListedFile, type Listing, listingNow, marksOfListing } from '../sources/list-files.ts'
import type { Paths } from '../state/paths.ts'

/**
 * What a publish came to, kept with the marks of all that it followed from and of all that it made. While every mark is the
 * same, and nothing came due, another publish would come to the same.
 */
export interface Standstill {
  readonly asOf: Instant
  /** The latest instant that readers had seen: later than `asOf` where the clock was behind the last publish. */
  readonly reached: Instant
  /** When the passing of time will next change something. */
  readonly until: Instant | undefined
  /** When a text that took too long is tried again; undefined where there is none. */
  readonly retryAt?: Instant | undefined
  readonly timezone: string
  readonly stories: number
  readonly states: Edition['states']
  readonly feeds: number
  readonly upcoming: readonly Upcoming[]
  readonly diagnostics: readonly Diagnostic[]
  /** Whether files gave way to their last good versions: what was read of them is no ground to build an edit on. */
  readonly replaces: boolean
}

/** What a publish follows from beside the newsroom's files: its request, in short. */
export interface StandstillContext {
  readonly paths: Paths
  /** Hash of Courant's version and of what the operator asks for. */
  readonly key: string
  /** A file outside `out/` that the record is kept in. */
  readonly recordFile: string | undefined
}

const FILE = 'standstill.json'

/** The last publish, where nothing but the content of some files of the newsroom changed since. */
export interface LastStandstill {
  readonly standstill: Standstill
  /** Files of the newsroom that changed: where there are none, another publish would come to the same. */
  readonly changed: readonly ListedFile[]
  readonly listing: Listing
  /** How each file that was made stands, by its name on disk: a line each. */
  readonly made: readonly string[]
}

/** What the last publish came to, if all that it made stands as it left it, and nothing came due or went. */
export function readStandstill(
  asOf: Instant,
  context: StandstillContext,
  {
    listing: listed,
    onEdited = () => {},
  }: {
    /** The newsroom, for who has listed it. */
    readonly listing?: Listing | undefined
    /** Told as soon as files of the newsroom are seen to have changed: to look at all that was made takes as long again. */
    readonly onEdited?: () => void
  } = {},
): LastStandstill | undefined {
  const text = readTextOrNothing(join(context.paths.cache, FILE))
  const [head = '', sources = '', made = ''] = text.split('\0')
  const standstill: unknown = head === '' ? undefined : parseOrNothing(head)
  if (!isStandstill(standstill, context.key)) return undefined
  // What a publish left that was killed as it ended, or of one that is at it now.
  if (existsSync(context.paths.stage)) return undefined
  const moments = [standstill.until, standstill.retryAt].filter(at => at !== undefined)
  if (asOf < standstill.asOf || moments.some(at => asOf >= at)) return undefined
  const listing = listed ?? listingNow(context.paths.articles)
  const changed = listing && changedSince(sources, listing)
  if (!changed) return undefined
  if (changed.length > 0) onEdited()
  const lines = made.split('\n')
  return lines.every(line => line === lineOf(fileIn(line), standingAt(fileIn(line))))
    ? { standstill, changed, listing, made: lines }
    : undefined
}

/** The files that have another mark than they had; undefined where others came or went. */
function changedSince(sources: string, listing: Listing): readonly ListedFile[] | undefined {
  if (sources === marksOfListing(listing)) return []
  const [before, now] = [sources, marksOfListing(listing)].map(marks => marks.split('\n'))
  if (before?.length !== now?.length) return undefined
  const changed = (now ?? []).flatMap((line, index) => (line === before?.[index] ? [] : [index]))
  const isSameFile = (index: number): boolean => fileIn(before?.[index] ?? '') === listing.files[index]?.path
  return changed.every(isSameFile) ? changed.flatMap(index => listing.files[index] ?? []) : undefined
}

/** How many files of a publish there are in `out/`, its manifest and record aside. */
export function countMade(
  { made }: Pick<LastStandstill, 'made'>,
  { recordFile }: Pick<StandstillContext, 'recordFile'>,
): number {
  return made.length - (recordFile === undefined ? 2 : 3)
}

/** Keeps what a publish came to. Not while a file changed so lately that another change might leave the same mark. */
export function writeStandstill(
  standstill: Standstill,
  {
    listing,
    known,
    kept,
    ...context
  }: StandstillContext & {
    /** The newsroom as it was listed before it was read. */
    readonly listing: Listing
    /** The files of this publish in `out/`. */
    readonly known: ReadonlyMap<OutPath, Standing>
    /** Files of an earlier publish that stay though they are no part of this one. */
    readonly kept: readonly OutPath[]
  },
): void {
  const { paths, recordFile } = context
  const others = [...kept, MANIFEST_FILE, RECORD_FILE].map(path => join(paths.out, path))
  const made = [
    // Not `join`, which goes through every letter: there are tens of thousands of files.
    ...[...known].map(([path, now]) => lineOf(`${paths.out}/${path}`, now)),
    ...[...others, ...(recordFile === undefined ? [] : [recordFile])].map(file => lineOf(file, standingAt(file))),
  ]
  keep({ standstill, listing, made }, context)
}

/** Keeps what a publish came to that found `last` and wrote these files, the manifest and the record. */
export function renewStandstill(
  last: LastStandstill,
  { written, asOf, ...context }: StandstillContext & { readonly written: readonly OutPath[]; readonly asOf: Instant },
): void {
  const { paths, recordFile } = context
  const changed = new Set([...written, MANIFEST_FILE, RECORD_FILE].map(path => join(paths.out, path)))
  if (recordFile !== undefined) changed.add(recordFile)
  const made = last.made.map(line => (changed.has(fileIn(line)) ? lineOf(fileIn(line), standingAt(fileIn(line))) : line))
  keep({ standstill: { ...last.standstill, asOf }, listing: last.listing, made }, context)
}

function keep(
  { standstill, listing, made }: Pick<LastStandstill, 'standstill' | 'listing' | 'made'>,
  { paths, key }: StandstillContext,
): void {
  if (listing.files.some(({ settled }) => !settled)) return
  const text = [JSON.stringify({ ...standstill, key }), marksOfListing(listing), made.join('\n')].join('\0')
  writeWhole(join(paths.cache, FILE), text, { mode: 0o600 })
}

/** Before anything is touched: what is kept holds no longer. */
export function forgetStandstill({ cache }: Paths): void {
  removeFile(join(cache, FILE))
}

function lineOf(file: string, now: Standing | undefined): string {
  return `${now ? `${now.size}-${now.mtimeMs}` : '-'} ${file}`
}

/** What a line is about: it stands behind its mark. */
function fileIn(line: string): string {
  return line.slice(line.indexOf(' ') + 1)
}

function isStandstill(value: unknown, key: string): value is Standstill {
  return isObject(value) && value.key === key && isObject(value.states)
}
