import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Parsed } from '../article/parse-article.ts'
import type { SizedStory } from '../feed/feed-parts.ts'
import type { ImageMemory, StoredImage } from '../images/image-store.ts'
import type { OutPath, SourcePath } from '../model/address.ts'
import type { PublishedFile } from '../model/body.ts'
import type { Known } from '../plan/plan-publish.ts'
import { writeWhole } from '../platform/write-whole.ts'
import type { Read, SourceMemory } from '../sources/source-memory.ts'
import type { Paths } from '../state/paths.ts'
import type { CarriedChannel } from './describe-feeds.ts'
import { addLines, type LineFile, readLines, updateLines, writeLines } from './line-file.ts'

/** What is remembered between publishes. Safe to lose: then everything is read and made again, and compared. */
export interface PublishMemory {
  /** Files in `out/`, as they were put there. */
  readonly known: Map<OutPath, Known>
  /** What was read of the newsroom; undefined when nothing is remembered. */
  readonly sources: SourceMemory | undefined
  /** What is known of images as they are published. */
  readonly images: ImageMemory
  /** Whether this process has edited it since it was written. */
  readonly isAhead?: boolean
}

/** Changes with the shape of what is remembered. */
export const CACHE_VERSION = 4

/** What stands in each file of the cache, by path. Written by this version of Courant alone, into a private folder. */
interface Stored {
  readonly out: Known
  readonly articles: Read<Parsed>
  readonly media: Read<PublishedFile | undefined>
  readonly images: Read<StoredImage>
  readonly channels: StoredChannel
}

const NAMES: readonly (keyof Stored)[] = ['out', 'articles', 'media', 'images', 'channels']

/** A channel in short: tens of thousands of stories stand in its line. */
interface StoredChannel extends Pick<CarriedChannel, 'channel' | 'archived' | 'items'> {
  readonly stories: readonly (readonly [entry: string, at: number, bytes: number, isFresh?: number, shortBytes?: number])[]
}

/** Reads what the last publish remembered; nothing where it is missing or damaged. */
export function readMemory({ cache }: Pick<Paths, 'cache'>): PublishMemory {
  const articles = readStored(cache, 'articles')
  const media = readStored(cache, 'media')
  const siteKey = articles?.head.siteKey
  return {
    known: readStored(cache, 'out')?.all() ?? new Map(),
    sources:
      articles && typeof siteKey === 'string' && media?.head.siteKey === siteKey
        ? { siteKey, articles: articles.all(), media: media.all() }
        : undefined,
    images: readStored(cache, 'images')?.all() ?? new Map(),
  }
}

/**
 * Writes what changed of it since `before`, and what an edit needs to know of the channels. What is known of files comes last: where a
 * kill keeps it from being written, the next publish makes again what changed, and writes all of this anew.
 */
export function writeMemory(
  { cache }: Pick<Paths, 'cache'>,
  {
    after,
    before,
    carried,
  }: {
    readonly after: PublishMemory
    readonly before: PublishMemory
    readonly carried: { readonly siteKey: string; readonly channels: readonly CarriedChannel[] }
  },
): void {
  for (const name of NAMES) rmSync(`${fileOf(cache, name)}.tmp`, { force: true })
  const isAhead = before.isAhead === true
  if (after.sources !== undefined && (isAhead || after.sources !== before.sources)) {
    const { siteKey, articles, media } = after.sources
    const isSameSite = before.sources?.siteKey === siteKey
    updateStored(cache, 'articles', {
      siteKey,
      before: isSameSite && !isAhead ? before.sources.articles : undefined,
      after: articles,
    })
    writeStored(cache, 'media', { siteKey, entries: media })
  }
  if (after.images !== before.images) writeStored(cache, 'images', { entries: after.images })
  if (!isAhead && after.known === before.known) return
  writeStored(cache, 'channels', { siteKey: carried.siteKey, entries: carried.channels.map(lineOf) })
  updateStored(cache, 'out', { before: isAhead ? undefined : before.known, after: after.known })
}

