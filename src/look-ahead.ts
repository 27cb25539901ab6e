import { join } from 'node:path'
import { settle } from './build.ts'
import { outPathOf, type SourcePath } from './model/address.ts'
import type { Article } from './model/article.ts'
import type { Diagnostic } from './model/diagnostic.ts'
import type { Edition } from './model/edition.ts'
import type { Instant } from './model/instant.ts'
import type { Site } from './model/site.ts'
import { withFormerTexts } from './store/former-texts.ts'
import { lastGoodIn } from './store/last-good.ts'
import { openOut } from './store/out-folder.ts'
import type { Paths } from './store/paths.ts'
import { publicVersions } from './store/public-versions.ts'
import { LAST_GOOD_FILE, readingAnew, readNewsroom } from './store/read-newsroom.ts'
import { readSiteFile } from './store/read-site-file.ts'
import { startingRecord } from './store/starting-record.ts'

/** What a newsroom is at an instant, without a look at its bodies. */
export type Outlook =
  | {
      readonly kind: 'seen'
      readonly site: Site
      readonly edition: Edition
      /** Stories of it that are not public, where anything is. */
      readonly overdue: readonly Article[]
      /** Mistakes in front matter and between files. */
      readonly diagnostics: readonly Diagnostic[]
    }
  /** The newsroom's own description has errors. */
  | { readonly kind: 'misconfigured'; readonly diagnostics: readonly Diagnostic[] }

/** Reads a newsroom's front matter and settles what is public at an instant, and what is to come. Writes nothing. */
export async function lookAhead({
  paths,
  asOf,
  record,
}: {
  readonly paths: Paths
  readonly asOf: (timezone: string) => Instant
  /** Where else the record is kept or comes from (`startingRecord`). */
  readonly record: string | undefined
}): Promise<Outlook> {
  const { site, diagnostics } = readSiteFile(paths.articles)
  if (!site) return { kind: 'misconfigured', diagnostics }
  const standing = openOut(paths.out)
  const known = await startingRecord(standing, record)
  const isPublic = publicVersions({ ...standing, record: known })
  const lastGood = lastGoodIn(join(paths.state, LAST_GOOD_FILE))
  const formerSite = (): Site => withFormerTexts(site, paths)
  const inputs = { site, record: known, asOf: asOf(site.timezone), accept: false }
  const seen = (
    restore: readonly SourcePath[],
  ): { readonly read: readonly Diagnostic[]; readonly settled: ReturnType<typeof settle> } => {
    const read = readNewsroom(paths.articles, { ...readingAnew(site), lastGood, formerSite, isPublic, restore })
    return { read: read.diagnostics, settled: settle(read.newsroom, inputs) }
  }
  const first = seen([])
  const { missing } = first.settled
  // A public story whose file is gone stays public: what is to become of it is to come as well.
  const { read, settled } = missing.length === 0 ? first : seen(missing.map(({ path }) => path))
  const { edition } = settled
  const isOut = ({ permalink }: Article): boolean => standing.manifest?.has(outPathOf(permalink)) !== false
  const overdue = edition.released.filter(story => !isOut(story))
  return { kind: 'seen', site, edition, overdue, diagnostics: [...diagnostics, ...read, ...settled.diagnostics] }
}
