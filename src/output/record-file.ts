import type { SitePath } from '../model/address.ts'
import type { Instant } from '../model/instant.ts'
import type { PublicationRecord, RecordEntry } from '../model/record.ts'
import { EnvironmentError, newerVersion } from '../platform/environment-error.ts'
import { isObject, parseJsonLines, parseOrNothing, toJsonLine, toJsonLines } from '../platform/json-lines.ts'

/** Name of the record in `out/`. */
export const RECORD_FILE = 'record.jsonl'

const VERSION = 2
/** Without a tail: what is kept in version control, where a merge may leave two lines of a story. */
const PLAIN_VERSION = 1

/** The record's text in `out/`: a header with the number of stories, then one line a story, sorted by id. Nothing is appended to it yet. */
export function writeRecord(record: PublicationRecord): string {
  return toJsonLines([{ 'courant-record': VERSION, stories: record.size }]) + sortedLines(record)
}

/** The record's text where it is kept in another place: one line a story, sorted by id, so that it merges well. */
export function writePlainRecord(record: PublicationRecord): string {
  return toJsonLines([{ 'courant-record': PLAIN_VERSION }]) + sortedLines(record)
}

function sortedLines(record: PublicationRecord): string {
  const entries = [...record.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  return entries.map(recordLine).join('')
}

/** An entry as a line. In the tail of a record, a later line of a story stands for the earlier. */
export function recordLine(line: RecordEntry): string {
  const { former, gone, away, corrections, changes, published, updated, withdrawn, feeds, ...entry } = line
  return toJsonLine({
    ...entry,
    published: new Date(published).toISOString(),
    ...(updated !== undefined && { updated: new Date(updated).toISOString() }),
    ...(withdrawn && { withdrawn }),
    ...(former.length > 0 && { former }),
    ...(gone !== undefined && { gone: new Date(gone).toISOString() }),
    ...(away && { away }),
    ...(corrections && { corrections }),
    ...(changes && { changes }),
    ...(feeds && { feeds: mapped(feeds, at => new Date(at).toISOString()) }),
  })
}

// A tail of a few thousand lines is read at once.
const LEAST_TAIL = 2000
const TAIL_SHARE = 0.05

/** How many lines a record has. */
export interface RecordLines {
  /** Of the sorted part, by the header. */
  readonly stories: number
  /** Of both parts, without the header. */
  readonly lines: number
}

/** Whether a record is to be written whole instead of having so many lines: more than 2,000 in its tail, and more than 5 % of its stories. */
export function isRecordTailLong({ stories, lines }: RecordLines): boolean {
  return lines - stories > Math.max(LEAST_TAIL, TAIL_SHARE * stories)
}

/** How many lines a record's bytes have; undefined where nothing can be appended: to another version, to a merged file, or behind a last line without its end. */
export function linesIn(bytes: Buffer): RecordLines | undefined {
  const stories = storiesIn(parseOrNothing(bytes.toString('utf8', 0, bytes.indexOf(LINE_END) + 1)))
  const isMerged = bytes.includes('\n{"courant-record"')
  if (stories === undefined || isMerged || bytes.at(-1) !== LINE_END) return undefined
  let lines = -1
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) lines++
  return { stories, lines }
}

const LINE_END = 0x0a

/**
 * Reads a record. Two lines of one story, as a merge in git may leave them, are joined: its earliest publication, all of its
 * addresses; gone where one of them says so. In the tail, a later line stands for the earlier; a last line without its end was being appended when the
 * publisher was killed, before anything of it was public.
 * @throws EnvironmentError when it is of a newer version, or no record: ids rest on it, so it is never guessed at
 */
export function readRecord(text: string, name: string): PublicationRecord {
  const unreadable = (message: string, cause?: unknown): EnvironmentError =>
    new EnvironmentError('record-unreadable', `${name} ${message}`, {
      remedy: 'restore it from a backup or from version control; without it, published stories could get new ids',
      cause,
    })
  const first = parseOrNothing(text.slice(0, text.search(/$/m)))
  const version = versionOf(first)
  if (typeof version === 'number' && version > VERSION) throw newerVersion(name, { version, known: VERSION })
  const stories = storiesIn(first)
  let lines: readonly unknown[]
  try {
    lines = parseJsonLines(stories === undefined ? text : withoutTorn(text))
  } catch (error) {
    throw unreadable('is damaged', error)
  }
  if (stories === undefined && version !== PLAIN_VERSION) throw unreadable('is not a record of Courant')
  const told = lines.filter(line => versionOf(line) === undefined)
  if (stories !== undefined && told.length < stories) throw unreadable('is cut short')
  // Which lines were appended, nobody knows after a merge in git, which leaves both headers.
  const isMerged = lines.length - told.length > 1
  const sorted = stories === undefined || isMerged ? told.length : stories
  const record = new Map<string, RecordEntry>()
  for (const [place, line] of told.entries()) {
    const entry = entryOf(line)
    if (!entry) throw unreadable(`holds a line that is no story: ${JSON.stringify(line).slice(0, 80)}`)
    if (place < sorted) addTo(record, entry)
    else record.set(entry.id, entry)
  }
  return record
}

