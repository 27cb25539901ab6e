import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { articleParser, type ParsedArticle } from '../article/parse-article.ts'
import { excerptOf } from '../markdown/excerpt.ts'
import { type OutPath, outPathOf, type SourcePath } from '../model/address.ts'
import type { Article, SourceVersion } from '../model/article.ts'
import type { ArticlePage, Page } from '../model/page.ts'
import type { Known } from '../plan/plan-publish.ts'
import type { StoredEntry } from '../plan/stored-entry.ts'
import { ifThere } from '../platform/if-there.ts'
import { DamagedStore, EntryReader } from '../render/entry-store.ts'
import { type ListedFile, listFile } from '../sources/list-files.ts'
import { type ParsedStory, readAgain } from '../sources/read-again.ts'
import type { Paths } from '../state/paths.ts'
import type { Ground } from './ground.ts'

/** A story of which the body changed and nothing else. */
export interface Edit {
  readonly file: ListedFile
  readonly parsed: ParsedStory & { readonly story: ParsedArticle }
  /** Its page with another body, and what is known of it as it stands. */
  readonly page: ArticlePage
  readonly path: OutPath
  readonly known: Known
}

/** The edits of these files, if they are edits of bodies of published stories and nothing else. */
export function editsOf(
  changed: readonly SourcePath[],
  { ground, paths }: { readonly ground: Ground; readonly paths: Paths },
): readonly Edit[] | undefined {
  const parse = articleParser({ site: ground.site, excerptOf })
  using reader = new EntryReader([paths.entries])
  const edits: Edit[] = []
  for (const path of changed) {
    const listed = ground.fileOf(path)
    const file = listFile(path, listed?.onDisk ?? join(paths.articles, path))
    // A file that was never known and is gone: an editor's, which writes beside a file before it replaces it.
    if (!listed && !file && !isToldOf(path, { ground, paths })) continue
    const edit = file && editOf(file, { ground, parse, reader })
    if (!edit) return undefined
    edits.push(edit)
  }
  return edits
}

/** Whether something stands there that is no file, or stood there and was told of as a mistake. */
function isToldOf(path: SourcePath, { ground, paths }: { readonly ground: Ground; readonly paths: Paths }): boolean {
  const isThere = ifThere(() => lstatSync(join(paths.articles, path))) !== undefined
  return isThere || ground.standstill.diagnostics.some(diagnostic => diagnostic.path === path)
}

function editOf(
  file: ListedFile,
  {
    ground,
    parse,
    reader,
  }: { readonly ground: Ground; readonly parse: ReturnType<typeof articleParser>; readonly reader: EntryReader },
): Edit | undefined {
  const before = ground.article(file.path)
  const parsed = readAgain(file, { before, parse })
  const { story } = parsed ?? {}
  if (!before?.story || !parsed || story?.kind !== 'article') return undefined
  if (!differInBody(story.source, before.story.source)) return undefined
  // A draft or a story to come is edited in peace; that is for a whole publish to look at.
  const path = outPathOf(story.permalink)
  const known = ground.known(path)
  const page = known?.entry && pageOf(known.entry, reader)
  if (!known || page?.kind !== 'article' || page.article.path !== file.path) return undefined
  // Its page shows the notice, whatever its body says; and lines move of which something is told.
  if (page.article.withdrawn || known.diagnostics.length > 0) return undefined
  const article: Article = { ...page.article, source: story.source }
  return { file, parsed: { ...parsed, story }, page: { ...page, article }, path, known }
}

/** Where lines moved, what is told of the front matter stands at others. */
function differInBody(a: SourceVersion, b: SourceVersion): boolean {
  return a.facts === b.facts && a.bodyLine === b.bodyLine
}

/** Undefined where the store of entries is damaged, which is for a whole publish to mend. */
function pageOf(entry: StoredEntry, reader: EntryReader): Page | undefined {
  try {
    return reader.readPage(entry)
  } catch (error) {
    if (error instanceof DamagedStore) return undefined
    throw error
  }
}
