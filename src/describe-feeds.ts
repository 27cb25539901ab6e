import type { Build } from './build.ts'
import { type Entry, renderEntry } from './feed/entry.ts'
import { type CutChannel, cutChannel, newestThatFit, type SizedStory } from './feed/feed-parts.ts'
import type { Article } from './model/article.ts'
import type { FeedArtifact } from './model/artifact.ts'
import { archivePath, type Channel, type FeedDocument, type FeedHead, FORMATS, feedPath } from './model/edition.ts'
import type { Site } from './model/site.ts'
import { artifactKey } from './plan/artifact-key.ts'
import type { StoredEntry } from './plan/stored-entry.ts'

/** Rendered entries of stories, by id. */
export type Entries = ReadonlyMap<string, StoredEntry>

/** A document of a channel, its files, and the entries that it carries, newest first. */
export interface DescribedFeed {
  readonly head: FeedHead
  readonly artifacts: readonly FeedArtifact[]
  readonly entries: readonly (StoredEntry | Entry)[]
}

/**
 * Every document of every channel. How a channel is cut follows from what its entries take, which is known once they were
 * rendered. An item of the changes is no story: it has no body, and its entry is rendered here.
 */
export function describeFeeds({ edition, siteKey, site }: Build, entries: Entries): readonly DescribedFeed[] {
  return edition.channels.flatMap(channel => {
    const entryOf = channel.kind === 'changes' ? changeEntries(channel, site) : (article: Article) => entries.get(article.id)
    const cut = channel.kind === 'site' || site.archives === 'all' ? cutChannel : withoutArchives
    return documentsOf(channel, { cut, entryOf }).map(document => describe(document, { siteKey, entryOf }))
  })
}

type EntryOf = (article: Article) => StoredEntry | Entry | undefined

function changeEntries({ stories }: Channel, site: Site): EntryOf {
  const rendered = new Map(
    stories.map(article => [article.id, renderEntry({ article, body: '', image: undefined, attachments: [], site })]),
  )
  return article => rendered.get(article.id)
}

type Cut = (stories: readonly SizedStory[]) => CutChannel

const withoutArchives: Cut = stories => ({ current: newestThatFit(stories), archives: [] })

function documentsOf(
  channel: Channel,
  { cut, entryOf }: { readonly cut: Cut; readonly entryOf: EntryOf },
): readonly FeedDocument[] {
  const sized = channel.stories.map((article): SizedStory => ({ article, bytes: bytesOf(entryOf(article)) }))
  const { current, archives } = cut(sized)
  const withStories = (stories: typeof current): Channel => ({ ...channel, stories: stories.map(({ article }) => article) })
  return [
    { channel: withStories(current), archive: undefined, previous: archives[0]?.name },
    ...archives.map(
      ({ name, stories }, index): FeedDocument => ({
        channel: withStories(stories),
        archive: name,
        previous: archives[index + 1]?.name,
      }),
    ),
  ]
}

function bytesOf(entry: StoredEntry | Entry | undefined): number {
  if (entry === undefined) return 0
  if ('lengths' in entry) return Math.max(entry.lengths.rss, entry.lengths.atom, entry.lengths.json)
  return Math.max(...FORMATS.map(format => Buffer.byteLength(entry[format])))
}

function describe(
  document: FeedDocument,
  { siteKey, entryOf }: { readonly siteKey: string; readonly entryOf: EntryOf },
): DescribedFeed {
  const { channel, archive, previous } = document
  const entries = channel.stories.flatMap(article => entryOf(article) ?? [])
  const { stories: _, ...about } = channel
  const head = { channel: about, archive, previous }
  const contents = entries.map(entry => ('hash' in entry ? entry.hash : entry))
  const folder = archive === undefined ? channel.path : archivePath(channel, archive)
  const key = artifactKey('feed', siteKey, about, archive, previous, contents)
  const artifacts = FORMATS.map(
    (format): FeedArtifact => ({
      kind: 'feed',
      path: feedPath({ path: folder }, format).slice(1),
      key: `${key}-${format}`,
      archive: archive !== undefined,
      format,
    }),
  )
  return { head, artifacts, entries }
}
