import type { FeedDocument } from './feed-document.ts'
import type { FileOrigin, Source, SourceStory } from './source.ts'
import { webAddress } from './web-address.ts'

/**
 * The documents of a feed, the newest first, as one source. A story that stands in two is the newer one's. `address` is where the
 * first was found.
 */
export function feedSource(
  documents: readonly { readonly feed: FeedDocument; readonly address: string | undefined }[],
): Omit<Source, 'fileAt'> {
  const [first] = documents
  const stories = new Map<string, SourceStory>()
  for (const [index, { feed, address }] of documents.entries()) {
    const earlier = new Set(stories.keys())
    for (const [place, story] of feed.stories.entries()) {
      const key = story.id ?? `${index} ${place}`
      // Within one document, two of one id are a mistake that somebody should hear of.
      if (earlier.has(key)) continue
      const from = index === 0 ? story.from : `${story.from} of ${address}`
      stories.set(stories.has(key) ? `${key} ${place}` : key, { ...story, from })
    }
  }
  const self = webAddress(first?.feed.self, first?.address) ?? first?.address
  return {
    kind: 'feed',
    home: webAddress(first?.feed.home, self) ?? self,
    feeds: first && self !== undefined ? [{ address: self, format: first.feed.format }] : [],
    stories: [...stories.values()],
    losses: documents.flatMap(({ feed }) => feed.losses),
  }
}

/** The file that an address in a story of a feed or an export means. */
export function remoteFile(address: string, story: SourceStory, home: string | undefined): FileOrigin | undefined {
  const url = webAddress(address, story.base ?? story.address ?? home)
  return url === undefined ? undefined : { kind: 'url', url }
}
