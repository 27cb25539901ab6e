import { discoveryFiles } from '../discovery/discovery-files.ts'
import { NEWS_SITEMAP } from '../discovery/news-sitemap.ts'
import { sitemapsOfYear, sitemapYear } from '../discovery/sitemaps.ts'
import { listPageAt } from '../edition/former-pages.ts'
import { changedPages } from '../edition/pages-of.ts'
import { aliasPath } from '../edition/places-taken.ts'
import { type OutPath, outPathOf, type SitePath, type SourcePath } from '../model/address.ts'
import type { Article, StandingPage } from '../model/article.ts'
import { type Artifact, kindOf } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Channel, Edition } from '../model/edition.ts'
import { MADE } from '../model/made-files.ts'
import type { MutableMap } from '../model/maps.ts'
import type { Stories } from '../model/stories.ts'
import type { Theme } from '../model/theme.ts'
import { editionStories } from '../stories/edition-stories.ts'
import { changedPlaces, type Read } from '../stories/recorded-reads.ts'
import type { ChangedKinds } from './artifact-kinds.ts'
import { pageArtifacts, textArtifacts } from './build.ts'
import type { ChangedNewsroom } from './changed-newsroom.ts'
import { lookKeyOf, textArtifact } from './page-artifact.ts'
import { feedPathsOf, pastArtifacts } from './past-artifacts.ts'
import type { ResidentNewsroom } from './resident-newsroom.ts'
import { addressOf } from './targets-of.ts'

/** What takes back what was done in memory, the last first, where nothing is published in the end. */
export type Undo = (() => void)[]

/** A channel before and after a change; undefined where there was none, or is none any more. */
export interface ChangedChannel {
  readonly before: Channel | undefined
  readonly after: Channel | undefined
}

/** What a change may have changed of what is published, all but the documents of feeds, which are described once their entries are known. */
export interface ChangedArtifacts {
  readonly artifacts: readonly Artifact[]
  /** Files that may be published no more. */
  readonly left: ReadonlySet<OutPath>
  readonly past: readonly Artifact[]
  /** Warnings about redirects of `site.yaml` that lead from an address where something is. */
  readonly idleRedirects: readonly Diagnostic[]
  /** What the pages of stories read of others. */
  readonly reads: ReadonlyMap<OutPath, readonly Read[]>
  /** What was described again of the kinds that read stories. */
  readonly kinds: ChangedKinds
  readonly channels: readonly ChangedChannel[]
  /** Pages that read a place that changed, each with the files of the stories that changed there. */
  readonly readers: ReadonlyMap<OutPath, readonly SourcePath[]>
}

/**
 * Describes what a change may have changed: the pages of the stories that came, of those whose recorded reads have a changed place in them, and of
 * those that link to something that came or went; lists, archives and sitemaps of these; and what stands at addresses of the past. Brings what is
 * known of places and of the targets of links up to date.
 */
export function changedArtifacts(
  resident: ResidentNewsroom,
  changed: ChangedNewsroom,
  { theme, undo }: { readonly theme: Theme | undefined; readonly undo: Undo },
): ChangedArtifacts {
  const { site, siteKey, edition: before } = resident
  const { edition: after, left } = changed
  const keys = { siteKey, lookKey: lookKeyOf(site, theme) }
  const stories = editionStories(after)
  const reads = new Map<OutPath, readonly Read[]>()
  const onReads = (path: OutPath, its: readonly Read[]): void => void reads.set(path, its)
  const channels = changedChannels(before, after)
  const gone: string[] = []
  const describe = (concerned: readonly Article[], standing: readonly StandingPage[]): readonly Artifact[] => [
    ...pageArtifacts(
      stories => {
        const { pages, left } = changedPages(
          { before, after },
          { stories: concerned, standing },
          { site, images: changed.images, stories },
        )
        gone.push(...left.map(outPathOf))
        return pages
      },
      { stories, keys, onReads },
    ),
  ]
  const readers = resident.reads.readersOf(changedPlaces(left, changed.came))
  const described = describe(storiesConcerned(resident, changed, { channels, readers }), standingChanged(before, after))
  const kinds = resident.kinds.describeAgain(changed, {
    stories,
    site,
    keys,
    isClaimed: path => resident.statics.has(path),
    storyOf: storiesAfter(resident, changed),
  })
  gone.push(...kinds.left)
  const sitemaps = changedSitemaps(resident, changed)
  const texts = [...textArtifacts(after.channels, { site, siteKey }), ...sitemaps.artifacts]
  const wereStanding = before.standing.filter(page => !after.standing.includes(page))
  for (const { permalink } of [...left, ...wereStanding]) gone.push(outPathOf(permalink))
  gone.push(...sitemaps.left)
  const feedsBefore = channels.flatMap(({ before }) => (before ? feedPathsOf([before]) : []))
  const feedsAfter = channels.flatMap(({ after }) => (after ? feedPathsOf([after]) : []))
  const living = [...described, ...kinds.describings.flatMap(({ artifacts }) => artifacts), ...texts]
  movePlaces(resident, {
    left: [...gone, ...feedsBefore],
    taken: [...living.map(({ path }) => path), ...feedsAfter],
    undo,
  })
  const { artifacts: past, diagnostics: idleRedirects } = pastArtifacts({
    edition: after,
    stories: storiesMoved(resident, changed, stories),
    record: changed.record,
    goneEntries: changed.goneEntries,
    listPages: new Map([...resident.formerPages, ...gone.flatMap(formerPageAt)]),
    living: { has: path => resident.places.holderOf(path) === path, places: () => resident.places },
    site,
    ...keys,
  })
  gone.push(...resident.past)
  const now = [...living, ...past]
  const changedKeys = moveTargets(resident, changed, {
    now,
    gone,
    feeds: { before: feedsBefore, after: feedsAfter },
    undo,
  })
  const linking = pagesLinking(resident, changed, { keys: changedKeys, known: new Set(living.map(({ path }) => path)) })
  const others = linking.stories.length + linking.standing.length > 0 ? describe(linking.stories, linking.standing) : []
  const all = new Map([...now, ...others].map(artifact => [artifact.path, artifact]))
  return { artifacts: [...all.values()], left: new Set(gone), past, idleRedirects, reads, kinds, channels, readers }
}

