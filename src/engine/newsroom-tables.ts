import type { Parsed } from '../article/parse-article.ts'
import type { CacheDatabase, MapName } from '../db/cache-database.ts'
import { HashedMembers } from '../db/hashed-members.ts'
import { type Codec, plain, type Saved, StoredMap, StoredMultiMap } from '../db/stored-map.ts'
import { placesTaken, type TakenFolder } from '../edition/places-taken.ts'
import type { StoredImage } from '../images/image-store.ts'
import type { OutPath, SitePath, SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { PublishedFile } from '../model/body.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { StoryState } from '../model/edition.ts'
import type { RecordEntry } from '../model/record.ts'
import type { ManifestEntry } from '../output/manifest-file.ts'
import type { ListedFile } from '../sources/list-files.ts'
import type { Read } from '../sources/source-memory.ts'
import { READS, ReadIndex } from '../stories/recorded-reads.ts'
import { type ArtifactKind, KindIndex } from './artifact-kinds.ts'
import { KnownFiles } from './known-files.ts'
import type { Remembered } from './made-artifact.ts'
import { hashOfName, type Member, memberFrom, Neighbourhoods } from './neighbourhood.ts'
import { Index } from './resident-newsroom.ts'
import { StoredStories } from './stored-stories.ts'

/** How an edition is stored beside its stories. */
export interface TableOptions {
  /** Whether the database was just made and is being filled. */
  readonly isNew: boolean
  readonly kinds: readonly ArtifactKind[]
  /** Languages of stories, in the order of their numbers. */
  readonly languages: readonly string[]
}

/** Every map of a newsroom as tables of the cache. What changes is in memory until `save`. */
export function newsroomTables(cache: CacheDatabase, { isNew, kinds, languages }: TableOptions) {
  const all: Saved[] = []
  const saved = <T extends Saved>(one: T): T => {
    all.push(one)
    return one
  }
  const map = <Key extends string, Value>(
    name: MapName,
    keyOf: (text: string) => Key,
    { codec = plain<Value>(), isLoaded = false }: { readonly codec?: Codec<Value>; readonly isLoaded?: boolean } = {},
  ): StoredMap<Key, Value> => saved(new StoredMap<Key, Value>(cache.map(name), { keyOf, codec, isNew, isLoaded }))
  const byText = <Value>(name: MapName, options?: Parameters<typeof map<string, Value>>[2]): StoredMap<string, Value> =>
    map<string, Value>(name, text => text, options)
  const multi = <Value>(name: MapName, codec: Codec<Value> = plain()): StoredMultiMap<string, Value> =>
    saved(new StoredMultiMap<string, Value>(cache.multiMap(name), { memberOf: text => text, codec, isNew }))
  const stories = new StoredStories(cache.parts('part'), { texts: byText<Article>('story'), languages })
  const asNumber: Codec<Article> = {
    toJson: story => stories.numberOf(story),
    fromJson: text => stories.at(Number(text)),
  }
  const asNumbers: Codec<readonly Article[]> = {
    toJson: editions => editions.map(story => stories.numberOf(story)),
    fromJson: text => {
      const numbers: readonly number[] = JSON.parse(text)
      return numbers.map(number => stories.at(number))
    },
  }
  // A public story is written once, by its number.
  const numberOrText: Codec<Article> = {
    toJson: article => stories.knownNumber(article) ?? article,
    fromJson: text => {
      const stored: Article | number = JSON.parse(text)
      return typeof stored === 'number' ? stories.textAt(stored) : stored
    },
  }
  const reads = (pages: MapName, readers: MapName): ReadIndex =>
    new ReadIndex({ pages: byText(pages, { codec: READS }), readers: multi(readers, READS) })
  const index = <Key extends string>(keys: MapName, pages: MapName): Index<Key> =>
    new Index({ keys: byText<readonly Key[]>(keys), pages: multi<true>(pages) })
  const made = byText<Remembered>('known')
  const inOut = byText<string>('in-out')
  const tables = {
    stories,
    known: new KnownFiles({ made, inOut }),
    made,
    inOut,
    parsed: byText<Read<Parsed>>('parsed'),
    media: byText<Read<PublishedFile | undefined>>('media'),
    images: byText<PublishedFile>('published-file'),
    imageMemory: byText<Read<StoredImage>>('image'),
    madeImages: byText<StoredImage>('made-image'),
    files: byText<ListedFile>('file'),
    filesBeside: byText<ListedFile>('file-beside', { isLoaded: true }),
    replaced: byText<string>('replaced'),
    articles: byText<Article>('article', { codec: numberOrText }),
    released: byText<Article>('released', { codec: asNumber }),
    storyAt: byText<SourcePath>('story-at'),
    record: byText<RecordEntry>('record'),
    manifest: byText<ManifestEntry>('manifest'),
    reads: reads('reads-of', 'reads'),
    kinds: new KindIndex(kinds, {
      reads: reads('kind-reads-of', 'kind-reads'),
      paths: byText<readonly OutPath[]>('kind-paths'),
    }),
    targetPages: byText<SitePath | null>('target-page'),
    targetAddresses: map<SitePath, boolean>('target-address', text => `/${text.slice(1)}`),
    targetFiles: byText<{ readonly onDisk: string; readonly mark: string }>('target-file'),
    linking: index<string>('links-of', 'linking'),
    bringing: index<SourcePath>('brings-of', 'bringing'),
    places: placesTaken({ files: byText<string>('place'), folders: byText<TakenFolder>('folder') }),
    names: new Neighbourhoods(
      saved(new HashedMembers<Member>(cache.parts('hashed'), { hashOf: hashOfName, memberOf: memberFrom, isNew })),
    ),
    several: byText<readonly Article[]>('several', { codec: asNumbers }),
    states: byText<StoryState>('state'),
    moved: byText<true>('moved', { isLoaded: true }),
    gone: byText<SourcePath>('gone', { isLoaded: true }),
    formerPages: map<SitePath, SitePath>('former-page', text => `/${text.slice(1)}`, { isLoaded: true }),
    languages: byText<number>('language', { isLoaded: true }),
    faults: byText<readonly Diagnostic[]>('fault', { isLoaded: true }),
  }
  return {
    ...tables,
    /** Writes all that changed: the texts of stories last, since a story gets its number when a map first names it. */
    save: () => {
      for (const one of all.toReversed()) one.save()
      stories.save()
    },
  }
}

export type NewsroomTables = ReturnType<typeof newsroomTables>