/** How many stories the sorted part of a record has, by its header; undefined for another version. */
function storiesIn(header: unknown): number | undefined {
  if (!isObject(header) || versionOf(header) !== VERSION) return undefined
  const { stories } = header
  return typeof stories === 'number' && Number.isSafeInteger(stories) && stories >= 0 ? stories : undefined
}

/** Without a last line that has no end, unless it is whole: an editor may leave the end out. */
function withoutTorn(text: string): string {
  const end = text.lastIndexOf('\n') + 1
  return parseOrNothing(text.slice(end)) === undefined ? text.slice(0, end) : text
}

/** What two records know, the second of which stands with the articles as they are. Lines of one story are joined. */
export function joinRecords(a: PublicationRecord, b: PublicationRecord): PublicationRecord {
  const record = new Map(a)
  for (const entry of b.values()) addTo(record, entry)
  return record
}

function addTo(record: Map<string, RecordEntry>, entry: RecordEntry): void {
  const twin = record.get(entry.id)
  record.set(entry.id, twin ? joined(twin, entry) : entry)
}

function versionOf(line: unknown): unknown {
  return isObject(line) ? line['courant-record'] : undefined
}

/** The second says where the story is, unless it does not know the file, or the first knows that it has moved on from there. */
function joined(a: RecordEntry, b: RecordEntry): RecordEntry {
  const movedOn = a.former.includes(b.permalink) && !b.former.includes(a.permalink)
  const [before, now] = movedOn || (b.path === '' && a.path !== '') ? [b, a] : [a, b]
  const addresses = [...before.former, ...now.former, before.permalink].filter(address => address !== now.permalink)
  return {
    ...now,
    published: Math.min(a.published, b.published),
    ...((a.updated ?? b.updated) && { updated: Math.max(a.updated ?? a.published, b.updated ?? b.published) }),
    ...((a.withdrawn || b.withdrawn) && { withdrawn: true }),
    ...((a.feeds || b.feeds) && { feeds: latestOf(a.feeds, b.feeds) }),
    former: [...new Set(addresses)],
    ...((a.fresh ?? b.fresh) && { fresh: true }),
    ...((a.corrections ?? b.corrections) && { corrections: { ...before.corrections, ...now.corrections } }),
    ...((a.changes ?? b.changes) && { changes: { ...before.changes, ...now.changes } }),
    // Where its file is there all the same, the next publish has it public again.
    gone: now.gone ?? before.gone,
  }
}

function entryOf(line: unknown): RecordEntry | undefined {
  if (!isObject(line)) return undefined
  const { id, path, permalink, hash, published, updated, withdrawn, late, fresh, former = [], gone, away } = line
  const { corrections, changes, feeds } = line
  if (typeof id !== 'string' || typeof path !== 'string' || typeof hash !== 'string' || !isSitePath(permalink)) return undefined
  const publishedAt = instantOf(published)
  if (publishedAt === undefined || !Array.isArray(former) || !former.every(isSitePath)) return undefined
  const updatedAt = instantOf(updated)
  const feedsAt = instantsIn(feeds)
  return {
    ...{ id, path, permalink, hash, published: publishedAt, former, gone: instantOf(gone) },
    ...(updatedAt !== undefined && { updated: updatedAt }),
    ...(withdrawn === true && { withdrawn }),
    ...(feedsAt && { feeds: feedsAt }),
    ...(late === true && { late }),
    ...(fresh === true && { fresh }),
    ...(away === true && { away }),
    ...(isHashes(corrections) && { corrections }),
    ...(isHashes(changes) && { changes }),
  }
}

type Feeds = NonNullable<RecordEntry['feeds']>

function latestOf(a: Feeds = {}, b: Feeds = {}): Feeds {
  return Object.fromEntries([...Object.keys(a), ...Object.keys(b)].map(path => [path, Math.max(a[path] ?? 0, b[path] ?? 0)]))
}

/** Instants by name; what is none is left out, and so is a table of none. */
function instantsIn(value: unknown): Feeds | undefined {
  if (!isObject(value)) return undefined
  const found = Object.entries(value).flatMap(([name, text]) => {
    const at = instantOf(text)
    return at === undefined ? [] : [[name, at] as const]
  })
  return found.length === 0 ? undefined : Object.fromEntries(found)
}

function mapped<T, U>(table: Readonly<Record<string, T>>, to: (value: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, to(value)]))
}

function isHashes(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every(each => typeof each === 'string')
}

function isSitePath(value: unknown): value is SitePath {
  return typeof value === 'string' && value.startsWith('/')
}

function instantOf(value: unknown): Instant | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
