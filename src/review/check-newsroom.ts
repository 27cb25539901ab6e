import type { Checked } from '../check/checked.ts'
import { deadAddresses } from '../check/dead-addresses.ts'
import { deadAnchors } from '../check/dead-anchors.ts'
import { type ImageFile, largeImages } from '../check/large-images.ts'
import { linksTooEarly } from '../check/links-too-early.ts'
import { loneTranslations } from '../check/lone-translations.ts'
import { staleTranslations } from '../check/stale-translations.ts'
import { unreadablePaths } from '../engine/kept-paths.ts'
import { type PublicNewsroom, publicNewsroomSteps } from '../engine/public-newsroom.ts'
import { vanishedAddresses } from '../engine/vanished-addresses.ts'
import { suggestTargets } from '../links/suggest-targets.ts'
import type { Targets } from '../links/targets.ts'
import type { SitePath, SourcePath } from '../model/address.ts'
import { byPlace, type Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import type { Site } from '../model/site.ts'
import { type OutFolder, openOut, pagesIn } from '../output/out-folder.ts'
import { publicVersions } from '../output/public-versions.ts'
import { startingRecord } from '../output/starting-record.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import type { RenderPool } from '../render/render-pool.ts'
import { atTheirPlaces } from '../sources/at-their-places.ts'
import { publishedFile, type ReadNewsroom, readingAnew, readNewsroom } from '../sources/read-newsroom.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import { lastGoodIn } from '../state/last-good.ts'
import type { Paths } from '../state/paths.ts'
import { withFormerTexts } from '../state/remembered.ts'
import { readTheme } from '../theme/read-theme.ts'
import { checkTargets } from './check-targets.ts'
import { checkTheme } from './check-theme.ts'
import { type Inspected, lookAgain, outlineOf, readAndInspect } from './inspect-bodies.ts'

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
 * but what is needed to judge: no feed, and pages only where a theme has a part in them.
 */
export async function checkNewsroom(request: CheckRequest): Promise<CheckResult> {
  const { paths } = request
  request.pool.warm(1)
  for (let attempt = 0; attempt <= MAX_REREADS; attempt++) {
    const { site, diagnostics, remarks } = readSiteFile(paths.articles)
    if (!site) return { kind: 'misconfigured', diagnostics: [...diagnostics, ...remarks].sort(byPlace) }
    const found = await lookAt(request, site)
    if (found === 'changed') continue
    return { kind: 'checked', diagnostics: [...diagnostics, ...remarks, ...found].sort(byPlace) }
  }
  throw new EnvironmentError('disk', 'the articles keep changing while they are read', {
    remedy: 'check again when they are saved',
  })
}

async function lookAt(request: CheckRequest, site: Site): Promise<readonly Diagnostic[] | 'changed'> {
  const { paths, asOf } = request
  const out = openOut(paths.out)
  const { newsroom, looks } = await readPublic(request, { site, out })
  const { read, computed } = newsroom
  const targets = checkTargets(computed, { site, read })
  const found = await lookAgain(looks, { ...request, site, targets })
  const results = [...found.values()]
  if (results.some(result => result?.kind === 'changed')) return 'changed'
  const theme = readTheme(paths)
  const faults = theme ? await checkTheme(theme, { ...request, site, computed, read, targets }) : []
  if (faults === 'changed') return 'changed'
  const { articles, standing, sources } = read.newsroom
  const written = articles.filter(({ path }) => !read.replaced.has(path))
  const checked = [...written, ...standing.filter(({ path }) => !read.replaced.has(path))].map(
    (owner): Checked => ({ owner, outline: outlineOf(found.get(owner.path)) }),
  )
  const kept = new Set(unreadablePaths({ site, read, ...computed }, out))
  const mistakes = [
    ...faults,
    ...newsroom.diagnostics,
    ...vanishedAddresses(pagesIn(out), { ...computed, site, statics: computed.claimed.statics, kept }),
    ...results.flatMap(result => (result && 'diagnostics' in result ? result.diagnostics : [])),
    ...loneTranslations(sources),
    ...staleTranslations(written, site),
    ...deadAnchors(checked),
    ...linksTooEarly(checked, {
      asOf,
      timezone: site.timezone,
      waiting: new Set(computed.edition.waiting.map(({ path }) => path)),
    }),
    ...largeImages(checked, imageFiles(read)),
    ...deadAddresses(checked, {
      site,
      leadsSomewhere: address => isKnown(targets, address),
      meantBy: suggestTargets(targets),
    }),
  ]
  return atTheirPlaces(mistakes, read.files)
}

/** Reads every file thoroughly, while another thread looks at the bodies, and finds which version of each story is public. */
async function readPublic(
  request: CheckRequest,
  { site, out }: { readonly site: Site; readonly out: OutFolder },
): Promise<{ readonly newsroom: PublicNewsroom; readonly looks: Inspected['looks'] }> {
  const { paths, asOf } = request
  const record = await startingRecord(out, request.record)
  using lastGood = lastGoodIn(paths)
  const formerSite = (): Site => withFormerTexts(site, paths)
  const context = { ...readingAnew(site), lastGood, formerSite, isPublic: publicVersions({ ...out, record }), thorough: true }
  const edition = { site, record, asOf, accept: false }
  const steps = publicNewsroomSteps({ paths, edition, lastGood, formerSite, holds: false, heldBefore: [] })
  steps.next()
  const inspected = await readAndInspect(paths.articles, { ...request, ...context })
  let step = steps.next(inspected.read)
  while (!step.done) {
    const { listing } = inspected.read
    step = steps.next(readNewsroom(paths.articles, { ...context, ...step.value, listing }))
  }
  return { newsroom: step.value, looks: inspected.looks }
}

function isKnown({ addresses }: Targets, address: SitePath): boolean {
  return addresses.has(address) || addresses.has(`${address}/`)
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
