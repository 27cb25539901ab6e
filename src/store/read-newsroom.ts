import { hash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { articleParser, type Parsed, type ParsedArticle } from '../article/parse-article.ts'
import type { Newsroom } from '../build.ts'
import { excerptOf } from '../markdown/excerpt.ts'
import type { SourcePath } from '../model/address.ts'
import type { StandingPage } from '../model/article.ts'
import type { PublishedFile } from '../model/body.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Site } from '../model/site.ts'
import { isSystemError } from './environment-error.ts'
import type { GoodSource, LastGood } from './last-good.ts'
import { listFiles } from './list-files.ts'
import { measureImage } from './measure-image.ts'
import { isPublishable, mediaType } from './media-types.ts'

/** A newsroom, how to find its files again, and every mistake in it. */
export interface ReadNewsroom {
  readonly newsroom: Newsroom
  /** All files of the newsroom by path, with their names on disk. */
  readonly files: ReadonlyMap<SourcePath, string>
  /** Bodies that are not those on disk: last good versions, by path. */
  readonly replaced: ReadonlyMap<SourcePath, Uint8Array>
  readonly diagnostics: readonly Diagnostic[]
}

const MAX_ARTICLE_BYTES = 12 * 1024 * 1024

/**
 * Pass one: reads every article's front matter. An article with errors, or in `failed` for what its body did, is replaced
 * by its last good version where there is one; so is one in `restore`, whose file is gone, and one in
 * `hold`, whose change is held back.
 */
export function readNewsroom(
  root: string,
  context: {
    readonly site: Site
    readonly lastGood: LastGood
    readonly failed: ReadonlyMap<SourcePath, { readonly hash: string }>
    readonly restore: readonly SourcePath[]
    readonly hold: ReadonlySet<SourcePath>
    /** Notes what could be better as well. */
    readonly thorough?: boolean
  },
): ReadNewsroom {
  const { files: listed, diagnostics: unsafe } = listFiles(root)
  const files = new Map(listed.map(({ path, onDisk }) => [path, onDisk]))
  const diagnostics: Diagnostic[] = [...unsafe]
  const replaced = new Map<SourcePath, Uint8Array>()
  const parse = articleParser({ site: context.site, excerptOf, thorough: context.thorough ?? false })
  const articles: ParsedArticle[] = []
  const standing: StandingPage[] = []
  const keep = (story: Parsed['story']): void => {
    if (story?.kind === 'article') articles.push(story)
    else if (story) standing.push(story)
  }
  const keepLastGood = (path: SourcePath): void => {
    const good = context.lastGood(path)
    if (!good || good.hash === context.failed.get(path)?.hash) return
    replaced.set(path, good.bytes)
    keep(parse({ path, ...good }).story)
  }
  const sources = listed.filter(({ path }) => path.endsWith('.md') && !path.startsWith('static/'))
  for (const { path, onDisk } of sources) {
    const read = readSource(onDisk, path)
    const parsed = 'severity' in read ? { story: undefined, diagnostics: [read] } : parse(read)
    diagnostics.push(...parsed.diagnostics)
    if (parsed.story && !context.hold.has(path) && context.failed.get(path)?.hash !== parsed.story.source.hash)
      keep(parsed.story)
    else keepLastGood(path)
  }
  for (const path of context.restore) if (!files.has(path)) keepLastGood(path)
  const images = mediaOf(articles, { files, diagnostics })
  return {
    newsroom: { articles, standing, sources: new Set(sources.map(({ path }) => path)), statics: staticsOf(files), images },
    files,
    replaced,
    diagnostics,
  }
}

function readSource(onDisk: string, path: SourcePath): Parameters<ReturnType<typeof articleParser>>[0] | Diagnostic {
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
    const bytes = readFileSync(onDisk)
    if (bytes.length > MAX_ARTICLE_BYTES)
      return broken(
        'too-large',
        `${Math.round(bytes.length / 1024 / 1024)} MB are too much for an article`,
        'keep it under 12 MB; put images and data in files of their own',
      )
    return { path, bytes, hash: hash('sha256', bytes, 'hex') }
  } catch (error) {
    if (!isSystemError(error, 'EACCES', 'EPERM', 'ENOENT', 'EIO')) throw error
    return broken('unreadable', `the file cannot be read (${error.code})`, 'check who may read it')
  }
}

function staticsOf(files: ReadonlyMap<SourcePath, string>): Newsroom['statics'] {
  const statics = new Map<string, { source: SourcePath; version: string }>()
  for (const [path, onDisk] of files) {
    if (path.startsWith('static/')) statics.set(path.slice('static/'.length), { source: path, version: versionOf(onDisk) })
  }
  return statics
}

/** A mark of a file's content that costs no read: its size and time of change. */
export function versionOf(onDisk: string): string {
  const { size, mtimeMs } = statSync(onDisk)
  return `${size}-${mtimeMs}`
}

/** Main images and attachments as they are published; what is not there, or may not be, is noted at its article. */
function mediaOf(
  articles: readonly ParsedArticle[],
  { files, diagnostics }: { readonly files: ReadonlyMap<SourcePath, string>; readonly diagnostics: Diagnostic[] },
): ReadonlyMap<SourcePath, PublishedFile> {
  const media = new Map<SourcePath, PublishedFile>()
  const add = (
    source: SourcePath,
    { path, field, wanted }: { readonly path: SourcePath; readonly field: string; readonly wanted: 'image' | 'file' },
  ): void => {
    const published = media.get(source) ?? publishedFile(source, files)
    if (published && (wanted === 'file' || published.width !== undefined)) media.set(source, published)
    else diagnostics.push(missingFile({ path, field, source, wanted, there: files.has(source) }))
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
}

function missingFile({ path, field, source, wanted, there }: Missing): Diagnostic {
  const what = wanted === 'image' ? 'an image' : 'a file'
  return {
    severity: 'warning',
    code: 'missing-file',
    path,
    line: 1,
    column: 1,
    field,
    message: there ? `${source} is not ${what} that can be published` : `there is no file ${source}`,
    remedy:
      wanted === 'image'
        ? 'put a PNG, JPEG, WebP, AVIF or GIF beside the article'
        : 'put a document, an image or a recording beside the article',
  }
}

/** A file of the newsroom as it is published: where its source says, with its size; an image with its measures. */
export function publishedFile(path: SourcePath, files: ReadonlyMap<SourcePath, string>): PublishedFile | undefined {
  const onDisk = files.get(path)
  if (onDisk === undefined || !isPublishable(path)) return undefined
  const type = mediaType(path)
  const measures = type.startsWith('image/') ? measureImage(onDisk) : undefined
  return { path: `/${path}`, type, lengthBytes: statSync(onDisk).size, width: measures?.width, height: measures?.height }
}

/** Name of the file in Courant's own folder that keeps published sources. */
export const LAST_GOOD_FILE = 'last-good.jsonl'

/** The sources of stories as they were published, for keeping; what changed since is passed over. */
export function sourcesOf(
  stories: readonly Pick<StandingPage, 'path' | 'source'>[],
  { files, replaced }: ReadNewsroom,
): readonly GoodSource[] {
  return stories.flatMap(({ path, source }) => {
    const onDisk = files.get(path)
    if (onDisk === undefined || replaced.has(path)) return []
    const read = readSource(onDisk, path)
    return 'severity' in read || read.hash !== source.hash ? [] : [{ path, source: Buffer.from(read.bytes).toString('utf8') }]
  })
}
