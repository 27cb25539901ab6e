import { join } from 'node:path'
import { isTopic } from '../feed/feed-file.ts'
import type { OutPath } from '../model/address.ts'
import { MANIFEST_FILE, readManifest } from '../output/manifest-file.ts'
import { textIfThere } from '../platform/if-there.ts'
import { markAt } from '../sources/list-files.ts'

/** The current documents of all channels, with the SHA-256 of their bytes. */
export type Topics = ReadonlyMap<OutPath, string>

/** The feeds that stand in `out/`, and where one was. */
export interface PublishedFeeds {
  /**
   * What a hub is told of. A document that is being placed, or was when its publisher was killed, is left out: it is told of once the manifest has
   * its hash.
   */
  readonly topics: Topics
  /** Where a redirect stands in the place of a feed. */
  readonly moved: ReadonlySet<OutPath>
}

/** What `feedsIn` says, read again only once the list is another. */
export function feedsOf(out: string, manifest: string = join(out, MANIFEST_FILE)): () => PublishedFeeds {
  let mark: string | undefined
  let feeds: PublishedFeeds | undefined
  return () => {
    const now = markAt(manifest)
    if (now !== mark || now === undefined) feeds = undefined
    mark = now
    feeds ??= feedsIn(out, manifest)
    return feeds
  }
}

/**
 * The feeds in `out/`. Only lines of feeds are read: there may be 100,000 others. `manifest` is another list of what is public, where it is not
 * public yet in every place.
 */
export function feedsIn(out: string, manifest: string = join(out, MANIFEST_FILE)): PublishedFeeds {
  const [header = '', ...lines] = (textIfThere(manifest) ?? '').split(/(?<=\n)/)
  const ofFeeds = lines.filter(line => line.includes('feed.'))
  const entries = [...(readManifest(header + ofFeeds.join(''))?.values() ?? [])].filter(({ path }) => isTopic(path))
  const standing = entries.filter(({ sha256, answer }) => sha256 !== '' && answer === undefined)
  return {
    topics: new Map(standing.map(({ path, sha256 }) => [path, sha256])),
    moved: new Set(entries.filter(({ answer }) => answer !== undefined).map(({ path }) => path)),
  }
}
