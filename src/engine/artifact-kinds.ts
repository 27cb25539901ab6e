import { type DiscoveryFile, smallFile } from '../discovery/discovery-file.ts'
import type { DescribedPage } from '../edition/described-page.ts'
import { FEED_EXTENSION } from '../feed/feed-extension.ts'
import { FEED_STYLE } from '../feed/feed-style.ts'
import type { OutPath, SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { PageArtifact, TextArtifact } from '../model/artifact.ts'
import type { MutableMap } from '../model/maps.ts'
import type { Site } from '../model/site.ts'
import type { Stories } from '../model/stories.ts'
import { changedPlaces, type Read, type ReadIndex, recordReads } from '../stories/recorded-reads.ts'
import { pageArtifact, textArtifact } from './page-artifact.ts'

/** What the artifacts of a kind are described from. What they read of `stories` is recorded, and says when they are described again. */
export interface KindContext {
  readonly stories: Stories
  readonly site: Site
}

/** A page or a text to come. A page of these has no author's text in it. */
export type Described = (DescribedPage & { readonly owner: undefined }) | DiscoveryFile

/**
 * A kind of artifact: one function over `Stories`, for the newsroom as a whole or for each public story. It reads every other story from `stories`, and
 * nothing else that changes: so it is called again after exactly those changes that it can see. Its inputs are asked for at once.
 */
export type ArtifactKind = { readonly name: string } & (
  | { readonly of: 'newsroom'; readonly describe: (context: KindContext) => readonly Described[] }
  | { readonly of: 'story'; readonly describe: (story: Article, context: KindContext) => readonly Described[] }
)

/** The kinds that Courant makes: a new one is one line here, and a row in `MADE` where its addresses are its own. */
export const ARTIFACT_KINDS: readonly ArtifactKind[] = [
  { name: 'feed-style', of: 'newsroom', describe: () => [smallFile('asset', FEED_STYLE.path, FEED_STYLE.css)] },
  {
    name: 'feed-extension',
    of: 'newsroom',
    describe: () => [smallFile('feed-extension', FEED_EXTENSION.path, FEED_EXTENSION.text)],
  },
]

/** What one call of a kind described, and what it read. */
export interface Describing {
  /** The kind's name; for a story with the path of its file. */
  readonly key: string
  readonly artifacts: readonly (PageArtifact | TextArtifact)[]
  readonly reads: readonly Read[]
}

interface KindInputs extends KindContext {
  readonly keys: Parameters<typeof pageArtifact>[1]
  /** Whether a file in `static/` is published there: it replaces what Courant would make. */
  readonly isClaimed: (path: OutPath) => boolean
}

/** Describes every artifact of these kinds. */
export function describeKinds(
  kinds: readonly ArtifactKind[],
  { released, ...inputs }: KindInputs & { readonly released: readonly Article[] },
): readonly Describing[] {
  const describe = describer(inputs)
  return kinds.flatMap(kind => (kind.of === 'story' ? released.map(story => describe(kind, story)) : [describe(kind)]))
}

/** What a change made of the artifacts of all kinds. */
export interface ChangedKinds {
  readonly describings: readonly Describing[]
  /** Describings of stories that are public no more. */
  readonly ended: readonly string[]
  /** Files that were described before and are not now. */
  readonly left: readonly OutPath[]
}

/** What was described of some kinds, to be looked up by the places that change. */
export class KindIndex {
  readonly #kinds: readonly ArtifactKind[]
  readonly #reads: ReadIndex
  readonly #paths: MutableMap<string, readonly OutPath[]>

  constructor(
    kinds: readonly ArtifactKind[],
    { reads, paths }: { readonly reads: ReadIndex; readonly paths: MutableMap<string, readonly OutPath[]> },
  ) {
    this.#kinds = kinds
    this.#reads = reads
    this.#paths = paths
  }

  /** Describes again what read a place that changed, and what is of the stories that came. */
  describeAgain(
    { left, came }: { readonly left: readonly Article[]; readonly came: readonly Article[] },
    { storyOf, ...inputs }: KindInputs & { readonly storyOf: (path: SourcePath) => Article | undefined },
  ): ChangedKinds {
    const readers = this.#reads.readersOf(changedPlaces(left, came))
    const describe = describer(inputs)
    const describings = this.#kinds.flatMap(kind => {
      if (kind.of === 'newsroom') return readers.has(kind.name) ? [describe(kind)] : []
      const paths = [...readers.keys()].flatMap(key => (key.startsWith(`${kind.name} `) ? key.slice(kind.name.length + 1) : []))
      const stories = new Set([...came, ...paths.flatMap(path => storyOf(path) ?? [])])
      return [...stories].map(story => describe(kind, story))
    })
    const there = new Set(describings.flatMap(({ artifacts }) => artifacts.map(({ path }) => path)))
    const gone = left.filter(({ path }) => storyOf(path) === undefined)
    const ended = this.#kinds.flatMap(kind => (kind.of === 'story' ? gone.map(story => keyOf(kind, story)) : []))
    const before = [...describings.map(({ key }) => key), ...ended].flatMap(key => this.#paths.get(key) ?? [])
    return { describings, ended, left: before.filter(path => !there.has(path)) }
  }

  /** Takes over what a change made of them. */
  note({ describings, ended }: Pick<ChangedKinds, 'describings' | 'ended'>): void {
    for (const key of ended) {
      this.#reads.set(key, [])
      this.#paths.delete(key)
    }
    for (const { key, artifacts, reads } of describings) {
      this.#reads.set(key, reads)
      this.#paths.set(
        key,
        artifacts.map(({ path }) => path),
      )
    }
  }
}

function describer({ stories, site, keys, isClaimed }: KindInputs): (kind: ArtifactKind, story?: Article) => Describing {
  const recorded = recordReads(stories)
  const context = { stories: recorded.stories, site }
  const asArtifact = (one: Described): PageArtifact | TextArtifact =>
    'permalink' in one ? pageArtifact(one, keys) : textArtifact(one, keys.siteKey)
  return (kind, story) => {
    const { result, reads } = recorded.during(() => describedBy(kind, { story, context }).map(asArtifact))
    return { key: keyOf(kind, story), artifacts: result.filter(({ path }) => !isClaimed(path)), reads }
  }
}

function describedBy(
  kind: ArtifactKind,
  { story, context }: { readonly story: Article | undefined; readonly context: KindContext },
): readonly Described[] {
  if (kind.of === 'newsroom') return kind.describe(context)
  return story ? kind.describe(story, context) : []
}

function keyOf({ name }: ArtifactKind, story: Article | undefined): string {
  return story ? `${name} ${story.path}` : name
}
