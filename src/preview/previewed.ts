import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { articleParser } from '../article/parse-article.ts'
import { pagesOf } from '../edition/pages-of.ts'
import type { Preview } from '../edition/shown-ahead.ts'
import { ARTIFACT_KINDS, describeKinds } from '../engine/artifact-kinds.ts'
import { type ComputedEdition, filesBeside, siteKeyOf } from '../engine/build.ts'
import { livingAt, pastArtifacts } from '../engine/past-artifacts.ts'
import { type PublicNewsroom, publicNewsroom } from '../engine/public-newsroom.ts'
import { targetsOf } from '../engine/targets-of.ts'
import type { Targets } from '../links/targets.ts'
import { excerptOf } from '../markdown/excerpt.ts'
import { type OutPath, outPathOf, type SitePath, type SourcePath } from '../model/address.ts'
import type { Article, StandingPage } from '../model/article.ts'
import { type FileArtifact, kindOf, type PageArtifact, type TextArtifact } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Edition } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import { MADE } from '../model/made-files.ts'
import { goneEntries, type PublicationRecord } from '../model/record.ts'
import type { Site } from '../model/site.ts'
import type { Theme } from '../model/theme.ts'
import type { IsPublicVersion } from '../output/public-versions.ts'
import { ifThere } from '../platform/if-there.ts'
import { likelyAddress } from '../review/check-targets.ts'
import { type Listing, listFile, listFiles } from '../sources/list-files.ts'
import { type ReadNewsroom, readingAnew, readNewsroom } from '../sources/read-newsroom.ts'
import { emptyMemory } from '../sources/source-memory.ts'
import type { LastGood } from '../state/last-good.ts'
import type { Paths } from '../state/paths.ts'
import { editionStories } from '../stories/edition-stories.ts'
import type { Place } from './place.ts'

/** A newsroom as a preview shows it: everything is described, and nothing rendered. */
export interface Previewed {
  readonly site: Site
  readonly theme: Theme | undefined
  readonly read: ReadNewsroom
  /** What is shown, stories ahead of their time among it. */
  readonly edition: Edition
  /** What stands where, but for feeds and the files that bodies refer to. */
  readonly places: ReadonlyMap<OutPath, Place>
  /** Where files that cannot be read as a story or page would stand, or stood last. */
  readonly unreadable: ReadonlyMap<OutPath, SourcePath>
  readonly targets: Targets
  /** Stories and pages by address. */
  readonly owners: ReadonlyMap<SitePath, Article | StandingPage>
  /** The mistakes that show without a look at bodies. */
  readonly diagnostics: readonly Diagnostic[]
  /** Parses a file and says what could be better, too. */
  readonly parseThoroughly: ReturnType<typeof articleParser>
}

