import { assignIds } from '../article/assign-ids.ts'
import type { Newsroom } from '../article/newsroom.ts'
import { prefixChanged } from '../article/prefix-changed.ts'
import { discoveryFiles } from '../discovery/discovery-files.ts'
import { type Claimed, claimAddresses } from '../edition/claim-addresses.ts'
import type { DescribedPage } from '../edition/described-page.ts'
import { editionAt, publicState } from '../edition/edition-at.ts'
import type { FormerPages } from '../edition/former-pages.ts'
import { pagesOf } from '../edition/pages-of.ts'
import { type ReaderTimeInputs, readerTime } from '../edition/reader-time.ts'
import { lateDiagnostics, releaseDates } from '../edition/release-dates.ts'
import { reportedDates, withReportedChannels, withReportedUpdate } from '../edition/reported-updates.ts'
import type { Preview } from '../edition/shown-ahead.ts'
import { toldIn, withTold } from '../edition/told-changes.ts'
import { withTombstones } from '../edition/tombstones.ts'
import { waitingDiagnostics } from '../edition/waiting.ts'
import { GENERATOR } from '../feed/generator.ts'
import { opmlOf } from '../feed/opml.ts'
import { type OutPath, outPathOf } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { Artifact, ArtifactAt, FileArtifact, PageArtifact, TextArtifact } from '../model/artifact.ts'
import { changedMap } from '../model/changed-map.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Edition } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import { goneEntries, type PublicationRecord, type RecordEntry } from '../model/record.ts'
import type { Site } from '../model/site.ts'
import type { Stories } from '../model/stories.ts'
import type { Theme } from '../model/theme.ts'
import { themeFiles } from '../page/theme-files.ts'
import { artifactKey } from '../plan/artifact-key.ts'
import { nextRecord } from '../record/next-record.ts'
import { noteAway } from '../record/note-away.ts'
import { yieldAddresses } from '../record/yield-addresses.ts'
import { editionStories } from '../stories/edition-stories.ts'
import { type Read, recordReads } from '../stories/recorded-reads.ts'
import { ARTIFACT_KINDS, type ArtifactKind, type Describing, describeKinds } from './artifact-kinds.ts'
import { lookKeyOf, pageArtifact, textArtifact } from './page-artifact.ts'
import { livingIn, pastArtifacts } from './past-artifacts.ts'

/** The whole of what is to be published at an instant, described. */
export interface Build extends Omit<ComputedEdition, 'claimed'> {
  readonly site: Site
  /**
   * All but the feeds, which are described once their entries are known: `describeFeeds`. Each is described when its turn comes; `onReads` gets what
   * the page of a story reads of others.
   */
  readonly artifacts: (onReads?: OnReads) => Iterable<Artifact>
  /** The same as far as addresses lead to them. */
  readonly artifactsAt: () => Iterable<ArtifactAt>
  /** Where files below `static/` are published. */
  readonly statics: readonly OutPath[]
  /** The hash of what all artifacts depend on. */
  readonly siteKey: string
  readonly hub: string | undefined
  /** Main images of stories, by their source. */
  readonly images: Newsroom['images']
  /** Those of them that stand at addresses of the past. */
  readonly past: readonly Artifact[]
  /** Those of `kinds`, with what they read. */
  readonly describings: readonly Describing[]
  /** Redirects of `site.yaml` that lead from an address where something is, as warnings. */
  readonly idleRedirects: readonly Diagnostic[]
}

/** What a build follows from, beside the newsroom. */
export interface BuildInputs {
  readonly site: Site
  readonly record: PublicationRecord
  readonly asOf: Instant
  /** The instant of the last publish, where it lies after `asOf`: the clock is behind. Else `asOf`, as when absent. */
  readonly reached?: Instant
  /** Whether the last publish expected a change of a story to come. */
  readonly isExpected?: ReaderTimeInputs['isExpected']
  /** Lets stories go whose files are gone, and ids change. */
  readonly accept: boolean
  /** The WebSub hub that the feeds name: its address, or `OWN_HUB`. */
  readonly hub: string | undefined
  readonly theme: Theme | undefined
  /** Older pages of lists that were published: where they are no more, a redirect leads on. */
  readonly listPages: FormerPages
  /** The kinds of artifacts that read stories: `ARTIFACT_KINDS` when absent. */
  readonly kinds?: readonly ArtifactKind[] | undefined
}

/** Gets what the page of a story reads of others. */
export type OnReads = (path: OutPath, reads: readonly Read[]) => void

