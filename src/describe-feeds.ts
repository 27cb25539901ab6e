import type { Build } from './build.ts'
import { cutChannel } from './feed/feed-parts.ts'
import type { SourcePath } from './model/address.ts'
import type { FeedArtifact } from './model/artifact.ts'
import { archivePath, type Channel, FEED_FORMATS, type FeedDocument, type FeedFormat, feedPath } from './model/edition.ts'
import { artifactKey } from './plan/artifact-key.ts'
import type { StoredEntry } from './plan/stored-entry.ts'

/** What is known of rendered entries, by the story's file. */
export type Entries = ReadonlyMap<SourcePath, StoredEntry>

const FORMATS = Object.keys(FEED_FORMATS) as readonly FeedFormat[]

/**
 * Every document of every channel. How a channel is cut follows from what its entries take, which is known once they were
 * rendered.
 */
export function describeFeeds({ edition, siteKey }: Build, entries: Entries): readonly FeedArtifact[] {
  return edition.channels.flatMap(channel =>
    documentsOf(channel, entries).flatMap(document => artifactsOf(document, { siteKey, entries })),
  )
}

function documentsOf(channel: Channel, entries: Entries): readonly FeedDocument[] {
  const sized = channel.stories.map(article => ({ article, bytes: entries.get(article.path)?.bytes ?? 0 }))
  const { current, archives } = cutChannel(sized)
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

function artifactsOf(
  document: FeedDocument,
  { siteKey, entries }: { readonly siteKey: string; readonly entries: Entries },
): readonly FeedArtifact[] {
  const { channel, archive, previous } = document
  const stories = channel.stories.map(({ path }) => entries.get(path)?.hash)
  const folder = archive === undefined ? channel.path : archivePath(channel, archive)
  return FORMATS.map(format => ({
    kind: 'feed',
    path: feedPath({ path: folder }, format).slice(1),
    key: artifactKey('feed', siteKey, format, { ...channel, stories, archive, previous }),
    document,
    format,
  }))
}
