import { hash } from 'node:crypto'
import { posix } from 'node:path'
import type { Newsroom } from '../article/newsroom.ts'
import { articleParser, type Parsed, type ParsedArticle } from '../article/parse-article.ts'
import { unknownTopics } from '../article/unknown-topics.ts'
import type { StoredImage } from '../images/image-store.ts'
import { measureOpened } from '../images/measure-image.ts'
import { isPublishable, mediaType } from '../images/media-types.ts'
import { suggestTargets } from '../links/suggest-targets.ts'
import { excerptOf } from '../markdown/excerpt.ts'
import { isStaticFile, type SourcePath, STATIC_FOLDER } from '../model/address.ts'
import type { StandingPage } from '../model/article.ts'
import type { PublishedFile } from '../model/body.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Site } from '../model/site.ts'
import type { IsPublicVersion } from '../output/public-versions.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { type FolderReader, LinkRefused, openWithin, readWithin, type Within } from '../platform/open-within.ts'
import type { LastGood } from '../state/last-good.ts'
import { type Failures, failureKey } from '../state/remembered-failures.ts'
import { isArticleFile, type ListedFile, type Listing, listFiles, refusedLink } from './list-files.ts'
import { emptyMemory, type Read, rememberedMark, type SourceMemory } from './source-memory.ts'
import { unpublishedFiles } from './unpublished-files.ts'

/** A newsroom, how to find its files again, and every mistake in it. */
export interface ReadNewsroom {
  readonly newsroom: Newsroom
  readonly listing: Listing
  /** All files of the newsroom by path, with their names on disk. */
  readonly files: ReadonlyMap<SourcePath, ListedFile>
  /** Texts that are not those on disk: last good versions, by path. */
  readonly replaced: ReadonlyMap<SourcePath, string>
  /** Images as they are published, as far as they were made; undefined where images are shown as they are. */
  readonly images?: ReadonlyMap<SourcePath, StoredImage>
  readonly diagnostics: readonly Diagnostic[]
  /** What was read, for the next time. */
  readonly memory: SourceMemory
}

const MAX_ARTICLE_BYTES = 12 * 1024 * 1024

/** What reading a newsroom needs. */
export interface ReadContext {
  readonly site: Site
  readonly memory: SourceMemory
  readonly lastGood: LastGood
  /** The site as last good versions may know it (`withFormerTexts`). */
  readonly formerSite: () => Site
  /** Whether a last good version may stand in (`publicVersions`). */
  readonly isPublic: IsPublicVersion
  readonly failed: Failures
  readonly restore: readonly SourcePath[]
  readonly hold: ReadonlySet<SourcePath>
  /** Notes what could be better as well; `memory`, which knows nothing of that, is neither used nor filled. */
  readonly thorough?: boolean
  /** The newsroom's files, for who knows them already. */
  readonly listing?: Listing
}

/** For a reading by itself: it knows of no earlier one, and nothing stands in for a file. */
export function readingAnew(site: Site): ReadContext {
  return {
    site,
    memory: emptyMemory(''),
    lastGood: () => undefined,
    formerSite: () => site,
    isPublic: () => false,
    failed: new Map(),
    restore: [],
    hold: new Set(),
  }
}

/**
 * Pass one: reads the front matter of every article that changed since `memory`. An article with errors, or in `failed` for
 * what its body did, is replaced by its last good version where there is one; so is one in `restore`, whose file is gone, and
 * one in `hold`, whose change is held back.
 */
export function readNewsroom(root: string, context: ReadContext): ReadNewsroom {
  const reading = readInSteps(root, context)
  for (let step = reading.next(); ; step = reading.next()) if (step.done) return step.value
}

