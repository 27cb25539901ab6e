import { join } from 'node:path'
import { type Build, build, type Newsroom } from './build.ts'
import type { OutPath, SourcePath } from './model/address.ts'
import { byPlace, type Diagnostic } from './model/diagnostic.ts'
import type { Edition } from './model/edition.ts'
import type { Instant } from './model/instant.ts'
import type { Site } from './model/site.ts'
import type { Known } from './plan/plan-publish.ts'
import { CACHE_FILE, readCache, writeCache } from './store/cache-file.ts'
import { EnvironmentError, isSystemError } from './store/environment-error.ts'
import { heldBack } from './store/held-back.ts'
import { lastGoodIn, rememberGood } from './store/last-good.ts'
import { lockOut } from './store/lock.ts'
import { type MadeArtifact, type Making, makeArtifacts } from './store/make-artifacts.ts'
import { type OutFolder, openOut, openStage, placeAll, standingIn } from './store/out-folder.ts'
import type { Paths } from './store/paths.ts'
import { LAST_GOOD_FILE, type ReadNewsroom, readNewsroom, sourcesOf } from './store/read-newsroom.ts'
import { readSiteFile } from './store/read-site-file.ts'
import type { RenderPool } from './store/render-pool.ts'
import { writeWhole } from './store/write-whole.ts'

/** What a publish needs. */
export interface PublishRequest {
  readonly paths: Paths
  readonly asOf: Instant
  readonly pool: RenderPool
  /** Works everything out, and writes nothing. */
  readonly dryRun: boolean
  /** Renders drafts and stories to come as well, for the mistakes in them; only with `dryRun`. */
  readonly everything: boolean
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
}

/** What a publish did, or that the newsroom's own description has errors and nothing was touched. */
export type PublishResult = Published | { readonly kind: 'misconfigured'; readonly diagnostics: readonly Diagnostic[] }

