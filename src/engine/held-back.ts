import { posix } from 'node:path'
import { permalinkOf } from '../article/permalink.ts'
import { readName } from '../fields/read-name.ts'
import { isStandingPage, type OutPath, outPathOf, PAGES_FOLDER, type SitePath, type SourcePath } from '../model/address.ts'
import type { PublicationRecord } from '../model/record.ts'
import { isArticleFile } from '../sources/list-files.ts'
import type { ReadNewsroom } from '../sources/read-newsroom.ts'

/**
 * What stays in `out/` though nothing of this publish makes it: the pages of stories and standing pages that cannot be read
 * now, with no good version at hand, and the files beside them, which those pages may show. So nothing is lost before it is
 * mended. A path that was never published means nothing here.
 */
export function heldBack(
  { files, newsroom }: ReadNewsroom,
  { record, lang }: { readonly record: PublicationRecord; readonly lang: string },
): readonly OutPath[] {
  const readable = new Set([...newsroom.articles, ...newsroom.standing].map(({ path }) => path))
  const unreadable = [...files.keys()].filter(path => isArticleFile(path) && !readable.has(path))
  if (unreadable.length === 0) return []
  const recorded = new Map(
    [...record.values()].flatMap(({ path, permalink, gone }) => (gone === undefined ? [[path, permalink] as const] : [])),
  )
  const broken = unreadable.flatMap(path => {
    const permalink = recorded.get(path) ?? standingPermalink(path, lang)
    return permalink === undefined ? [] : [{ path, permalink }]
  })
  if (broken.length === 0) return []
  const folders = new Set(broken.map(({ path }) => posix.dirname(path)))
  return [
    ...broken.map(({ permalink }) => outPathOf(permalink)),
    ...[...files.keys()].filter(path => folders.has(posix.dirname(path)) && !path.endsWith('.md')),
  ]
}

/** The record knows stories alone: where a standing page was is told by its name. */
function standingPermalink(path: SourcePath, own: string): SitePath | undefined {
  if (!isStandingPage(path)) return undefined
  const { story, lang = own } = readName(path.slice(PAGES_FOLDER.length))
  return permalinkOf({ story, prefix: lang === own ? undefined : lang, slug: undefined })
}