/** `readNewsroom`, an article at a time, for who has something to do meanwhile. */
export function* readInSteps(root: string, context: ReadContext): Generator<ParsedArticle, ReadNewsroom> {
  const listing = context.listing ?? listFiles(root)
  const { files: listed, diagnostics: unsafe } = listing
  const files = new Map(listed.map(file => [file.path, file]))
  const diagnostics: Diagnostic[] = [...unsafe]
  const replaced = new Map<SourcePath, string>()
  const { thorough = false } = context
  const memory = thorough ? emptyMemory(context.memory.siteKey) : context.memory
  const parse = articleParser({ site: context.site, excerptOf, thorough })
  const remembered = new Map<SourcePath, Read<Parsed>>()
  const articles: ParsedArticle[] = []
  const standing: StandingPage[] = []
  const keep = (story: Parsed['story']): void => {
    if (story?.kind === 'article') articles.push(story)
    else if (story) standing.push(story)
  }
  let parseGood: typeof parse | undefined
  const keepLastGood = (path: SourcePath): void => {
    const good = context.lastGood(path)
    if (!good || context.failed.has(failureKey({ path, hash: good.hash }))) return
    parseGood ??= articleParser({ site: context.formerSite(), excerptOf, wasGood: true })
    const { story } = parseGood({ path, bytes: Buffer.from(good.source), hash: good.hash })
    if (!story || !context.isPublic(story)) return
    replaced.set(path, good.source)
    keep(story)
  }
  const sources = listed.filter(({ path }) => isArticleFile(path))
  for (const { path, onDisk, mark, settled } of sources) {
    const before = memory.articles.get(path)
    const read = before?.mark === mark ? before.value : readSource({ path, onDisk })
    const parsed = 'severity' in read ? { story: undefined, diagnostics: [read] } : 'bytes' in read ? parse(read) : read
    if (read === before?.value && settled) remembered.set(path, before)
    else if (!('severity' in read)) remembered.set(path, { mark: rememberedMark({ mark, settled }), value: parsed })
    // Mostly none has.
    const failure =
      context.failed.size > 0 && parsed.story && context.failed.get(failureKey({ path, hash: parsed.story.source.hash }))
    diagnostics.push(...parsed.diagnostics, ...(failure ? failure.diagnostics : []))
    if (parsed.story && !failure && !context.hold.has(path)) keep(parsed.story)
    else keepLastGood(path)
    if (parsed.story?.kind === 'article') yield parsed.story
  }
  for (const path of context.restore) if (!files.has(path)) keepLastGood(path)
  diagnostics.push(...unpublishedFiles(listed, { articles, textOf }))
  // A check has said so at every story.
  if (!thorough) diagnostics.push(...unknownTopics(articles, context.site))
  const media = publishedFiles(files, memory.media)
  const images = mediaOf(articles, { files, media, diagnostics })
  return {
    newsroom: {
      articles,
      standing,
      sources: new Set(sources.map(({ path }) => path)),
      unseen: listing.unseen,
      statics: staticsOf(listed),
      images,
    },
    listing,
    files,
    replaced,
    diagnostics,
    memory: thorough ? memory : { siteKey: memory.siteKey, articles: remembered, media: media.remembered },
  }
}

/** Reads an article's file, or says why not. */
export function readSource(
  { path, onDisk }: Within,
  read: FolderReader['read'] = readWithin,
): Parameters<ReturnType<typeof articleParser>>[0] | Diagnostic {
  const broken = (code: Diagnostic['code'], message: string, remedy: string): Diagnostic => ({
    severity: 'error',
    code,
    path,
    line: 1,
    column: 1,
    message,
    remedy,
  })
  try {
    const bytes = read({ path, onDisk })
    if (bytes.length > MAX_ARTICLE_BYTES)
      return broken(
        'too-large',
        `${Math.round(bytes.length / 1024 / 1024)} MB are too much for an article`,
        'keep it under 12 MB; put images and data in files of their own',
      )
    return { path, bytes, hash: hash('sha256', bytes, 'hex') }
  } catch (error) {
    if (error instanceof LinkRefused) return refusedLink(path)
    if (!isSystemError(error, 'EACCES', 'EPERM', 'ENOENT', 'EIO')) throw error
    return broken('unreadable', `the file cannot be read (${error.code})`, 'check who may read it')
  }
}

function textOf(file: ListedFile): string | undefined {
  const read = readSource(file)
  return 'bytes' in read ? Buffer.from(read.bytes).toString('utf8') : undefined
}

