import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isTopic } from '../feed/feed-file.ts'
import type { OutPath } from '../model/address.ts'
import { MANIFEST_FILE, type Manifest, readManifest } from '../output/manifest-file.ts'
import { ManifestReader } from '../output/manifest-reader.ts'

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

/**
 * The feeds in `out/`, as they are whenever it is called. Only lines of feeds are parsed: there may be 100,000 others. After the first call,
 * only what was appended is read. `manifest` is another list of what is public, where it is not public yet in every place.
 */
export function feedsOf(out: string, manifest: string = join(out, MANIFEST_FILE)): () => PublishedFeeds {
  const reader = new ManifestReader(manifest, descriptor => readFileSync(descriptor))
  let entries: Manifest = new Map()
  let feeds = publishedFeeds(entries)
  return () => {
    const news = reader.look()
    if (news.kind === 'same') return feeds
    entries = news.kind === 'appended' ? new Map([...entries, ...feedEntries(news.lines)]) : feedEntriesIn(news.bytes)
    feeds = publishedFeeds(entries)
    return feeds
  }
}

function feedEntriesIn(bytes: Buffer): Manifest {
  const [header = '', ...lines] = bytes.toString('utf8').split(/(?<=\n)/)
  const ofFeeds = lines.filter(line => line.includes('feed.'))
  return feedEntries(readManifest(header + ofFeeds.join('')) ?? new Map())
}

function feedEntries(listed: Manifest): Manifest {
  return new Map([...listed].filter(([path]) => isTopic(path)))
}

function publishedFeeds(entries: Manifest): PublishedFeeds {
  const all = [...entries.values()]
  const standing = all.filter(({ sha256, answer }) => sha256 !== '' && answer === undefined)
  return {
    topics: new Map(standing.map(({ path, sha256 }) => [path, sha256])),
    moved: new Set(all.filter(({ answer }) => answer !== undefined).map(({ path }) => path)),
  }
}
