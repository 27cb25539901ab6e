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

/** The files of the last publish, as far as that tells which ones may be missing stories. */
export interface FilesBefore {
  readonly has: (path: SourcePath) => boolean
  /** Files of which nothing was public. */
  readonly unpublished: () => readonly SourcePath[]
}

/** What is known of a newsroom as it was published. */
export interface PublishedBefore {
  readonly paths: Pick<Paths, 'out' | 'state' | 'cache'>
  readonly record: PublicationRecord
  /** What was read of its files then; looked up in the cache when absent. */
  readonly sources?: SourceMemory | undefined
  /** The same for who knows it otherwise. */
  readonly filesBefore?: FilesBefore
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
  const others = new Map(
    missing.flatMap(({ stories, filesBefore }) => {
      const paths = new Set(filesBefore)
      return stories.map(id => [id, paths] as const)
    }),
  )
  const fresh = newStories(now, before)
  // Mostly no file is new: then nobody needs to read the missing stories.
  if (fresh.length === 0) return { resemblances: [], missing }
  return { resemblances: resemblancesOf(lostStories(gone, { ...before, others }), newFiles(fresh, read)), missing }
}

/** Adds the files that `renamedStories` found, by path; whether there is one. */
export function noteRenamed(renamed: Map<SourcePath, Resemblance>, { resemblances }: RenamedStories): boolean {
  for (const resemblance of resemblances) renamed.set(resemblance.file.path, resemblance)
  return resemblances.length > 0
}

/** The stories that are missing: those that were, and those that the last publish had seen, with the unpublished files beside them. */
function missingAfter(
  gone: readonly RecordEntry[],
  { paths, record, sources, filesBefore = filesIn(sources ?? readMemory(paths).sources, record) }: PublishedBefore,
): readonly MissingStories[] {
  const ids = new Set(gone.map(({ id }) => id))
  const before = readMissing(paths)
    .map(({ stories, filesBefore }) => ({ stories: stories.filter(id => ids.has(id)), filesBefore }))
    .filter(({ stories }) => stories.length > 0)
  const known = new Set(before.flatMap(({ stories }) => stories))
  const stories = gone.flatMap(({ id, path }) => (!known.has(id) && filesBefore.has(path) ? [id] : []))
  return stories.length === 0 ? before : [...before, { stories, filesBefore: filesBefore.unpublished() }]
}

function filesIn(sources: SourceMemory | undefined, record: PublicationRecord): FilesBefore {
  return {
    has: path => sources?.articles.has(path) === true,
    unpublished: () => {
      const seen = new Set(sources?.articles.keys())
      for (const { path, gone } of record.values()) if (gone === undefined) seen.delete(path)
      return [...seen]
    },
  }
}

/** What is known of missing stories: their last good version, else the page that is published still. */
function lostStories(
  gone: readonly RecordEntry[],
  { paths, lastGood, formerSite, others }: PublishedBefore & { readonly others: ReadonlyMap<string, ReadonlySet<SourcePath>> },
): readonly LostStory[] {
  const parse = articleParser({ site: formerSite(), excerptOf })
  return gone.map(entry => {
    const { id, path, hash, permalink, published } = entry
    const good = lastGood(path)
    const bytes = good?.hash === hash ? Buffer.from(good.source) : undefined
    const story = bytes && parse({ path, bytes, hash }).story
    const seen = { entry, others: others.get(id) ?? new Set<SourcePath>() }
    if (!bytes || story?.kind !== 'article') return { ...seen, known: publishedText(paths.out, permalink), date: published }
    const known = { title: story.title, text: bodyOf(bytes, story.source.bodyLine) }
    return { ...seen, known, date: story.date.at }
  })
}

type NewStory = Omit<NewFile, 'date' | 'text'> & Pick<ParsedArticle, 'date' | 'source'>

/** The stories of which nothing is published. */
function newStories({ read, articles }: NewsroomNow, { record }: PublishedBefore): readonly NewStory[] {
  const ids = new Map(articles.map(({ id, path }) => [path, id]))
  return read.newsroom.articles.flatMap(story => {
    const id = ids.get(story.path)
    const isNew = id !== undefined && !record.has(id) && story.givenId === undefined && !read.replaced.has(story.path)
    return isNew ? [{ ...story, id }] : []
  })
}

/** Their files, one at a time: a whole newsroom may be new. */
function* newFiles(stories: readonly NewStory[], read: ReadNewsroom): Generator<NewFile> {
  for (const story of stories) {
    const text = textOf(story, read)
    const { path, id, permalink, title, date } = story
    if (text !== undefined) yield { path, id, permalink, title, date: date.at, text }
  }
}

/** A story's body; undefined where its file went away meanwhile. */
function textOf({ path, source }: NewStory, { files }: ReadNewsroom): string | undefined {
  const file = files.get(path)
  const read = file && readSource({ path, onDisk: file.onDisk })
  return read && 'bytes' in read ? bodyOf(read.bytes, source.bodyLine) : undefined
}
