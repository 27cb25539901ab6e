import type { Checked } from '../check/checked.ts'
import { deadAddresses } from '../check/dead-addresses.ts'
import { deadAnchors } from '../check/dead-anchors.ts'
import { type ImageFile, largeImages } from '../check/large-images.ts'
import { linksTooEarly } from '../check/links-too-early.ts'
import { loneTranslations } from '../check/lone-translations.ts'
import { staleTranslations } from '../check/stale-translations.ts'
import { type Settled, settle } from '../engine/build.ts'
import { heldBack } from '../engine/held-back.ts'
import { renamedStories } from '../engine/renamed-stories.ts'
import { vanishedAddresses } from '../engine/vanished-addresses.ts'
import { suggestTargets } from '../links/suggest-targets.ts'
import type { Targets } from '../links/targets.ts'
import type { SitePath, SourcePath } from '../model/address.ts'
import { byPlace, type Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { Site } from '../model/site.ts'
import { openOut, pagesIn } from '../output/out-folder.ts'
import { startingRecord } from '../output/starting-record.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import { missingStories } from '../record/next-record.ts'
import type { Resemblance } from '../record/resemblance.ts'
import type { RenderPool } from '../render/render-pool.ts'
import { atTheirPlaces } from '../sources/at-their-places.ts'
import { publishedFile, type ReadNewsroom } from '../sources/read-newsroom.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import { lastGoodIn } from '../state/last-good.ts'
import type { Paths } from '../state/paths.ts'
import { withFormerTexts } from '../state/remembered.ts'
import { readTheme } from '../theme/read-theme.ts'
import { checkTargets } from './check-targets.ts'
import { checkTheme } from './check-theme.ts'
import { lookAgain, outlineOf, readAndInspect } from './inspect-bodies.ts'

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
  const { paths, asOf, record } = request
  const out = openOut(paths.out)
  const known = await startingRecord(out, record)
  const { read, looks } = await readAndInspect(paths.articles, { ...request, site })
  const settled = settle(read.newsroom, { site, record: known, asOf, accept: false })
  const targets = checkTargets(settled, { site, read })
  const found = await lookAgain(looks, { ...request, site, targets })
  const results = [...found.values()]
  if (results.some(result => result?.kind === 'changed')) return 'changed'
  const theme = readTheme(paths)
  const faults = theme ? await checkTheme(theme, { ...request, site, settled, read, targets }) : []
  if (faults === 'changed') return 'changed'
  const checked = [...read.newsroom.articles, ...read.newsroom.standing].map(
    (owner): Checked => ({ owner, outline: outlineOf(found.get(owner.path)) }),
  )
  // What a last good version keeps does not vanish.
  const isWhole = settled.missing.length === 0 && heldBack(read, { record: known, lang: site.lang }).length === 0
  const mistakes = [
    ...faults,
    ...read.diagnostics,
    ...settled.diagnostics,
    ...(isWhole
      ? vanishedAddresses(pagesIn(out), { ...settled, site, statics: settled.claimed.statics, kept: new Set() })
      : []),
    ...missingStories(settled.missing, { ...read.newsroom, resemblances: renamedIn(settled, { read, known, site, paths }) }),
    ...results.flatMap(result => (result && 'diagnostics' in result ? result.diagnostics : [])),
    ...loneTranslations(read.newsroom.sources),
    ...staleTranslations(read.newsroom.articles, site),
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
  return atTheirPlaces(mistakes, read.files)
}

/** The new files that may be stories whose files are gone. */
function renamedIn(
  { articles, missing }: Settled,
  {
    read,
    known,
    site,
    paths,
  }: Pick<CheckRequest, 'paths'> & { readonly read: ReadNewsroom; readonly known: PublicationRecord; readonly site: Site },
): readonly Resemblance[] {
  const lastGood = lastGoodIn(paths)
  const formerSite = (): Site => withFormerTexts(site, paths)
  return renamedStories({ read, articles, missing }, { paths, record: known, lastGood, formerSite }).resemblances
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
