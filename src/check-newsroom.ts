import { settle } from './build.ts'
import type { Checked } from './check/checked.ts'
import { deadAddresses } from './check/dead-addresses.ts'
import { deadAnchors } from './check/dead-anchors.ts'
import { type ImageFile, largeImages } from './check/large-images.ts'
import { linksTooEarly } from './check/links-too-early.ts'
import { loneTranslations } from './check/lone-translations.ts'
import { checkTargets, likelyAddress } from './check-targets.ts'
import type { SitePath, SourcePath } from './model/address.ts'
import type { Outline } from './model/body.ts'
import { byPlace, type Diagnostic } from './model/diagnostic.ts'
import type { Instant } from './model/instant.ts'
import type { Site } from './model/site.ts'
import { missingStories } from './record/next-record.ts'
import { atTheirPlaces } from './store/at-their-places.ts'
import { EnvironmentError } from './store/environment-error.ts'
import { heldBack } from './store/held-back.ts'
import { openOut, pagesIn } from './store/out-folder.ts'
import { bodySource } from './store/page-jobs.ts'
import type { Paths } from './store/paths.ts'
import { publishedFile, type ReadNewsroom, readingAnew, readNewsroom } from './store/read-newsroom.ts'
import { readSiteFile } from './store/read-site-file.ts'
import { readTheme } from './store/read-theme.ts'
import type { RenderPool } from './store/render-pool.ts'
import type { BodySource, InspectTask, RenderResult } from './store/render-task.ts'
import { startingRecord } from './store/starting-record.ts'
import { suggestTargets } from './store/suggest-targets.ts'
import type { Targets } from './store/targets.ts'
import { unownedBody } from './store/unowned-body.ts'
import { vanishedAddresses } from './vanished-addresses.ts'

/** What a check needs. */
export interface CheckRequest {
  readonly paths: Paths
  readonly asOf: Instant
  /** Where else the record is kept or comes from (`startingRecord`). */
  readonly record: string | undefined
  readonly pool: RenderPool
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
}

/** Every mistake of a newsroom, drafts and stories to come included; `misconfigured` when its description has errors. */
export interface CheckResult {
  readonly kind: 'checked' | 'misconfigured'
  readonly diagnostics: readonly Diagnostic[]
}

// An author who saves again and again while we read is waited for, within reason.
const MAX_REREADS = 5

/**
 * Reads the whole newsroom and looks at every body, in drafts and stories to come as well. Writes nothing, and makes nothing
 * but what is needed to judge: no page, no feed.
 */
export async function checkNewsroom(request: CheckRequest): Promise<CheckResult> {
  const { paths } = request
  request.pool.warm(1)
  for (let attempt = 0; attempt <= MAX_REREADS; attempt++) {
    const { site, diagnostics } = readSiteFile(paths.articles)
    if (!site) return { kind: 'misconfigured', diagnostics }
    const found = await lookAt(request, site)
    if (found === 'changed') continue
    return { kind: 'checked', diagnostics: [...diagnostics, ...found].sort(byPlace) }
  }
  throw new EnvironmentError('disk', 'the articles keep changing while they are read', {
    remedy: 'check again when they are saved',
  })
}

async function lookAt(request: CheckRequest, site: Site): Promise<readonly Diagnostic[] | 'changed'> {
  const { paths, asOf, record } = request
  const out = openOut(paths.out)
  const known = await startingRecord(out, record)
  const read = readNewsroom(paths.articles, { ...readingAnew(site), thorough: true })
  const settled = settle(read.newsroom, { site, record: known, asOf, accept: false })
  const targets = checkTargets(settled, { site, read })
  const bodies = await inspectBodies(request, { site, read, targets })
  if (bodies === 'changed') return 'changed'
  const { checked } = bodies
  // What a last good version keeps does not vanish.
  const isWhole = settled.missing.length === 0 && heldBack(read, { record: known, lang: site.lang }).length === 0
  const found = [
    ...(readTheme(paths)?.diagnostics ?? []),
    ...read.diagnostics,
    ...settled.diagnostics,
    ...(isWhole
      ? vanishedAddresses(pagesIn(out), { ...settled, site, statics: settled.claimed.statics, kept: new Set() })
      : []),
    ...missingStories(settled.missing, read.newsroom.unseen),
    ...bodies.diagnostics,
    ...loneTranslations(read.newsroom.sources),
    ...deadAnchors(checked),
    ...linksTooEarly(checked, {
      asOf,
      timezone: site.timezone,
      waiting: new Set(settled.edition.waiting.map(({ path }) => path)),
    }),
    ...largeImages(checked, imageFiles(read)),
    ...deadAddresses(checked, {
      site,
      leadsSomewhere: address => isKnown(targets, address),
      meantBy: suggestTargets(targets),
    }),
  ]
  return atTheirPlaces(found, read.files)
}

function isKnown({ addresses }: Targets, address: SitePath): boolean {
  return addresses.has(address) || addresses.has(`${address}/`)
}

interface Bodies {
  readonly checked: readonly Checked[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Looks at the body of every story and page, in threads. */
async function inspectBodies(
  { pool, onProgress }: CheckRequest,
  { site, read, targets }: { readonly site: Site; readonly read: ReadNewsroom; readonly targets: Targets },
): Promise<Bodies | 'changed'> {
  const owners = [...read.newsroom.articles, ...read.newsroom.standing]
  const bodies = [...owners.map(owner => () => bodySource(owner, read)), ...unownedBodies(read, site).map(body => () => body)]
  const tasks = bodies.map(body => (): InspectTask => ({ kind: 'inspect', body: body() }))
  const results = await pool.render(
    { site, hub: undefined, theme: undefined, targets, entries: [''], pack: '', good: undefined },
    { tasks, onProgress: done => onProgress({ done, total: tasks.length }) },
  )
  if (results.some(({ kind }) => kind === 'changed')) return 'changed'
  return {
    checked: owners.map((owner, index) => ({ owner, outline: outlineOf(results[index]) })),
    diagnostics: results.flatMap(result => ('diagnostics' in result ? result.diagnostics : [])),
  }
}

function outlineOf(result: RenderResult | undefined): Outline | undefined {
  return result?.kind === 'inspected' ? result.outline : undefined
}

/** The bodies of files whose fields have mistakes: what is wrong there is told as well, and not only once these are mended. */
function unownedBodies(read: ReadNewsroom, site: Site): readonly BodySource[] {
  const { articles, standing, sources } = read.newsroom
  const owned = new Set([...articles, ...standing].map(({ path }) => path))
  const paths = [...sources].filter(path => !owned.has(path))
  return paths.flatMap(path => unownedBody(path, { read, permalink: likelyAddress(path, site) }) ?? [])
}

/** The images of stories; each file is measured once. */
function imageFiles({ newsroom, files }: ReadNewsroom): (path: SourcePath) => ImageFile | undefined {
  const measured = new Map<SourcePath, ImageFile | undefined>(newsroom.images)
  return path => {
    const file = files.get(path)
    if (file && !measured.has(path)) measured.set(path, publishedFile(file))
    return measured.get(path)
  }
}