/** What is public at an instant, and every story and page that is not, with its id and address. */
export interface ComputedEdition {
  readonly edition: Edition
  /** Every story that could be read, public or not. */
  readonly articles: readonly Article[]
  /** What has its address to itself. */
  readonly claimed: Claimed
  /** What the record says once this is published. */
  readonly record: PublicationRecord
  /** Stories that are public by the record and whose file is gone. */
  readonly missing: readonly RecordEntry[]
  /** Stories that are public by the record and whose address is another's now. */
  readonly displaced: readonly Article[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What the edition follows from, beside the newsroom. */
export interface EditionInputs extends Omit<BuildInputs, 'hub' | 'theme' | 'listPages' | 'kinds'> {
  /** What is known of the rest, where the newsroom and the record are only a part of theirs (`Neighbourhoods`). */
  readonly rest?: RestOfNewsroom | undefined
  /** Shows what is not public yet as well. Only where nothing is published. */
  readonly preview?: Preview
}

/** What the rules on a part of a newsroom ask of the rest. */
export interface RestOfNewsroom {
  /** Languages in use: each has a folder of its own. */
  readonly languages: readonly string[]
  /** Whether anything was ever published. */
  readonly hasPublished: boolean
}

/** Computes ids, addresses, and what is public at an instant. Pure: nothing is described or rendered. */
export function computeEdition(
  newsroom: Newsroom,
  { site, record, asOf, reached = asOf, isExpected, accept, preview, rest }: EditionInputs,
): ComputedEdition {
  const hasPublished = rest?.hasPublished ?? record.size > 0
  const isDue = (article: Parameters<typeof publicState>[0]): boolean => publicState(article, { asOf }) === 'released'
  const identified = assignIds(newsroom.articles, { record, idPrefix: site.idPrefix, accept, isDue })
  const claimed = claimAddresses(
    { articles: identified.articles, standing: newsroom.standing, statics: new Set(newsroom.statics.keys()) },
    { record, asOf, lang: site.lang, languages: [...site.languages, ...(rest?.languages ?? [])] },
  )
  const isPublic = (id: string): boolean => {
    const entry = record.get(id)
    return entry !== undefined && entry.gone === undefined
  }
  const time = readerTime({ record, asOf, reached, isExpected })
  const toldOf = (id: string): ReturnType<typeof toldIn> => toldIn(record.get(id))
  const dates = releaseDates(record, { asOf, reached, hasPublished })
  const reportedOf = withReportedUpdate({ record, asOf, reached })
  const selected = editionAt(claimed, { site, asOf, isPublic, time, dates, reportedOf, toldOf, ...(preview && { preview }) })
  const claimedIds = new Set(claimed.articles.map(({ id }) => id))
  const displaced = identified.articles.filter(({ id }) => isPublic(id) && !claimedIds.has(id))
  const next = nextRecord({
    record,
    hasPublished,
    articles: identified.articles.filter(article => !displaced.includes(article)),
    sources: newsroom.sources,
    unseen: newsroom.unseen,
    released: preview ? selected.released.filter(({ ahead }) => !ahead) : selected.released,
    became: identified.became,
    asOf,
    reached,
    accept,
  })
  const dated = datedChannels(selected.channels, { before: record, record: next.record, reached })
  const told = withTold(yieldAddresses(changedMap(next.record, dated.entries)), { released: selected.released, toldOf })
  const byId = new Map(identified.articles.map(article => [article.id, article]))
  return {
    edition: {
      ...selected,
      channels: withTombstones(dated.channels, { gone: goneEntries(next.record.values()), articleOf: id => byId.get(id) }),
    },
    articles: identified.articles,
    claimed,
    record: noteAway(told, { articles: identified.articles, sources: newsroom.sources }),
    missing: next.missing,
    displaced,
    diagnostics: [
      ...prefixChanged(newsroom.articles, { record, idPrefix: site.idPrefix }),
      ...identified.diagnostics,
      ...claimed.diagnostics,
      ...next.diagnostics,
      ...waitingDiagnostics(selected.waiting, asOf),
      ...lateDiagnostics(selected.released.slice(site.feeds.items), { record, asOf, room: site.feeds.items }),
    ],
  }
}

/** All channels of an edition with the dates that their feeds report. */
function datedChannels(
  channels: Edition['channels'],
  {
    before,
    record,
    reached,
  }: { readonly before: PublicationRecord; readonly record: PublicationRecord; readonly reached: Instant },
): ReturnType<typeof withReportedChannels> {
  const reported = reportedDates(before)
  const paths = new Set(channels.map(({ path }) => path))
  let ids: ReadonlyMap<string, string> | undefined
  const idOf = (path: string): string | undefined => {
    ids ??= new Map([...record.values()].map(({ id, path }) => [path, id]))
    return ids.get(path)
  }
  return withReportedChannels(channels, {
    record,
    reported,
    reached,
    idOf,
    gone: [...reported.keys()].filter(path => !paths.has(path)),
  })
}

/** The pure whole: no disk, no network, no clock. */
export function build(newsroom: Newsroom, inputs: BuildInputs): Build {
  return describeEdition(computeEdition(newsroom, inputs), { ...inputs, newsroom })
}

/** Describes everything that an edition is published as. */
export function describeEdition(
  { edition, articles, claimed, ...computed }: ComputedEdition,
  {
    newsroom,
    site,
    hub,
    theme,
    listPages,
    kinds = ARTIFACT_KINDS,
  }: Pick<BuildInputs, 'site' | 'hub' | 'theme' | 'listPages' | 'kinds'> & { readonly newsroom: Newsroom },
): Build {
  const siteKey = siteKeyOf({ site, hub })
  const lookKey = lookKeyOf(site, theme)
  const keys = { siteKey, lookKey }
  const stories = editionStories(edition)
  const isClaimed = (path: OutPath): boolean => claimed.statics.has(path)
  const describings = describeKinds(kinds, { stories, site, keys, isClaimed, released: edition.released })
  const files = filesBeside(newsroom, { edition, claimed, site, siteKey, theme })
  const beside = [
    ...describings.flatMap(({ artifacts }) => artifacts),
    ...files,
    ...discoveryArtifacts(edition, { site, siteKey, claimed: claimed.statics }),
  ]
  const pagesIn = (stories: Stories): Iterable<DescribedPage> => pagesOf(edition, { site, images: newsroom.images, stories })
  const living = function* (): Generator<ArtifactAt> {
    yield* beside
    for (const { kind, permalink } of pagesIn(stories)) yield { kind: 'page', of: kind, path: outPathOf(permalink) }
  }
  const past = pastArtifacts({
    edition,
    stories: edition.released,
    record: computed.record,
    goneEntries: goneEntries(computed.record.values()),
    listPages,
    living: livingIn(living, edition),
    site,
    siteKey,
    lookKey,
  })
  return {
    site,
    edition,
    articles,
    artifacts: function* (onReads) {
      yield* beside
      yield* pageArtifacts(pagesIn, { stories, keys, onReads })
      yield* past.artifacts
    },
    artifactsAt: function* () {
      yield* living()
      yield* past.artifacts
    },
    statics: files.flatMap(({ kind, path }) => (kind === 'file' ? [path] : [])),
    past: past.artifacts,
    describings,
    siteKey,
    hub,
    images: newsroom.images,
    ...computed,
    idleRedirects: past.diagnostics,
  }
}

/** Pages as artifacts, each described when its turn comes. */
export function* pageArtifacts(
  pagesIn: (stories: Stories) => Iterable<DescribedPage>,
  {
    stories,
    keys,
    onReads,
  }: {
    readonly stories: Stories
    readonly keys: Parameters<typeof pageArtifact>[1]
    readonly onReads?: OnReads | undefined
  },
): Generator<PageArtifact> {
  const recorded = recordReads(stories)
  for (const page of pagesIn(recorded.stories)) {
    const { result, reads } = recorded.during(() => pageArtifact(page, keys))
    if (page.story) onReads?.(result.path, reads)
    yield result
  }
}

/** What stands beside pages and feeds: files passed through, the theme's, and what readers' programs need. */
export function filesBeside(
  newsroom: Newsroom,
  {
    edition,
    claimed,
    site,
    siteKey,
    theme,
  }: Pick<ComputedEdition, 'edition' | 'claimed'> & Pick<BuildInputs, 'site' | 'theme'> & { readonly siteKey: string },
): readonly (FileArtifact | TextArtifact)[] {
  return [
    ...staticArtifacts(newsroom, claimed.statics),
    ...themeArtifacts(site, theme),
    ...textArtifacts(edition.channels, { site, siteKey }),
  ]
}

/** The hash of what everything depends on: Courant's version, `site.yaml` but for the look of the pages, the hub. */
export function siteKeyOf({ site: { look: _, ...site }, hub }: Pick<BuildInputs, 'site' | 'hub'>): string {
  const about = {
    ...site,
    disclaimers: [...site.disclaimers],
    boilerplates: [...site.boilerplates],
    sections: [...site.sections],
    topics: [...site.topics],
    authors: [...site.authors],
  }
  return artifactKey(GENERATOR, about, hub)
}

function staticArtifacts({ statics }: Newsroom, claimed: ReadonlySet<OutPath>): readonly FileArtifact[] {
  return [...statics].flatMap(([path, { source, version }]) =>
    claimed.has(path) ? [{ kind: 'file', path, source, key: artifactKey('static', version) }] : [],
  )
}

function themeArtifacts(site: Site, theme: Theme | undefined): readonly TextArtifact[] {
  return themeFiles(site, theme).map(({ kind, path, content }) => ({
    kind: 'text',
    of: kind,
    path: path.slice(1),
    key: artifactKey('theme', content),
    text: () => content,
  }))
}

/** What readers' programs need beside the feeds: the list of them all. */
export function textArtifacts(
  channels: Edition['channels'],
  { site, siteKey }: { readonly site: Site; readonly siteKey: string },
): readonly TextArtifact[] {
  const named = channels.map(({ path, page, lang, title, description }) => [path, page, lang, title, description])
  return [
    {
      kind: 'text',
      of: 'opml',
      path: 'feeds.opml',
      key: artifactKey('opml', siteKey, named),
      text: () => opmlOf(channels, site),
    },
  ]
}

/** An author's own file in `static/` goes before ours: `robots.txt`. */
function discoveryArtifacts(
  edition: Edition,
  { site, siteKey, claimed }: Pick<BuildInputs, 'site'> & { readonly siteKey: string; readonly claimed: ReadonlySet<OutPath> },
): readonly TextArtifact[] {
  return discoveryFiles(edition, site)
    .map(file => textArtifact(file, siteKey))
    .filter(({ path }) => !claimed.has(path))
}
