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

/**
 * The channels with their dates of change, none of which is lower than one that was reported; and the record that remembers these, each with one of the
 * stories of its channel.
 */
export function withReportedChannels(
  channels: readonly Channel[],
  {
    record,
    reported,
    reached,
  }: {
    /** The record once this edition is out. */
    readonly record: PublicationRecord
    /** As it was before. */
    readonly reported: PublicationRecord
    readonly reached: Instant
  },
): { readonly channels: readonly Channel[]; readonly record: PublicationRecord } {
  const before = reportedChannels(reported, reached)
  // Of a feed that is published no more not even the name is kept: it may be the topic of one story that was taken back.
  const paths = new Set(channels.map(({ path }) => path))
  const after = new Map([...before].filter(([path]) => paths.has(path)))
  const ids = new Map([...record.values()].map(({ id, path }) => [path, id]))
  const dated = channels.map(channel => {
    const newest = newestOf(channel.stories)
    const known = before.get(channel.path)
    const at = Math.max(newest?.at ?? -Infinity, known?.at ?? -Infinity)
    // An item of the changes is known by its story.
    const id = newest && (record.has(newest.story.id) ? newest.story.id : ids.get(newest.story.path))
    if (id !== undefined && newest && newest.at > (known?.at ?? -Infinity)) after.set(channel.path, { id, at })
    return Number.isFinite(at) ? { ...channel, updated: at } : channel
  })
  return { channels: dated, record: withChannels(record, after) }
}

/** The highest date of change that each channel reported, by its path, and the story that remembers it. */
type ReportedChannels = ReadonlyMap<Channel['path'], { readonly id: string; readonly at: Instant }>

function reportedChannels(record: PublicationRecord, reached: Instant): ReportedChannels {
  const channels = new Map<Channel['path'], { readonly id: string; readonly at: Instant }>()
  for (const { id, feeds = {} } of record.values())
    for (const [path, at] of entriesOf(feeds))
      if (at <= reached + AHEAD_MS && at > (channels.get(path)?.at ?? -Infinity)) channels.set(path, { id, at })
  return channels
}

function withChannels(record: PublicationRecord, channels: ReportedChannels): PublicationRecord {
  const byId = Map.groupBy(channels, ([, { id }]) => id)
  const next = new Map(record)
  for (const [id, line] of record) {
    const its = byId.get(id)
    // Of thousands, a few remember the date of a channel.
    if (its === undefined && line.feeds === undefined) continue
    const { feeds: before, ...entry } = line
    const own = (its ?? []).map(([path, { at }]) => [path, at] as const).sort(([a], [b]) => (a < b ? -1 : 1))
    const feeds = Object.fromEntries(own)
    if (JSON.stringify(feeds) !== JSON.stringify(before)) next.set(id, own.length === 0 ? entry : { ...entry, feeds })
  }
  return next
}

function entriesOf(feeds: NonNullable<RecordEntry['feeds']>): readonly (readonly [Channel['path'], Instant])[] {
  return Object.entries(feeds).flatMap(([path, at]) => (path.startsWith('/') ? [[`/${path.slice(1)}`, at] as const] : []))
}

interface NewestStory {
  readonly story: Article
  readonly at: Instant
}

/** By the stories of a channel: after a change, those of most channels are the same list. */
const known = new WeakMap<readonly Article[], NewestStory>()

function newestOf(stories: readonly Article[]): NewestStory | undefined {
  let newest = known.get(stories)
  if (newest) return newest
  for (const story of stories) {
    const at = publicUpdate(story)
    if (newest === undefined || at > newest.at) newest = { story, at }
  }
  if (newest) known.set(stories, newest)
  return newest
}