export interface Published {
  readonly kind: 'published'
  readonly site: Site
  readonly edition: Edition
  /** Files whose bytes changed. */
  readonly written: readonly OutPath[]
  readonly removed: readonly OutPath[]
  /** Every mistake of the newsroom, those in unchanged files included. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * One publish: read, build, make, put in place. Everything is made before anything is touched.
 * @throws EnvironmentError when another publisher is at it, or the disk fails; what was public then stays as it was
 */
export async function publish(request: PublishRequest): Promise<PublishResult> {
  const { paths, dryRun } = request
  const { site, diagnostics } = readSiteFile(paths.articles)
  if (!site) return { kind: 'misconfigured', diagnostics }
  await using _lock = dryRun ? undefined : await lockOut(paths.out)
  const out = openOut(paths.out)
  const known = readCache(paths.cache)
  using _stage = dryRun ? undefined : openStage(paths.stage)
  const prepared = await prepare(request, { site, out, known })
  const written = prepared.made.filter(({ made }) => made.differs).map(({ artifact }) => artifact.path)
  const removed = dryRun ? [] : carryOut(prepared, { paths, out })
  return {
    kind: 'published',
    site,
    edition: prepared.built.edition,
    written,
    removed,
    diagnostics: [...diagnostics, ...prepared.diagnostics].sort(byPlace),
  }
}

/** A publish of which everything is made and nothing in place. */
interface Prepared {
  readonly built: Build
  readonly read: ReadNewsroom
  readonly made: readonly MadeArtifact[]
  readonly keep: ReadonlyMap<OutPath, Known>
  readonly diagnostics: readonly Diagnostic[]
}

// An author who saves again and again while we read is waited for, within reason.
const MAX_REREADS = 5

/** Reads and makes until nothing stands in the way: an article that cannot be rendered gives way to its last good version. */
async function prepare(
  request: PublishRequest,
  { site, out, known }: { readonly site: Site; readonly out: OutFolder; readonly known: ReadonlyMap<OutPath, Known> },
): Promise<Prepared> {
  const failed = new Map<SourcePath, { readonly hash: string; readonly diagnostics: readonly Diagnostic[] }>()
  const lastGood = lastGoodIn(join(request.paths.state, LAST_GOOD_FILE))
  for (let rereads = 0; rereads <= MAX_REREADS; ) {
    const attempt = await readAndMake(request, { site, out, known, lastGood, failed })
    if (attempt?.making.kind === 'made') {
      const { read, built, making } = attempt
      const ofBodies = [...making.keep.values(), ...making.made].flatMap(({ diagnostics }) => diagnostics)
      const ofFailed = [...failed.values()].flatMap(({ diagnostics }) => diagnostics)
      return {
        built,
        read,
        made: making.made,
        keep: making.keep,
        diagnostics: [...read.diagnostics, ...built.diagnostics, ...ofBodies, ...ofFailed],
      }
    }
    const newlyFailed = attempt?.making.failed ?? []
    for (const { path, ...failure } of newlyFailed) failed.set(path, failure)
    if (newlyFailed.length === 0) rereads++
  }
  throw new EnvironmentError('disk', 'the articles keep changing while they are read', {
    remedy: 'publish again when they are saved',
  })
}

/** One reading and making of everything; undefined when a file of the newsroom went away in the middle of it. */
async function readAndMake(
  { paths, asOf, pool, dryRun, everything, onProgress }: PublishRequest,
  {
    site,
    out,
    known,
    ...context
  }: Parameters<typeof readNewsroom>[1] & { readonly out: OutFolder; readonly known: ReadonlyMap<OutPath, Known> },
): Promise<{ readonly read: ReadNewsroom; readonly built: Build; readonly making: Making } | undefined> {
  try {
    const read = readNewsroom(paths.articles, { site, ...context })
    const newsroom = everything ? asIfReleased(read.newsroom) : read.newsroom
    const built = build(newsroom, { site, record: out.record, asOf: everything ? END_OF_TIME : asOf })
    const stage = dryRun ? undefined : paths.stage
    const making = await makeArtifacts({ built, read, known, out: paths.out, stage, pool, onProgress })
    return { read, built, making }
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw error
  }
}

// The last instant of ECMAScript's time values.
const END_OF_TIME: Instant = 8_640_000_000_000_000

/** The newsroom with no draft and no expiry, so that every body in it is rendered and looked at. */
function asIfReleased(newsroom: Newsroom): Newsroom {
  return {
    ...newsroom,
    articles: newsroom.articles.map(article => ({ ...article, draft: false, expires: undefined })),
    standing: newsroom.standing.map(page => ({ ...page, draft: false })),
  }
}

/** The only part that touches what is public. Returns what it removed. */
function carryOut(
  { built, read, made, keep }: Prepared,
  { paths, out }: { readonly paths: Paths; readonly out: OutFolder },
): readonly OutPath[] {
  const placed = [
    ...made.map(({ artifact: { path }, made: { sha256, size, staged } }) => ({ path, sha256, size, staged })),
    ...[...keep].map(([path, { sha256, size }]) => ({ path, sha256, size, staged: undefined })),
  ]
  const kept = new Set(heldBack(read, { record: built.record, lang: built.site.lang }))
  const removed = placeAll(out, { placed, kept, record: built.record, stage: paths.stage })
  rememberGood(
    join(paths.state, LAST_GOOD_FILE),
    sourcesOf(
      made.flatMap(({ artifact }) => (artifact.kind === 'page' && artifact.source ? [artifact.source] : [])),
      read,
    ),
  )
  const cache = writeCache(knownAfter({ made, keep }, standingIn(paths.out)))
  if (made.length > 0 || removed.length > 0) writeWhole(join(paths.cache, CACHE_FILE), cache, { mode: 0o600 })
  return removed
}

function knownAfter(
  { made, keep }: Pick<Prepared, 'made' | 'keep'>,
  standing: ReturnType<typeof standingIn>,
): ReadonlyMap<OutPath, Known> {
  const known = new Map(keep)
  for (const { artifact, made: file, links, diagnostics } of made) {
    const now = standing(artifact.path)
    if (now) known.set(artifact.path, { key: artifact.key, sha256: file.sha256, ...now, links, diagnostics })
  }
  return known
}
