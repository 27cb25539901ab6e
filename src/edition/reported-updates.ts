import { type Article, publicUpdate } from '../model/article.ts'
import type { Channel } from '../model/edition.ts'
import { type Instant, nextSecond, wholeSecond } from '../model/instant.ts'
import type { PublicationRecord, RecordEntry } from '../model/record.ts'
import { toldIn } from './told-changes.ts'

/** What the dates of change follow from that feeds have reported. */
export interface ReportedInputs {
  readonly record: PublicationRecord
  readonly asOf: Instant
  /** The latest instant that readers have seen: what a record says of a later one was never reported. */
  readonly reached: Instant
}

// A story that comes back in the second in which it went is dated a second later.
const AHEAD_MS = 2000

/**
 * Gives a story, as it is seen, the date of change below which its feeds must not go: the highest that was reported. A story that comes back from a
 * withdrawal, a draft, its expiry or its deletion gets a later one than its tombstone, or readers that keep tombstones never show it again (RFC 6721 §3).
 */
export function withReportedUpdate({ record, asOf, reached }: ReportedInputs): (seen: Article) => Article {
  const latest = reached + AHEAD_MS
  return seen => {
    const entry = record.get(seen.id)
    if (!entry) return seen
    const { updated = entry.published } = entry
    const over = tombstoneOf(entry, seen)
    const known = [updated, ...(over === undefined ? [] : [over])].filter(at => at <= latest)
    const returned = over !== undefined && over <= latest ? [wholeSecond(asOf), nextSecond(Math.max(...known))] : []
    const reported = Math.max(...known, ...returned)
    if (reported <= publicUpdate(seen)) return seen
    // Pages and entries follow from the facts, which are those of the file: this date is one of them.
    return { ...seen, reported, source: { ...seen.source, facts: `${seen.source.facts}^${reported}` } }
  }
}

/** When the tombstone that readers have of a story is dated that is to be read again; undefined where it has none, or it still counts. */
function tombstoneOf(entry: RecordEntry, { withdrawn }: Article): Instant | undefined {
  const { gone, updated = entry.published } = entry
  if (gone !== undefined) return gone
  if (withdrawn) return undefined
  if (entry.withdrawn) return updated
  // Records of earlier versions know the withdrawal by its name alone.
  const told = Object.keys(toldIn(entry) ?? {}).filter(name => name.startsWith('withdrawal-'))
  const last = Math.max(...told.map(name => Date.parse(name.slice('withdrawal-'.length))))
  return last >= updated ? last : undefined
}

/** Dates of change that channels have reported: by the channel's path, each with the story whose line in the record remembers it. */
export type ReportedDates = ReadonlyMap<Channel['path'], ReadonlyMap<string, Instant>>

/** What a record remembers of channels. */
export function reportedDates(record: PublicationRecord): ReportedDates {
  const dates = new Map<Channel['path'], Map<string, Instant>>()
  for (const entry of record.values()) noteReported(dates, entry)
  return dates
}

/** Notes what an entry of the record remembers of channels. */
export function noteReported(dates: Map<Channel['path'], Map<string, Instant>>, { id, feeds }: RecordEntry): void {
  // Of thousands, a few remember the date of a channel.
  if (!feeds) return
  for (const [path, at] of feedsIn(feeds)) {
    const known = dates.get(path)
    if (known) known.set(id, at)
    else dates.set(path, new Map([[id, at]]))
  }
}

/** The channels that an entry of the record remembers a date of. */
export function feedsIn(feeds: NonNullable<RecordEntry['feeds']>): readonly (readonly [Channel['path'], Instant])[] {
  return Object.entries(feeds).flatMap(([path, at]) => (path.startsWith('/') ? [[`/${path.slice(1)}`, at] as const] : []))
}

