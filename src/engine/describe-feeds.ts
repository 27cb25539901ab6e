import { type Entry, renderEntry } from '../feed/entry.ts'
import { BURST_LIMITS } from '../feed/feed-limits.ts'
import { cutChannel, type FeedPart, mostInCurrent, newestThatFit, type SizedStory } from '../feed/feed-parts.ts'
import { type OutPath, outPathOf, type SitePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { FeedArtifact } from '../model/artifact.ts'
import { type Channel, type FeedFormat, type FeedHead, FORMATS, feedArchivePath, feedPath } from '../model/edition.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { Site } from '../model/site.ts'
import { artifactKey } from '../plan/artifact-key.ts'
import type { StoredEntry } from '../plan/stored-entry.ts'
import type { Build } from './build.ts'

/** Rendered entries of stories, by the stories' pages. */
export type Entries = ReadonlyMap<OutPath, StoredEntry>

/** A document of a channel, its files, and the entries that it carries, newest first. */
export interface DescribedFeed {
  readonly head: FeedHead
  readonly artifacts: readonly FeedArtifact[]
  readonly entries: readonly (StoredEntry | Entry)[]
}

/** A channel with all that its documents are cut from: what an edit of a body needs to know of it. */
export interface CarriedChannel {
  readonly channel: FeedHead['channel']
  /** Whether it is carried back to its first story, in archives. */
  readonly archived: boolean
  /** How many stories its current document is to carry. */
  readonly items: number
  /** By the pages of its stories, newest first; where there are no archives, those that can be in its document. */
  readonly stories: readonly SizedStory[]
}

/** The stories of every channel. How a channel is cut follows from what its entries take, which is known once they were rendered. */
export function carriedChannels({ edition, record, site }: Build, entries: Entries): readonly CarriedChannel[] {
  // A story is in some ten channels.
  const known = new Map<Article, SizedStory>()
  const sizedOf = (story: Article): SizedStory => {
    const before = known.get(story)
    if (before) return before
    const sized = sizedStory(story, { record, entry: entries.get(outPathOf(story.permalink)) })
    known.set(story, sized)
    return sized
  }
  return edition.channels.filter(({ kind }) => kind !== 'changes').map(channel => carriedChannel(channel, { site, sizedOf }))
}

/** A story as feeds are cut by it. */
export function sizedStory(
  { id, permalink, date }: Article,
  { record, entry }: { readonly record: Pick<PublicationRecord, 'get'>; readonly entry: StoredEntry | undefined },
): SizedStory {
  return { entry: outPathOf(permalink), at: date.at, isFresh: record.get(id)?.fresh, ...sizesOf(entry) }
}

/** The stories of a channel. `sizedOf` gives the same object for a story whose entry is as it was. */
export function carriedChannel(
  { stories, ...channel }: Channel,
  { site, sizedOf }: { readonly site: Site; readonly sizedOf: (story: Article) => SizedStory },
): CarriedChannel {
  const archived = channel.kind === 'site' || site.archives === 'all'
  const unsized = (story: Article): SizedStory => {
    const { at, isFresh } = sizedOf(story)
    return { entry: '', at, isFresh, bytes: 0 }
  }
  const most = archived ? stories.length : mostInCurrent(stories.slice(0, BURST_LIMITS.items).map(unsized), site.feeds.items)
  return { channel, archived, items: site.feeds.items, stories: stories.slice(0, most).map(sizedOf) }
}

/** Every document of every channel. */
export function describeFeeds(
  { edition, siteKey, site }: Build,
  { carried, entries }: { readonly carried: readonly CarriedChannel[]; readonly entries: Entries },
): readonly DescribedFeed[] {
  const changes = edition.channels.filter(({ kind }) => kind === 'changes')
  return [
    ...carried.flatMap(channel => describeChannel(channel, { siteKey, entryOf: page => entries.get(page) })),
    ...changes.flatMap(channel => describeChanges(channel, { site, siteKey })),
  ]
}

/** What describing the documents of a channel needs beside it. */
interface DescribeContext {
  readonly siteKey: string
  /** Looks up the entry of a `SizedStory`. */
  readonly entryOf: (entry: string) => StoredEntry | Entry | undefined
}

function describeChannel(channel: CarriedChannel, context: DescribeContext): readonly DescribedFeed[] {
  return documentsOf(channel).flatMap(document => describe(document, context))
}

/** An item of the changes is no story: it has no body, and its entry is rendered here. */
function describeChanges(
  { stories, ...channel }: Channel,
  { site, siteKey }: { readonly site: Site; readonly siteKey: string },
): readonly DescribedFeed[] {
  const entries = new Map(
    stories.map(article => [article.id, renderEntry({ article, body: '', image: undefined, attachments: [], site })]),
  )
  const sized = stories.map(({ id, date }) => ({ entry: id, at: date.at, ...sizesOf(entries.get(id)) }))
  const carried = { channel, archived: site.archives === 'all', items: site.feeds.items, stories: sized }
  return describeChannel(carried, { siteKey, entryOf: id => entries.get(id) })
}

/** What a change of a channel may have changed of its documents. */
export interface ChangedFeeds {
  readonly feeds: readonly DescribedFeed[]
  /** Files of documents that are no more. */
  readonly left: readonly OutPath[]
}

/** The documents of a channel that are not as they were: a story whose entry says something else is another object (`carriedChannel`). */
export function changedFeeds(
  { before, after }: { readonly before: CarriedChannel | undefined; readonly after: CarriedChannel | undefined },
  context: DescribeContext,
): ChangedFeeds {
  const [then, now] = [before ? documentsOf(before) : [], after ? documentsOf(after) : []]
  const known = new Map(then.map(document => [document.head.archive, document]))
  const [was, is] = [then.at(-1), now.at(-1)].map(last => JSON.stringify(last?.head.channel))
  const isOther = (document: CutDocument): boolean => {
    const one = known.get(document.head.archive)
    return !one || (document.head.archive !== undefined && was !== is) || !isSameDocument(one, document)
  }
  const others = now.filter(isOther)
  const there = new Set(now.map(({ head }) => head.archive))
  const gone = then.filter(({ head }) => !there.has(head.archive))
  const paths = new Set(others.flatMap(pathsOf))
  return {
    feeds: others.flatMap(document => describe(document, context)),
    left: gone.flatMap(pathsOf).filter(path => !paths.has(path)),
  }
}

/** The items of the changes have no entries that are known: all of its documents are described. */
export function changedChanges(
  { before, after }: { readonly before: Channel | undefined; readonly after: Channel | undefined },
  context: { readonly site: Site; readonly siteKey: string },
): ChangedFeeds {
  const filesOf = (feeds: readonly DescribedFeed[]): readonly OutPath[] =>
    feeds.flatMap(({ artifacts }) => artifacts.map(({ path }) => path))
  const feeds = after ? describeChanges(after, context) : []
  const there = new Set(filesOf(feeds))
  return { feeds, left: before ? filesOf(describeChanges(before, context)).filter(path => !there.has(path)) : [] }
}

/** Of archives, whose channel is the same for all of them, it is not compared. */
function isSameDocument(one: CutDocument, other: CutDocument): boolean {
  return (
    hasSameStories(one, other) &&
    one.short.size === other.short.size &&
    [...one.short].every(story => other.short.has(story)) &&
    headOf(one) === headOf(other)
  )
}

/** An archive that was cut from the same month has the same array. */
function hasSameStories({ stories }: CutDocument, other: CutDocument): boolean {
  if (stories === other.stories) return true
  return stories.length === other.stories.length && stories.every((story, index) => story === other.stories[index])
}

function headOf({ head: { channel, archive, previous, next }, formerName }: CutDocument): string {
  return archive === undefined ? JSON.stringify([channel, previous, next]) : [archive, previous, next, formerName].join(' ')
}

function pathsOf({ head: { channel, archive }, formerName }: CutDocument): readonly OutPath[] {
  const names = [archive, formerName].filter(name => name !== undefined)
  const folders = archive === undefined ? [channel.path] : names.map(name => feedArchivePath(channel, name))
  return folders.flatMap(path => FORMATS.map(format => feedPath({ path }, format).slice(1)))
}

/** A document of a channel before its entries are looked up. */
interface CutDocument {
  readonly head: FeedHead
  readonly stories: readonly SizedStory[]
  /** Those of them that it carries by summary and link. */
  readonly short: ReadonlySet<SizedStory>
  /** The name that it was published under as an archive before, where that is another. */
  readonly formerName?: string | undefined
}

/** Kept for as long as the channel is: the next edit asks how it was cut before. */
const cuts = new WeakMap<CarriedChannel, readonly CutDocument[]>()

function documentsOf(carried: CarriedChannel): readonly CutDocument[] {
  const known = cuts.get(carried)
  if (known) return known
  const documents = cutDocuments(carried)
  cuts.set(carried, documents)
  return documents
}

function cutDocuments({ channel, archived, items, stories }: CarriedChannel): readonly CutDocument[] {
  const cut = archived ? cutChannel(stories, items) : { ...newestThatFit(stories, items), archives: [] }
  const { current, short, archives } = cut
  // An archive stays as it is when its channel changes, and tells of no removals.
  const { updated: _, ...rest } = channel
  const lasting = { ...rest, tombstones: [] }
  return [
    { head: { channel, archive: undefined, previous: archives[0]?.name }, stories: current, short },
    ...archives.map(({ name, formerName, stories }, index) => ({
      head: { channel: lasting, archive: name, ...neighboursOf(archives, index) },
      stories,
      short: NONE,
      formerName,
    })),
  ]
}

/** An archive leads back; the oldest, which cannot, leads on. */
function neighboursOf(archives: readonly FeedPart[], index: number): Pick<FeedHead, 'previous' | 'next'> {
  const previous = archives[index + 1]?.name
  return previous === undefined ? { previous, next: archives[index - 1]?.name } : { previous }
}

const NONE: ReadonlySet<SizedStory> = new Set()

/** How much an entry takes in the document in which it takes most. */
function sizesOf(entry: StoredEntry | Entry | undefined): Pick<SizedStory, 'bytes' | 'shortBytes'> {
  if (entry === undefined) return { bytes: 0, shortBytes: undefined }
  return { bytes: sizeOf(entry), shortBytes: entry.short && sizeOf(entry.short) }
}

function sizeOf(entry: StoredEntry | Entry): number {
  if ('lengths' in entry) return Math.max(entry.lengths.rss, entry.lengths.atom, entry.lengths.json)
  return Math.max(...FORMATS.map(format => Buffer.byteLength(entry[format])))
}

function describe(
  { head, stories, short, formerName }: CutDocument,
  { siteKey, entryOf }: DescribeContext,
): readonly DescribedFeed[] {
  const { channel, archive, previous, next } = head
  const entries = stories.flatMap(story => {
    const entry = entryOf(story.entry)
    return (short.has(story) ? entry?.short : entry) ?? entry ?? []
  })
  const contents = entries.map(entry => ('hash' in entry ? entry.hash : entry))
  const folder = archive === undefined ? channel.path : feedArchivePath(channel, archive)
  const key = artifactKey('feed', siteKey, channel, archive, previous, next, contents)
  const artifactIn = (folder: SitePath, format: FeedFormat): FeedArtifact => ({
    kind: 'feed',
    path: feedPath({ path: folder }, format).slice(1),
    key: `${key}-${format}`,
    archive: archive !== undefined,
    format,
  })
  const described = { head, artifacts: FORMATS.map(format => artifactIn(folder, format)), entries }
  if (formerName === undefined) return [described]
  // Where it was under another name, hosts that cannot redirect serve the same document.
  const former = FORMATS.map(format => ({
    ...artifactIn(feedArchivePath(channel, formerName), format),
    answer: { status: 301, to: feedPath({ path: folder }, format) } as const,
  }))
  return [described, { head, artifacts: former, entries }]
}