function staticsOf(files: readonly ListedFile[]): Newsroom['statics'] {
  const statics = files.filter(({ path }) => isStaticFile(path))
  return new Map(statics.map(({ path, mark }) => [path.slice(STATIC_FOLDER.length), { source: path, version: mark }]))
}

/** Main images and attachments as they are published; what is not there, or may not be, is noted at its article. */
function mediaOf(
  articles: readonly ParsedArticle[],
  {
    files,
    media: published,
    diagnostics,
  }: {
    readonly files: ReadonlyMap<SourcePath, ListedFile>
    readonly media: PublishedFiles
    readonly diagnostics: Diagnostic[]
  },
): ReadonlyMap<SourcePath, PublishedFile> {
  const media = new Map<SourcePath, PublishedFile>()
  const meantBy = suggestTargets({ pages: new Map(), addresses: new Map(), files })
  const add = (
    source: SourcePath,
    { path, field, wanted }: { readonly path: SourcePath; readonly field: string; readonly wanted: 'image' | 'file' },
  ): void => {
    const file = media.get(source) ?? published.get(source)
    if (file && (wanted === 'file' || file.width !== undefined)) media.set(source, file)
    else {
      const there = files.has(source)
      const meant = there ? undefined : meantBy(path, posix.relative(posix.dirname(path), source))
      diagnostics.push(missingFile({ path, field, source, wanted, there, meant }))
    }
  }
  for (const { path, image, attachments } of articles) {
    if (image) add(image.path, { path, field: 'image.src', wanted: 'image' })
    for (const [index, attachment] of attachments.entries())
      add(attachment.path, { path, field: `attachments.${index}.src`, wanted: 'file' })
  }
  return media
}

interface Missing {
  readonly path: SourcePath
  readonly field: string
  readonly source: SourcePath
  readonly wanted: 'image' | 'file'
  readonly there: boolean
  /** The file that was likely meant by one that is not there, as it is to be written. */
  readonly meant: string | undefined
}

function missingFile({ path, field, source, wanted, there, meant }: Missing): Diagnostic {
  const what = wanted === 'image' ? 'an image' : 'a file'
  const kinds = wanted === 'image' ? 'a PNG, JPEG, WebP, AVIF or GIF' : 'a document, an image or a recording'
  return {
    severity: 'warning',
    code: 'missing-file',
    path,
    line: 1,
    column: 1,
    field,
    message: there ? `${source} is not ${what} that can be published` : `there is no file ${source}`,
    remedy: meant === undefined ? `put ${kinds} beside the article` : `did you mean ${meant}?`,
  }
}

interface PublishedFiles {
  readonly get: (source: SourcePath) => PublishedFile | undefined
  /** What was asked for, for the next time. */
  readonly remembered: SourceMemory['media']
}

/** Looks files up as they are published, those that changed since `before` anew. */
function publishedFiles(files: ReadonlyMap<SourcePath, ListedFile>, before: SourceMemory['media']): PublishedFiles {
  const remembered = new Map<SourcePath, Read<PublishedFile | undefined>>()
  const get = (source: SourcePath): PublishedFile | undefined => {
    const file = files.get(source)
    if (!file) return undefined
    const known = before.get(source)
    try {
      const value = known?.mark === file.mark ? known.value : publishedFile(file)
      remembered.set(source, { mark: rememberedMark(file), value })
      return value
    } catch (error) {
      // What is said of a link holds for no file.
      if (error instanceof LinkRefused) return undefined
      throw error
    }
  }
  return { get, remembered }
}

/** A file of the newsroom as it is published: where its source says, with its size; an image with its measures. */
export function publishedFile({ path, onDisk }: ListedFile): PublishedFile | undefined {
  if (!isPublishable(path)) return undefined
  const type = mediaType(path)
  using opened = openWithin({ path, onDisk })
  const measures = type.startsWith('image/') ? measureOpened(opened) : undefined
  return { path: `/${path}`, type, lengthBytes: opened.stats.size, width: measures?.width, height: measures?.height }
}
