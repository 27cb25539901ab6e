import type { SitePath } from '../model/address.ts'
import type { Instant } from '../model/instant.ts'
import type { PublicationRecord, RecordEntry } from '../model/record.ts'
import { EnvironmentError, newerVersion } from '../platform/environment-error.ts'
import { isObject, keptLines, parseJsonLines, toJsonLines } from '../platform/json-lines.ts'

/** Name of the record in `out/`. */
export const RECORD_FILE = 'record.jsonl'

const VERSION = 1
const HEADER = { 'courant-record': VERSION } as const

/** The record's text: a line that says its version, then one line a story, sorted by id, so that it merges well. */
export function writeRecord(record: PublicationRecord): string {
  const entries = [...record.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  return toJsonLines([HEADER]) + entries.map(lineOf).join('')
}

const lineOf = keptLines((line: RecordEntry) => {
  const { former, gone, away, corrections, changes, published, updated, withdrawn, feeds, ...entry } = line
  return {
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
  }
})

/**
 * Reads a record. Two lines of one story, as a merge in git may leave them, are joined: its earliest publication, all of its
 * addresses; gone where one of them says so.
 * @throws EnvironmentError when it is of a newer version, or no record: ids rest on it, so it is never guessed at
 */
export function readRecord(text: string, name: string): PublicationRecord {
  const unreadable = (message: string, cause?: unknown): EnvironmentError =>
    new EnvironmentError('record-unreadable', `${name} ${message}`, {
      remedy: 'restore it from a backup or from version control; without it, published stories could get new ids',
      cause,
    })
  let lines: readonly unknown[]
  try {
    lines = parseJsonLines(text)
  } catch (error) {
    throw unreadable('is damaged', error)
  }
  const [header, ...rest] = lines
  const version = versionOf(header)
  if (typeof version === 'number' && version > VERSION) throw newerVersion(name, { version, known: VERSION })
  if (version !== VERSION) throw unreadable('is not a record of Courant')
  const record = new Map<string, RecordEntry>()
  for (const line of rest) {
    if (versionOf(line) === VERSION) continue
    const entry = entryOf(line)
    if (!entry) throw unreadable(`holds a line that is no story: ${JSON.stringify(line).slice(0, 80)}`)
    addTo(record, entry)
  }
  return record
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
