import type { ParsedArticle } from '../article/parse-article.ts'
import { outPathOf } from '../model/address.ts'
import type { StandingPage } from '../model/article.ts'
import type { OutFolder } from './out-folder.ts'

/** Tells whether a version of a story or page is the one that readers have. */
export type IsPublicVersion = (version: ParsedArticle | StandingPage) => boolean

/**
 * Of stories the record tells which version is public, of pages the manifest whether they are. A last good version may stand in for
 * nothing else: what was taken out, withdrawn or put off since must not come back by a mistake that is made later.
 */
export function publicVersions({ record, manifest }: Pick<OutFolder, 'record' | 'manifest'>): IsPublicVersion {
  let versions: ReadonlySet<string> | undefined
  return version => {
    if (version.kind === 'standing') return manifest?.has(outPathOf(version.permalink)) === true
    // Mostly nobody asks.
    versions ??= new Set(
      [...record.values()].flatMap(({ path, hash, gone }) => (gone === undefined ? [`${hash} ${path}`] : [])),
    )
    return versions.has(`${version.source.hash} ${version.path}`)
  }
}