/** What a preview is made from beside the newsroom's files. */
export interface PreviewInputs {
  readonly site: Site
  /** The site as last good versions may know it. */
  readonly formerSite: () => Site
  readonly theme: Theme | undefined
  readonly record: PublicationRecord
  readonly asOf: Instant
  /** How far ahead it shows. */
  readonly ahead: Preview
  readonly lastGood: LastGood
  readonly isPublic: IsPublicVersion
  readonly paths: Pick<Paths, 'out' | 'state' | 'cache'>
  /** Mistakes in the newsroom's own description. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads a newsroom, or what changed in it since `before`, and computes what a preview shows. */
export function previewNewsroom(
  root: string,
  inputs: PreviewInputs,
  { before, changed }: { readonly before: Previewed | undefined; readonly changed: ReadonlySet<SourcePath> | 'anything' },
): Previewed {
  const { site, theme } = inputs
  const newsroom = readPublic(root, inputs, { before, listing: listingAfter(root, before, changed) })
  const { read, computed } = newsroom
  const { edition, claimed } = computed
  const { places, artifacts } = placesOf(computed, { site, theme, read })
  return {
    site,
    theme,
    read,
    edition,
    places,
    unreadable: unreadable({ read, before, site }),
    targets: unchangedTargets(before?.targets, targetsOf({ site, edition, artifacts }, read)),
    owners: new Map([...claimed.articles, ...claimed.standing].map(owner => [owner.permalink, owner])),
    diagnostics: [...inputs.diagnostics, ...(theme?.diagnostics ?? []), ...newsroom.diagnostics],
    parseThoroughly: articleParser({ site, excerptOf, thorough: true }),
  }
}

/** The targets before where they are the same: they are large, and the threads have them. */
function unchangedTargets(before: Targets | undefined, now: Targets): Targets {
  return isDeepStrictEqual(before, now) ? (before ?? now) : now
}

/** Whether a path is or was in the newsroom. An editor writes beside a file before it replaces it: what it wrote is soon gone. */
export function isPartOf(path: SourcePath, root: string, { read }: Pick<Previewed, 'read'>): boolean {
  return read.files.has(path) || isThere(join(root, path))
}

function isThere(path: string): boolean {
  return ifThere(() => lstatSync(path)) !== undefined
}

/** The newsroom's files once these changed. Folders and new files are left to a look at them all, which takes no links. */
function listingAfter(root: string, before: Previewed | undefined, changed: ReadonlySet<SourcePath> | 'anything'): Listing {
  if (!before || changed === 'anything') return listFiles(root)
  const files = new Map(before.read.files)
  for (const path of changed) {
    const known = files.get(path)
    const now = known ? listFile(path, known.onDisk) : undefined
    if (now) files.set(path, now)
    else if (known || isThere(join(root, path))) return listFiles(root)
  }
  return { ...before.read.listing, files: [...files.values()] }
}

interface Reading {
  readonly before: Previewed | undefined
  readonly listing: Listing
}

function readPublic(
  root: string,
  { site, formerSite, record, asOf, ahead, lastGood, isPublic, paths }: PreviewInputs,
  { before, listing }: Reading,
): PublicNewsroom {
  const siteKey = siteKeyOf({ site, hub: undefined })
  const known = before?.read.memory
  const memory = known?.siteKey === siteKey ? known : emptyMemory(siteKey)
  const context = { ...readingAnew(site), memory, lastGood, formerSite, isPublic, listing }
  const edition = { site, record, asOf, accept: false, preview: ahead }
  return publicNewsroom({ paths, edition, lastGood, formerSite, holds: false, heldBefore: [] }, wanted =>
    readNewsroom(root, { ...context, ...wanted }),
  )
}

function placesOf(
  { edition, claimed, record }: ComputedEdition,
  { site, theme, read }: Pick<PreviewInputs, 'site' | 'theme'> & { readonly read: ReadNewsroom },
): Pick<Previewed, 'places'> & { readonly artifacts: Parameters<typeof targetsOf>[0]['artifacts'] } {
  const { newsroom } = read
  // Keys tell what to make again; nothing here is kept.
  const siteKey = ''
  const stories = editionStories(edition)
  const kinds = describeKinds(ARTIFACT_KINDS, {
    stories,
    site,
    keys: { siteKey, lookKey: siteKey },
    isClaimed: path => claimed.statics.has(path),
    released: edition.released,
  })
  const beside = [
    ...filesBeside(newsroom, { edition, claimed, site, siteKey, theme }),
    ...kinds.flatMap(({ artifacts }) => artifacts),
  ].filter(isPreviewed)
  const pages = Array.from(pagesOf(edition, { site, images: newsroom.images, stories }), page => ({
    page,
    path: outPathOf(page.permalink),
  }))
  const places = new Map<OutPath, Place>(beside.map(artifact => [artifact.path, placeOf(artifact)]))
  for (const { page, path } of pages) {
    const { describe, owner, story } = page
    places.set(path, { kind: 'page', describe, owner, status: story?.withdrawn ? 410 : 200 })
  }
  const past = pastArtifacts({
    edition,
    stories: edition.released,
    record,
    goneEntries: goneEntries(record.values()),
    listPages: new Map(),
    living: livingAt(places, edition),
    site,
    siteKey,
    lookKey: siteKey,
  }).artifacts.filter(isPreviewed)
  for (const artifact of past) places.set(artifact.path, placeOf(artifact))
  const shown = pages.map(({ page, path }) => ({ kind: 'page', of: page.kind, path }) as const)
  return { places, artifacts: [...beside, ...shown, ...past] }
}

/** What is shown of an artifact that has no author's text in it. */
function placeOf(artifact: PageArtifact | TextArtifact | FileArtifact): Place {
  if (artifact.kind !== 'page') return artifact
  return { kind: 'page', describe: artifact.page, owner: undefined, status: artifact.answer?.status === 410 ? 410 : 200 }
}

function isPreviewed(artifact: Parameters<typeof kindOf>[0]): boolean {
  return MADE[kindOf(artifact)].isPreviewed
}

/** The addresses of files that nothing is shown of: where each stood before, else where its name puts it. */
function unreadable({
  read,
  before,
  site,
}: {
  readonly read: ReadNewsroom
  readonly before: Previewed | undefined
  readonly site: Site
}): Previewed['unreadable'] {
  const { articles, standing, sources } = read.newsroom
  const readable = new Set([...articles, ...standing].map(({ path }) => path))
  const broken = new Set([...sources].filter(path => !readable.has(path)))
  if (broken.size === 0) return new Map()
  const stood = [...(before?.owners.values() ?? [])].flatMap(({ path, permalink }) =>
    broken.has(path) ? [[outPathOf(permalink), path] as const] : [],
  )
  const still = [...(before?.unreadable ?? [])].filter(([, path]) => broken.has(path))
  const placed = new Set([...stood, ...still].map(([, path]) => path))
  const others = [...broken].filter(path => !placed.has(path))
  return new Map([...stood, ...still, ...others.map(path => [outPathOf(likelyAddress(path, site)), path] as const)])
}
