import { bodyOf } from '../article/cut-front-matter.ts'
import { articleParser, type ParsedArticle } from '../article/parse-article.ts'
import { excerptOf } from '../markdown/excerpt.ts'
import { isAmong, type SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { PublicationRecord, RecordEntry } from '../model/record.ts'
import type { Site } from '../model/site.ts'
import { publishedText } from '../output/published-text.ts'
import { type LostStory, type NewFile, type Resemblance, resemblancesOf } from '../record/resemblance.ts'
import { type ReadNewsroom, readSource } from '../sources/read-newsroom.ts'
import type { SourceMemory } from '../sources/source-memory.ts'
import type { LastGood } from '../state/last-good.ts'
import type { Paths } from '../state/paths.ts'
import { type MissingStories, readMissing } from '../state/remembered.ts'
import { readMemory } from './publish-memory.ts'

/** What is known of a newsroom as it was published. */
export interface PublishedBefore {
  readonly paths: Pick<Paths, 'out' | 'state' | 'cache'>
  readonly record: PublicationRecord
  /** What was read of its files then; looked up in the cache when absent. */
  readonly sources?: SourceMemory | undefined
  readonly lastGood: LastGood
  /** The site as last good versions may know it. */
  readonly formerSite: () => Site
}

/** A newsroom as it is now. */
export interface NewsroomNow {
  readonly read: ReadNewsroom
  /** Every story that could be read, with its id. */
  readonly articles: readonly Pick<Article, 'id' | 'path'>[]
  /** Published stories whose files were gone when the newsroom was read first. */
  readonly missing: readonly RecordEntry[]
}

/** Published stories whose files are missing, and the new files that may be these. */
export interface RenamedStories {
  readonly resemblances: readonly Resemblance[]
  /** What the next publish is to know of missing stories. */
  readonly missing: readonly MissingStories[]
}

/**
 * The files without an `id` line, never published, that may be missing stories: renamed and edited in one step, as most commits do
 * it. A file that was there before its likeness went missing is none. They are compared by title, date and words; bodies are read
 * for that only while a story is missing.
 */
export function renamedStories(now: NewsroomNow, before: PublishedBefore): RenamedStories {
  const { read, articles } = now
  if (now.missing.length === 0) return { resemblances: [], missing: [] }
  const found = new Set(articles.flatMap(({ id, path }) => (read.replaced.has(path) ? [] : [id])))
  const gone = now.missing.filter(({ id, path }) => !found.has(id) && !isAmong(path, read.newsroom.unseen))
  const missing = missingAfter(gone, before)
  const filesBefore = new Map(
    missing.flatMap(({ stories, filesBefore: files }) => {
      const paths = new Set(files)
      return stories.map(id => [id, paths] as const)
    }),
  )
  return { resemblances: resemblancesOf(lostStories(gone, { ...before, filesBefore }), newFiles(now, before)), missing }
}

/** Adds the files that `renamedStories` found, by path; whether there is one. */
export function noteRenamed(renamed: Map<SourcePath, Resemblance>, { resemblances }: RenamedStories): boolean {
  for (const resemblance of resemblances) renamed.set(resemblance.file.path, resemblance)
  return resemblances.length > 0
}

/** The stories that are missing: those that were, and those that the last publish had seen, with the unpublished files beside them. */
function missingAfter(
  gone: readonly RecordEntry[],
  { paths, record, sources = readMemory(paths).sources }: PublishedBefore,
): readonly MissingStories[] {
  const ids = new Set(gone.map(({ id }) => id))
  const before = readMissing(paths)
    .map(({ stories, filesBefore }) => ({ stories: stories.filter(id => ids.has(id)), filesBefore }))
    .filter(({ stories }) => stories.length > 0)
  const known = new Set(before.flatMap(({ stories }) => stories))
  const seen = new Set(sources?.articles.keys())
  const stories = gone.flatMap(({ id, path }) => (seen.has(path) && !known.has(id) ? [id] : []))
  if (stories.length === 0) return before
  for (const { path } of record.values()) seen.delete(path)
  return [...before, { stories, filesBefore: [...seen] }]
}

/** What is known of missing stories: their last good version, else the page that is published still. */
function lostStories(
  gone: readonly RecordEntry[],
  {
    paths,
    lastGood,
    formerSite,
    filesBefore,
  }: PublishedBefore & { readonly filesBefore: ReadonlyMap<string, ReadonlySet<SourcePath>> },
): readonly LostStory[] {
  const parse = articleParser({ site: formerSite(), excerptOf })
  return gone.map(entry => {
    const { id, path, hash, permalink, published } = entry
    const good = lastGood(path)
    const bytes = good?.hash === hash ? Buffer.from(good.source) : undefined
    const story = bytes && parse({ path, bytes, hash }).story
    const others = filesBefore.get(id) ?? new Set()
    if (!bytes || story?.kind !== 'article')
      return { entry, others, known: publishedText(paths.out, permalink), date: published }
    const known = { title: story.title, text: bodyOf(bytes, story.source.bodyLine) }
    return { entry, others, known, date: story.date.at }
  })
}

/** The files of which nothing is published, one at a time: a whole newsroom may be new. */
function* newFiles({ read, articles }: NewsroomNow, { record }: PublishedBefore): Generator<NewFile> {
  const ids = new Map(articles.map(({ id, path }) => [path, id]))
  for (const story of read.newsroom.articles) {
    const id = ids.get(story.path)
    const isNew = id !== undefined && !record.has(id) && story.givenId === undefined && !read.replaced.has(story.path)
    const text = isNew ? textOf(story, read) : undefined
    if (id === undefined || text === undefined) continue
    const { path, permalink, title, date } = story
    yield { path, id, permalink, title, date: date.at, text }
  }
}

/** A story's body; undefined where its file went away meanwhile. */
function textOf({ path, source }: ParsedArticle, { files }: ReadNewsroom): string | undefined {
  const file = files.get(path)
  const read = file && readSource({ path, onDisk: file.onDisk })
  return read && 'bytes' in read ? bodyOf(read.bytes, source.bodyLine) : undefined
}