/** The public stories that have other addresses than their own, or may have them now. */
function storiesMoved(
  resident: ResidentNewsroom,
  { computed, left, came }: ChangedNewsroom,
  { compare }: Pick<Stories, 'compare'>,
): readonly Article[] {
  const storyOf = storiesAfter(resident, { left, came })
  const paths = new Set([...resident.moved.keys(), ...computed.articles.map(({ path }) => path)])
  return [...paths].flatMap(path => storyOf(path) ?? []).sort(compare)
}

/** The page of a list that a file was, which leads nowhere yet. */
function formerPageAt(path: OutPath): readonly (readonly [SitePath, undefined])[] {
  const address = listPageAt(path)
  return address === undefined ? [] : [[address, undefined]]
}

/** Channels that are others than they were. */
function changedChannels(before: Edition, after: Edition): readonly ChangedChannel[] {
  const known = new Map(before.channels.map(channel => [channel.path, channel]))
  const now = new Set(after.channels.map(({ path }) => path))
  return [
    ...after.channels.flatMap(channel => {
      const was = known.get(channel.path)
      return was === channel ? [] : [{ before: was, after: channel }]
    }),
    ...before.channels.flatMap(channel => (now.has(channel.path) ? [] : [{ before: channel, after: undefined }])),
  ]
}

/** The stories that came, those whose pages read a place that changed, and those of a channel that has another name. */
function storiesConcerned(
  resident: ResidentNewsroom,
  { left, came }: ChangedNewsroom,
  { channels, readers }: Pick<ChangedArtifacts, 'channels' | 'readers'>,
): readonly Article[] {
  const storyOf = storiesAfter(resident, { left, came })
  const reading = [...readers.keys()].flatMap(page => storyOf(resident.storyAt.get(page)) ?? [])
  const renamed = channels.flatMap(({ before, after }) => (before?.title === after?.title ? [] : (after?.stories ?? [])))
  return [...new Set([...came, ...reading, ...renamed.flatMap(({ path }) => storyOf(path) ?? [])])]
}

/** The public story of a file, once a change is made. */
export function storiesAfter(
  { released }: Pick<ResidentNewsroom, 'released'>,
  { left, came }: Pick<ChangedNewsroom, 'left' | 'came'>,
): (path: SourcePath | undefined) => Article | undefined {
  const now = new Map(came.map(story => [story.path, story]))
  const gone = new Set(left.map(({ path }) => path))
  return path => (path === undefined ? undefined : (now.get(path) ?? (gone.has(path) ? undefined : released.get(path))))
}

function standingChanged({ standing: before }: Edition, { standing: after }: Edition): readonly StandingPage[] {
  const known = new Map(before.map(page => [page.path, JSON.stringify(page)]))
  return after.filter(page => known.get(page.path) !== JSON.stringify(page))
}

