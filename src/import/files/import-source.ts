import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { isPublishable } from '../../images/media-types.ts'
import type { SourcePath } from '../../model/address.ts'
import type { Site } from '../../model/site.ts'
import { writeNew } from '../../platform/write-new.ts'
import { importedArticle } from '../imported-article.ts'
import { type ImportPlan, planImport } from '../plan-import.ts'
import type { Source } from '../source.ts'
import { refuseOtherLanguage } from '../story-language.ts'
import { wantedFiles } from '../wanted-files.ts'
import { fileBringer } from './bring-files.ts'
import { isPlaceholder } from './placeholders.ts'
import { readIds, readSource } from './read-source.ts'
import { receivingNewsroom } from './receiving-newsroom.ts'

/** What is imported, and into what. */
export interface ImportRequest {
  /** A folder, a file or an `http(s):` address. */
  readonly source: string
  /** A feed that tells by what ids subscribers know the stories: a file or an address. */
  readonly feed: string | undefined
  /** The newsroom's folder. */
  readonly articles: string
  readonly site: Site
  readonly dryRun: boolean
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
}

/** A story or page of the source: where it went, and what could not be carried. */
export interface ImportedFile {
  readonly from: string
  /** Undefined for what did not become an article. */
  readonly path: SourcePath | undefined
  readonly losses: readonly string[]
}

/** The feed that should tell the ids cannot be read: `cause` is what `readIds` threw. */
export class UnreadableFeed extends Error {
  override readonly name = 'UnreadableFeed'
  readonly place: string

  constructor(place: string, { cause }: { readonly cause: unknown }) {
    super(`the feed ${place} cannot be read`, { cause })
    this.place = place
  }
}

/** What an import did, or, in a dry run, would do. */
export interface ImportResult {
  readonly kind: Source['kind']
  /** Old feeds, which subscribers poll. */
  readonly feeds: Source['feeds']
  readonly written: readonly ImportedFile[]
  /** What was in the newsroom already and stays as it is. */
  readonly present: ImportPlan['present']
  /** Placeholders of a new newsroom that gave way. */
  readonly replaced: ImportPlan['replaced']
  /** Of the source itself, and of files in it that became no articles. */
  readonly lost: readonly ImportedFile[]
  /** Images and other files that came along. */
  readonly files: number
}

/**
 * Reads a source, and writes an article for each of its stories that the newsroom has not yet, after the files that it shows. Never
 * touches a file that is there, but for the placeholders of a new newsroom. @throws ImportMistake, DownloadError, UnreadableFeed
 */
export async function importSource(request: ImportRequest): Promise<ImportResult> {
  const { articles, site, dryRun } = request
  const { source, onDisk, ids: built, allowPrivate } = await readSource(request.source, site)
  refuseOtherLanguage(source.stories, site)
  const told = request.feed === undefined ? new Map<string, string>() : await readIdsOf(request.feed, site)
  const plan = planImport(source, receivingNewsroom(articles, site), new Map([...built, ...told]))
  const book = { source, plan, isPublishable }
  const bring = fileBringer({ articles, onDisk, allowPrivate, dryRun })
  const undated = undatedDay(source)
  const written: ImportedFile[] = []
  let files = 0
  if (!dryRun) makeRoom(articles, plan.replaced)
  for (const placed of plan.placed) {
    const brought = await bring(placed.folder, wantedFiles(placed, book))
    const article = importedArticle(placed, { site, book, files: brought.files, undated })
    const isWritten = dryRun || writeNew(join(articles, placed.path), article.text)
    files += brought.files.size
    const losses = [...article.losses, ...brought.losses, ...(isWritten ? [] : ['a file of this name appeared meanwhile'])]
    written.push({ from: placed.story.from, path: placed.path, losses })
    request.onProgress({ done: written.length, total: plan.placed.length })
  }
  const lost = plan.losses.map(({ from, what }): ImportedFile => ({ from, path: undefined, losses: [what] }))
  const { present, replaced } = plan
  return { kind: source.kind, feeds: source.feeds, written, present, replaced, lost, files }
}

/** Takes placeholders away that were not touched meanwhile. */
function makeRoom(articles: string, replaced: readonly SourcePath[]): void {
  for (const path of replaced) {
    const onDisk = join(articles, path)
    if (isPlaceholder({ path, onDisk })) rmSync(onDisk)
  }
}

async function readIdsOf(feed: string, site: Site): Promise<ReadonlyMap<string, string>> {
  try {
    return await readIds(feed, site)
  } catch (error) {
    throw new UnreadableFeed(feed, { cause: error })
  }
}

// Older than any story of a newsroom, so that a draft of it is plainly none of today.
const NO_DAY = '2000-01-01'

/** The day of stories without a date: that of the newest with one. */
function undatedDay({ stories }: Source): string {
  const days = stories.flatMap(({ date }) => date?.slice(0, 10) ?? []).sort()
  return days.at(-1) ?? NO_DAY
}