/** What the dates of channels follow from. */
export interface ReportedChannelsInputs {
  /** The record once this edition is out. */
  readonly record: PublicationRecord
  /** What was reported of these channels before. */
  readonly reported: ReportedDates
  readonly reached: Instant
  /** The id of the story in a file, by the record. */
  readonly idOf: (path: Article['path']) => string | undefined
  /** Of a channel whose date is known, the stories that may have changed since; all when absent. */
  readonly changedIn?: (channel: Channel) => readonly Article[]
  /** Channels that are published no more: not even the name of one is kept, it may be the topic of a story that was taken back. */
  readonly gone: readonly Channel['path'][]
}

/**
 * Channels with their dates of change, none of which is lower than one that was reported; and the entries of the record that remember these, each with
 * one of the stories of its channel, as far as they change.
 */
export function withReportedChannels(
  channels: readonly Channel[],
  { record, reported, reached, idOf, changedIn, gone }: ReportedChannelsInputs,
): { readonly channels: readonly Channel[]; readonly entries: ReadonlyMap<string, RecordEntry> } {
  const remembered = new Map<Channel['path'], { readonly id: string; readonly at: Instant }>()
  const dated = channels.map(channel => {
    const known = latestOf(reported.get(channel.path), reached)
    const newest = newestOf((known && changedIn?.(channel)) ?? channel.stories)
    const at = Math.max(newest?.at ?? -Infinity, known?.at ?? -Infinity)
    // An item of the changes is known by its story.
    const id = newest && (record.has(newest.story.id) ? newest.story.id : idOf(newest.story.path))
    const now = id !== undefined && newest && newest.at > (known?.at ?? -Infinity) ? { id, at } : known
    if (now) remembered.set(channel.path, now)
    return Number.isFinite(at) ? { ...channel, updated: at } : channel
  })
  const paths = [...channels.map(({ path }) => path), ...gone]
  return { channels: dated, entries: entriesWith(remembered, { record, reported, paths }) }
}

/** The highest date that was reported of a channel. */
function latestOf(
  dates: ReadonlyMap<string, Instant> | undefined,
  reached: Instant,
): { readonly id: string; readonly at: Instant } | undefined {
  let latest: { readonly id: string; readonly at: Instant } | undefined
  for (const [id, at] of dates ?? []) if (at <= reached + AHEAD_MS && at > (latest?.at ?? -Infinity)) latest = { id, at }
  return latest
}

/** The entries that remember something else of these channels than they did. */
function entriesWith(
  remembered: ReadonlyMap<Channel['path'], { readonly id: string; readonly at: Instant }>,
  {
    record,
    reported,
    paths,
  }: Pick<ReportedChannelsInputs, 'record' | 'reported'> & { readonly paths: readonly Channel['path'][] },
): ReadonlyMap<string, RecordEntry> {
  const now = Map.groupBy(remembered, ([, { id }]) => id)
  const before = paths.flatMap(path => [...(reported.get(path)?.keys() ?? [])])
  const concerned = new Set(paths)
  const entries = new Map<string, RecordEntry>()
  for (const id of new Set([...before, ...now.keys()])) {
    const line = record.get(id)
    if (!line) continue
    const { feeds: were, ...entry } = line
    const others = feedsIn(were ?? {}).filter(([path]) => !concerned.has(path))
    const its = (now.get(id) ?? []).map(([path, { at }]) => [path, at] as const)
    const feeds = Object.fromEntries([...others, ...its].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (JSON.stringify(feeds) === JSON.stringify(were ?? {})) continue
    entries.set(id, Object.keys(feeds).length === 0 ? entry : { ...entry, feeds })
  }
  return entries
}

interface NewestStory {
  readonly story: Article
  readonly at: Instant
}

function newestOf(stories: readonly Article[]): NewestStory | undefined {
  let newest: NewestStory | undefined
  for (const story of stories) {
    const at = publicUpdate(story)
    if (newest === undefined || at > newest.at) newest = { story, at }
  }
  return newest
}
