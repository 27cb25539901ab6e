import { hash } from 'node:crypto'
import type { OutPath, SitePath } from '../model/address.ts'
import { type FeedName, feedNames, frontsIn, isCopyName } from '../model/feed-names.ts'
import type { ManifestEntry } from '../output/manifest-file.ts'
import type { Generation } from './generation.ts'

/** The names under which the feeds of a generation are looked for, and at which nothing else is. */
function namesIn({ files }: Pick<Generation, 'files'>): readonly FeedName[] {
  return feedNames(files, frontsIn(files.keys()))
}

/** Copies of feeds, by their path: which file each is a copy of. Only names that end with `.xml`, which every server knows the type of. */
export function copiesIn(generation: Pick<Generation, 'files'>): ReadonlyMap<OutPath, OutPath> {
  return new Map(
    namesIn(generation)
      .filter(isCopyName)
      .map(({ from, to }) => [from.slice(1), to.slice(1)]),
  )
}

/** What a redirect's object has in it: the bucket's own web server answers with its headers alone, and never shows it. */
export function wordsOfRedirect(to: SitePath): string {
  return `The feed is at ${to}\n`
}

/**
 * A generation with what a bucket has beside it: objects that redirect to feeds from the names under which they are looked for; and in place of
 * those that can be files, copies, where the target cannot redirect.
 */
export function withNamedFeeds(generation: Generation, { feedCopies }: { readonly feedCopies: boolean }): Generation {
  const { files } = generation
  const named = namesIn(generation).flatMap((name): readonly ManifestEntry[] => {
    if (!feedCopies) return [redirectEntry(name)]
    const feed = files.get(name.to.slice(1))
    return feed && isCopyName(name) ? [{ path: name.from.slice(1), sha256: feed.sha256, size: feed.size }] : []
  })
  const copies = feedCopies ? copiesIn(generation) : new Map<OutPath, OutPath>()
  return { ...generation, copies, files: new Map([...files, ...named.map(entry => [entry.path, entry] as const)]) }
}

function redirectEntry({ from, to }: FeedName): ManifestEntry {
  const words = wordsOfRedirect(to)
  return {
    path: from.slice(1),
    sha256: hash('sha256', words, 'hex'),
    size: Buffer.byteLength(words),
    answer: { status: 301, to },
  }
}
