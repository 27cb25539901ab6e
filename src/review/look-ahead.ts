import { settle } from '../engine/build.ts'
import { renamedStories } from '../engine/renamed-stories.ts'
import { outPathOf, type SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Edition, Upcoming } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { Site } from '../model/site.ts'
import { type OutFolder, openOut } from '../output/out-folder.ts'
import { publicVersions } from '../output/public-versions.ts'
import { startingRecord } from '../output/starting-record.ts'
import { renamedFiles } from '../record/renamed.ts'
import { type ReadNewsroom, readingAnew, readNewsroom } from '../sources/read-newsroom.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import { lastGoodIn } from '../state/last-good.ts'
import type { Paths } from '../state/paths.ts'
import { rememberedUpcoming } from '../state/releases.ts'
import { reachedInstant, readHeld, withFormerTexts } from '../state/remembered.ts'

/** What a newsroom is at an instant, without a look at its bodies. */
export type Outlook =
  | {
      readonly kind: 'seen'
      readonly site: Site
      readonly edition: Edition
      /** What should have happened by now and has not, where anything is public, soonest first. */
      readonly overdue: readonly Overdue[]
      /** Files that are held back since they may be published stories whose files are gone. */
      readonly renamed: ReadonlySet<SourcePath>
      /** Mistakes in front matter and between files. */
      readonly diagnostics: readonly Diagnostic[]
    }
  /** The newsroom's own description has errors. */
  | { readonly kind: 'misconfigured'; readonly diagnostics: readonly Diagnostic[] }

/** Something that is due and not done; `held` where the last publish held the story back. */
export interface Overdue extends Upcoming {
  readonly held: boolean
}

/** Reads a newsroom's front matter and settles what is public at an instant, and what is to come. Writes nothing. */
export async function lookAhead({
  paths,
  at,
  record,
}: {
  readonly paths: Paths
  /** Another instant than the present, by the newsroom's zone. */
  readonly at: ((timezone: string) => Instant) | undefined
  /** Where else the record is kept or comes from (`startingRecord`). */
  readonly record: string | undefined
}): Promise<Outlook> {
  const { site, diagnostics } = readSiteFile(paths.articles)
  if (!site) return { kind: 'misconfigured', diagnostics }
  const standing = openOut(paths.out)
  const known = await startingRecord(standing, record)
  const isPublic = publicVersions({ ...standing, record: known })
  const lastGood = lastGoodIn(paths)
  const formerSite = (): Site => withFormerTexts(site, paths)
  const asOf = at?.(site.timezone) ?? Date.now()
  const inputs = {
    site,
    record: known,
    asOf,
    reached: at ? asOf : reachedInstant(paths, { now: asOf, record: standing.record }),
    accept: false,
  }
  const seen = (
    restore: readonly SourcePath[],
  ): { readonly read: ReadNewsroom; readonly settled: ReturnType<typeof settle> } => {
    const read = readNewsroom(paths.articles, { ...readingAnew(site), lastGood, formerSite, isPublic, restore })
    return { read, settled: settle(read.newsroom, inputs) }
  }
  const first = seen([])
  const { missing } = first.settled
  // A public story whose file is gone stays public: what is to become of it is to come as well.
  const { read, settled } = missing.length === 0 ? first : seen(missing.map(({ path }) => path))
  const before = { paths, record: known, lastGood, formerSite }
  const { resemblances } = renamedStories({ ...settled, read, missing }, before)
  const renamed = new Set(resemblances.map(({ file }) => file.path))
  const { edition } = settled
  const overdue = at ? [] : overdueIn(edition, { paths, manifest: standing.manifest, renamed })
  const told = [...diagnostics, ...read.diagnostics, ...settled.diagnostics, ...renamedFiles(resemblances)]
  return { kind: 'seen', site, edition, overdue, renamed, diagnostics: told }
}

/** Stories that are not public; and what was expected of those that are, and no publish has come to since. */
function overdueIn(
  { asOf, released }: Edition,
  {
    paths,
    manifest,
    renamed,
  }: { readonly paths: Paths; readonly manifest: OutFolder['manifest']; readonly renamed: ReadonlySet<SourcePath> },
): readonly Overdue[] {
  if (!manifest) return []
  const held = new Set(readHeld(paths))
  const isOut = ({ permalink }: Article): boolean => manifest.has(outPathOf(permalink))
  const unreleased = released
    .filter(story => !isOut(story))
    .map(
      ({ id, path, title, date }) =>
        ({ kind: 'release', at: date.at, path, title, held: held.has(id) || renamed.has(path) }) as const,
    )
  const stories = new Map(released.map(story => [story.path, story]))
  const undone = rememberedUpcoming(paths)
    .filter(({ kind, at, path }) => kind !== 'release' && at <= asOf && has(stories.get(path), { kind, at }))
    .map(expected => ({ ...expected, held: held.has(stories.get(expected.path)?.id ?? '') }))
  return [...unreleased, ...undone].sort((a, b) => a.at - b.at)
}

/** Whether that has become of a story, as it is to be seen now. */
function has(story: Article | undefined, { kind, at }: Pick<Upcoming, 'kind' | 'at'>): boolean {
  if (!story) return kind === 'expiry'
  if (kind === 'update') return story.updated?.date.at === at
  if (kind === 'correction') return story.corrections.some(({ date }) => date.at === at)
  return kind === 'withdrawal' && story.withdrawn?.date.at === at
}
