import type { ParsedArticle } from '../article/parse-article.ts'
import { outPathOf } from '../model/address.ts'
import type { StandingPage } from '../model/article.ts'
import type { RecordEntry } from '../model/record.ts'
import type { OutFolder } from './out-folder.ts'

/** Tells whether a version of a story or page is the one that readers have. */
export type IsPublicVersion = (version: ParsedArticle | StandingPage) => boolean

/**
 * Of stories the record tells which version is public, of pages the manifest whether they are. A last good version may stand in for
 * nothing else: what was taken out, withdrawn or put off since must not come back by a mistake that is made later. A record that was lost, and
 * rebuilt from feeds, knows a story by its address alone; where the feeds are lost as well, the manifest knows its page.
 */
export function publicVersions({
  record,
  manifest,
  hasRecord = record.size > 0,
}: Pick<OutFolder, 'record' | 'manifest'> & {
  /** Whether anything is recorded: of a part of a record that cannot be seen. */
  readonly hasRecord?: boolean
}): IsPublicVersion {
  let versions: ReadonlySet<string> | undefined
  return version => {
    const page = manifest?.get(outPathOf(version.permalink))
    if (version.kind === 'standing') return page !== undefined
    // What answers is no redirect, and nothing that is gone.
    if (!hasRecord) return page !== undefined && page.answer === undefined
    // Mostly nobody asks.
    versions ??= new Set([...record.values()].flatMap(entry => (entry.gone === undefined ? [versionOf(entry)] : [])))
    return versions.has(`${version.source.hash} ${version.path}`) || versions.has(version.permalink)
  }
}

function versionOf({ path, hash, permalink }: RecordEntry): string {
  return path === '' ? permalink : `${hash} ${path}`
}
