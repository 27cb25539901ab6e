import { type Instant, nextSecond } from '../model/instant.ts'
import type { PublicationRecord, RecordEntry } from '../model/record.ts'

/** The latest instant of a publish that a record tells of; `-Infinity` for an empty one. */
export function latestInstantIn(record: PublicationRecord): Instant {
  return [...record.values()].reduce((latest, entry) => Math.max(latest, entry.gone ?? lastReported(entry)), -Infinity)
}

/** The record with no instant after `now`: for one that was written while a clock was ahead. */
export function recordUpTo(record: PublicationRecord, now: Instant): PublicationRecord {
  return new Map([...record].map(([id, entry]) => [id, latestInstantOf(entry) > now ? entryUpTo(entry, now) : entry]))
}

/**
 * When an entry is gone: at this instant, and after all that was reported of it, so that readers take the removal for the later word (RFC 6721 §3).
 * What a record says of a time that nobody has reached is no report.
 */
export function goneAt(entry: RecordEntry, { at, reached }: { readonly at: Instant; readonly reached: Instant }): Instant {
  const last = lastReported(entry)
  return at > last || last > reached ? at : nextSecond(last)
}

function lastReported({ published, updated = published }: RecordEntry): Instant {
  return Math.max(published, updated)
}

function latestInstantOf(entry: RecordEntry): Instant {
  return Math.max(lastReported(entry), entry.gone ?? -Infinity, ...Object.values(entry.feeds ?? {}))
}

function entryUpTo(entry: RecordEntry, now: Instant): RecordEntry {
  const { published, updated, gone, feeds } = entry
  const upTo = (at: Instant): Instant => Math.min(at, now)
  return {
    ...entry,
    published: upTo(published),
    ...(updated !== undefined && { updated: upTo(updated) }),
    ...(feeds && { feeds: Object.fromEntries(Object.entries(feeds).map(([path, at]) => [path, upTo(at)])) }),
    gone: gone === undefined ? undefined : upTo(gone),
  }
}