/** What was remembered, looked up without being read whole. */
export interface MemoryLookup {
  readonly known: (path: OutPath) => Known | undefined
  readonly article: (path: SourcePath) => Parsed | undefined
  readonly image: (path: SourcePath) => StoredImage | undefined
  /** Channels that carry one of these pages' entries. */
  readonly channelsWith: (pages: readonly OutPath[]) => readonly CarriedChannel[]
  /** Adds what an edit of bodies changed. */
  readonly add: (change: MemoryChange) => void
}

/** What an edit of bodies changes of what is remembered. */
export interface MemoryChange {
  readonly known: ReadonlyMap<OutPath, Known>
  readonly articles: ReadonlyMap<SourcePath, Read<Parsed>>
  readonly carried: readonly CarriedChannel[]
}

/** Opens what was remembered for looking things up; undefined where it is missing, or of another `site.yaml`. */
export function lookUpMemory({ cache }: Pick<Paths, 'cache'>, siteKey: string): MemoryLookup | undefined {
  const [out, articles, channels] = [
    readStored(cache, 'out'),
    readStored(cache, 'articles'),
    readStored(cache, 'channels'),
  ] as const
  if (!out || articles?.head.siteKey !== siteKey || channels?.head.siteKey !== siteKey) return undefined
  return {
    known: out.find,
    article: path => articles.find(path)?.value,
    // Read when it is asked for: most stories show none.
    image: path => readStored(cache, 'images')?.find(path)?.value,
    channelsWith: pages => {
      const lines = pages.flatMap(page => [...channels.linesWith(`[${JSON.stringify(page)},`)])
      return [...new Map(lines).values()].map(channelFrom)
    },
    // What is known of files comes last: till then a publish makes the edited ones again, and writes all of this anew.
    add: change => {
      writeWhole(fileOf(cache, 'channels'), channels.with(change.carried.map(lineOf)), { mode: 0o600 })
      addLines(fileOf(cache, 'articles'), [...change.articles])
      addLines(fileOf(cache, 'out'), [...change.known])
    },
  }
}

function lineOf({ stories, ...about }: CarriedChannel): readonly [string, StoredChannel] {
  const inShort = stories.map(({ entry, at, bytes, isFresh, shortBytes }) => {
    if (shortBytes !== undefined) return [entry, at, bytes, isFresh ? 1 : 0, shortBytes] as const
    return isFresh ? ([entry, at, bytes, 1] as const) : ([entry, at, bytes] as const)
  })
  return [about.channel.path, { ...about, stories: inShort }]
}

function channelFrom({ stories, ...about }: StoredChannel): CarriedChannel {
  const sized = stories.map(([entry, at, bytes, isFresh, shortBytes]): SizedStory => {
    return { entry, at, bytes, shortBytes, isFresh: isFresh === 1 }
  })
  return { ...about, stories: sized }
}

function readStored<Name extends keyof Stored>(cache: string, name: Name): LineFile<Stored[Name]> | undefined {
  const lines = readLines<Stored[Name]>(fileOf(cache, name))
  return lines?.head.version === CACHE_VERSION ? lines : undefined
}

function writeStored<Name extends keyof Stored>(
  cache: string,
  name: Name,
  { siteKey, entries }: { readonly siteKey?: string; readonly entries: Iterable<readonly [string, Stored[Name]]> },
): void {
  writeLines(fileOf(cache, name), { head: { version: CACHE_VERSION, siteKey }, entries })
}

function updateStored<Name extends keyof Stored>(
  cache: string,
  name: Name,
  {
    siteKey,
    ...maps
  }: {
    readonly siteKey?: string
    /** What the file holds, where that is known. */
    readonly before: ReadonlyMap<string, Stored[Name]> | undefined
    readonly after: ReadonlyMap<string, Stored[Name]>
  },
): void {
  updateLines(fileOf(cache, name), { head: { version: CACHE_VERSION, siteKey }, ...maps })
}

function fileOf(cache: string, name: keyof Stored): string {
  return join(cache, `${name}.jsonl`)
}
