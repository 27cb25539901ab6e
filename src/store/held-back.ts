import { posix } from 'node:path'
import { permalinkOf, readName } from '../article/permalink.ts'
import { type OutPath, outPathOf, type SitePath, type SourcePath } from '../model/address.ts'
import { goneFirst, type PublicationRecord } from '../model/record.ts'
import { isArticleFile } from './list-files.ts'
import type { ReadNewsroom } from './read-newsroom.ts'

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
  const recorded = new Map(goneFirst(record).map(entry => [entry.path, entry]))
  const broken = [...files.keys()].filter(path => isArticleFile(path) && !readable.has(path))
  if (broken.length === 0) return []
  // Beside one that was never public, or is public no more, nothing is its own that readers have.
  const mayShow = (path: SourcePath): boolean => {
    const entry = recorded.get(path)
    return entry ? entry.gone === undefined : path.startsWith(PAGES)
  }
  const folders = new Set(broken.filter(mayShow).map(path => posix.dirname(path)))
  return [
    ...broken.flatMap(path => {
      const permalink = recorded.get(path)?.permalink ?? standingPermalink(path, lang)
      return permalink === undefined ? [] : [outPathOf(permalink)]
    }),
    ...[...files.keys()].filter(path => folders.has(posix.dirname(path)) && !path.endsWith('.md')),
  ]
}

const PAGES = 'pages/'

/** The record knows stories alone: where a standing page was is told by its name. */
function standingPermalink(path: SourcePath, own: string): SitePath | undefined {
  if (!path.startsWith(PAGES)) return undefined
  const { story, lang = own } = readName(path.slice(PAGES.length))
  return permalinkOf({ story, prefix: lang === own ? undefined : lang, slug: undefined })
}
