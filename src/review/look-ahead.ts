import { publicNewsroom } from '../engine/public-newsroom.ts'
import { outPathOf, type SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Edition, Upcoming } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { Site } from '../model/site.ts'
import { type OutFolder, openOut } from '../output/out-folder.ts'
import { publicVersions } from '../output/public-versions.ts'
import { startingRecord } from '../output/starting-record.ts'
import { readingAnew, readNewsroom } from '../sources/read-newsroom.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import { lastGoodIn } from '../state/last-good.ts'
import type { Paths } from '../state/paths.ts'
import { rememberedUpcoming } from '../state/releases.ts'
import { reachedInstant, readHeld, withFormerTexts } from '../state/remembered.ts'
import { readFailures } from '../state/remembered-failures.ts'

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

/** Reads a newsroom's front matter and computes what is public at an instant, and what is to come. Writes nothing. */
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
  const asOf = at?.(site.timezone) ?? Date.now()
  const reached = at ? asOf : reachedInstant(paths, { now: asOf, record: standing.record })
  using lastGood = lastGoodIn(paths)
  const formerSite = (): Site => withFormerTexts(site, paths)
  const isPublic = publicVersions({ ...standing, record: known })
  // A version that fails gives way to the one that readers have. A new story has none, and stays on the schedule.
  const failed = new Map([...readFailures(paths, asOf)].filter(([, { path }]) => lastGood(path) !== undefined))
  const newsroom = publicNewsroom(
    {
      paths,
      edition: { site, record: known, asOf, reached, accept: false },
      lastGood,
      formerSite,
      holds: false,
      heldBefore: [],
    },
    wanted => readNewsroom(paths.articles, { ...readingAnew(site), lastGood, formerSite, isPublic, failed, ...wanted }),
  )
  const { computed, obstacles } = newsroom
  const renamed = new Set(obstacles.renamed.keys())
  const { edition } = computed
  const overdue = at ? [] : overdueIn(edition, { paths, manifest: standing.manifest, renamed })
  // A story whose file is gone is shown by its last good version: nothing of it is missing here.
  const isMissingFile = ({ severity, code }: Diagnostic): boolean => severity === 'error' && code === 'removed'
  const told = [...diagnostics, ...newsroom.diagnostics.filter(diagnostic => !isMissingFile(diagnostic))]
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
