import { join } from 'node:path'
import { isTopic } from '../feed/feed-file.ts'
import type { OutPath } from '../model/address.ts'
import { textIfThere } from '../store/if-there.ts'
import { markAt } from '../store/list-files.ts'
import { MANIFEST_FILE, type ManifestEntry, readManifest } from '../store/manifest-file.ts'

/** The current documents of all channels, with the SHA-256 of their bytes. */
export type Topics = ReadonlyMap<OutPath, string>

/** What `topicsIn` says, read again only once the list is another. */
export function topicsOf(out: string, manifest: string = join(out, MANIFEST_FILE)): () => Topics {
  let mark: string | undefined
  let topics: Topics = new Map()
  return () => {
    const now = markAt(manifest)
    if (now !== mark || now === undefined) topics = topicsIn(out, manifest)
    mark = now
    return topics
  }
}

/**
 * What is published in `out/` that a hub is told of. A document that is being placed, or was when its publisher was killed, is left out: it is
 * told of once the manifest has its hash. So is a redirect from where a feed was. Only lines of feeds are read: there may be 100,000 others.
 * `manifest` is another list of what is public, where it is not public yet in every place.
 */
export function topicsIn(out: string, manifest: string = join(out, MANIFEST_FILE)): Topics {
  const [header = '', ...lines] = (textIfThere(manifest) ?? '').split(/(?<=\n)/)
  const ofFeeds = lines.filter(line => line.includes('feed.'))
  const entries = readManifest(header + ofFeeds.join(''))?.values() ?? []
  const isFeed = ({ path, sha256, answer }: ManifestEntry): boolean => isTopic(path) && sha256 !== '' && answer === undefined
  return new Map([...entries].filter(isFeed).map(({ path, sha256 }) => [path, sha256]))
}