/** Of the years of stories that changed, and of those that stand in other languages. */
function changedSitemaps(
  { site, siteKey, edition: before, statics, known }: ResidentNewsroom,
  { edition: after, left, came }: ChangedNewsroom,
): { readonly artifacts: readonly Artifact[]; readonly left: readonly OutPath[] } {
  const tied = [...left, ...came].flatMap(({ story }) => [
    ...(before.several.get(story) ?? []),
    ...(after.several.get(story) ?? []),
  ])
  const years = new Set([...left, ...came, ...tied].map(sitemapYear))
  const isOther = (path: SitePath): boolean => {
    const [, year] = /^\/sitemaps\/(\d+)[.-]/.exec(path) ?? []
    return year === undefined || years.has(Number(year))
  }
  const files = discoveryFiles(after, site).filter(({ path }) => !statics.has(path.slice(1)))
  const there = new Set(files.map(({ path }) => path))
  // Those of years that have no story any more, and the last of one that is cut into fewer.
  const were = [...years].flatMap(year => sitemapsOfYear(year, path => known.has(path.slice(1))))
  const past: readonly SitePath[] = [NEWS_SITEMAP, ...were]
  return {
    artifacts: files.filter(({ path }) => isOther(path)).map(file => textArtifact(file, siteKey)),
    left: past.flatMap(path => (there.has(path) || statics.has(path.slice(1)) ? [] : path.slice(1))),
  }
}

function movePlaces(
  { places }: ResidentNewsroom,
  { left, taken, undo }: { readonly left: readonly OutPath[]; readonly taken: readonly OutPath[]; readonly undo: Undo },
): void {
  const moved = new Set([...left, ...taken])
  const before = [...moved].filter(path => places.holderOf(path) === path)
  undo.push(() => {
    for (const path of moved) places.release(path)
    for (const path of before) places.take(path, path)
  })
  for (const path of left) places.release(path)
  for (const path of taken) places.take(path, path)
}

/** Brings the targets of links up to date; returns what is another one now, as `linkKeys` names it. */
function moveTargets(
  resident: ResidentNewsroom,
  { paths, read, edition, left, came }: ChangedNewsroom,
  {
    now,
    gone,
    feeds,
    undo,
  }: {
    readonly undo: Undo
    readonly now: readonly Artifact[]
    readonly gone: readonly OutPath[]
    readonly feeds: { readonly before: readonly OutPath[]; readonly after: readonly OutPath[] }
  },
): readonly string[] {
  const { targets, sources, places } = resident
  const keys: string[] = []
  const isIn = ({ path }: { readonly path: SourcePath }): boolean => paths.has(path)
  const readable = [...read.newsroom.articles, ...read.newsroom.standing].filter(isIn)
  const pages = new Map<SourcePath, SitePath | null>(readable.map(({ path }) => [path, null]))
  const storyOf = storiesAfter(resident, { left, came })
  const stories = [...paths].flatMap(path => storyOf(path) ?? [])
  for (const { path, permalink } of [...stories, ...edition.standing.filter(isIn)]) pages.set(path, permalink)
  for (const path of paths) {
    const to = pages.get(path)
    if (targets.pages.get(path) !== to) keys.push(`file ${path}`)
    setOrDelete(targets.pages, { key: path, value: to, undo })
  }
  const addresses = new Map<SitePath, boolean | undefined>()
  // Whatever stands at an address goes before a story that is not public and wants it.
  const note = (address: SitePath, isPublic: false | undefined): void => {
    const path = aliasPath(address)
    if (places.holderOf(path) !== path) addresses.set(address, isPublic)
  }
  const were = [...paths].flatMap(path => sources.articles.get(path)?.value.story ?? [])
  for (const address of [...were.map(({ permalink }) => permalink), ...[...gone, ...feeds.before].map(addressOf)])
    note(address, undefined)
  for (const { permalink } of readable) note(permalink, false)
  for (const artifact of now) addresses.set(addressOf(artifact.path), MADE[kindOf(artifact)].isLinked)
  for (const path of feeds.after) addresses.set(addressOf(path), true)
  for (const [address, isPublic] of addresses) {
    if (targets.addresses.get(address) !== isPublic) keys.push(`address ${address}`)
    setOrDelete(targets.addresses, { key: address, value: isPublic, undo })
  }
  return keys
}

function setOrDelete<Key, Value>(
  map: MutableMap<Key, Value>,
  { key, value, undo }: { readonly key: Key; readonly value: Value | undefined; readonly undo: Undo },
): void {
  const before = map.get(key)
  if (before === value) return
  undo.push(() => setOrDelete(map, { key, value: before, undo: [] }))
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}

/** The pages, of those that are not described already, of which a link leads elsewhere than it did. */
function pagesLinking(
  resident: ResidentNewsroom,
  { left, came, edition }: ChangedNewsroom,
  { keys, known }: { readonly keys: readonly string[]; readonly known: ReadonlySet<OutPath> },
): { readonly stories: readonly Article[]; readonly standing: readonly StandingPage[] } {
  const pages = new Set(keys.flatMap(key => [...resident.linking.pagesWith(key)]).filter(page => !known.has(page)))
  const storyOf = storiesAfter(resident, { left, came })
  const stories = [...pages].flatMap(page => storyOf(resident.storyAt.get(page)) ?? [])
  return { stories, standing: edition.standing.filter(({ permalink }) => pages.has(outPathOf(permalink))) }
}
