import { join } from 'node:path'
import { type ImageMemory, ImageStore } from '../images/image-store.ts'
import type { Targets } from '../links/targets.ts'
import type { OutPath, SourcePath } from '../model/address.ts'
import type { FeedArtifact } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Site } from '../model/site.ts'
import { listPagesIn, type OutFolder, type StagedRecord } from '../output/out-folder.ts'
import { type IsPublicVersion, publicVersions } from '../output/public-versions.ts'
import type { Known } from '../plan/plan-publish.ts'
import type { ChannelDiff } from '../plan/subscriber-diff.ts'
import { holdBack, type Turnover, turnoversIn } from '../plan/turnover.ts'
import { EnvironmentError, isSystemError } from '../platform/environment-error.ts'
import { LinkRefused } from '../platform/open-within.ts'
import { scratchEntries } from '../render/entry-store.ts'
import { atTheirPlaces } from '../sources/at-their-places.ts'
import { type Listing, listingWithout } from '../sources/list-files.ts'
import type { ReadNewsroom } from '../sources/read-newsroom.ts'
import { emptyMemory, type SourceMemory } from '../sources/source-memory.ts'
import { type LastGood, lastGoodIn } from '../state/last-good.ts'
import { isWithin } from '../state/paths.ts'
import { type MissingStories, readHeld, withFormerTexts } from '../state/remembered.ts'
import type { Failures } from '../state/remembered-failures.ts'
import { faultsOnce } from '../theme/theme-fault.ts'
import { type Build, type BuildInputs, describeEdition, type EditionInputs, siteKeyOf } from './build.ts'
import { type Making, makeArtifacts, type Remembering } from './make-artifacts.ts'
import { noObstacles, type Obstacles, type PublicNewsroom, publicNewsroomSteps } from './public-newsroom.ts'
import type { PublishMemory } from './publish-memory.ts'
import type { PublishRequest } from './publish-request.ts'
import { readWithImages } from './published-images.ts'
import { SlowBodies } from './slow-bodies.ts'
import type { StagedFiles } from './staged-files.ts'
import { withdrawnSources } from './withdrawn-sources.ts'

/** A publish of which everything is made and nothing in place. */
export interface Prepared {
  readonly built: Build
  readonly read: ReadNewsroom
  readonly files: StagedFiles
  /** What is known of images now. */
  readonly images: ImageMemory
  /** Files with the sources of the pages that were made. */
  readonly good: readonly string[]
  /** Every document of every feed, made or kept. */
  readonly feeds: readonly FeedArtifact[]
  readonly subscribers: readonly ChannelDiff[]
  readonly recordFile: StagedRecord
  /** Feeds that turn over; none where that was accepted or the stories in question are held back. */
  readonly turnovers: readonly Turnover[]
  /** Ids of the stories whose change is held back. */
  readonly held: readonly string[]
  /** What the next publish is to know of stories whose files are missing. */
  readonly missing: readonly MissingStories[]
  /** Why each artifact was made, where that was asked for. */
  readonly why: Extract<Making, { kind: 'made' }>['why']
  /** Versions of stories that cannot be rendered. */
  readonly failed: Failures
  readonly obstacles: Obstacles
  readonly targets: Targets
  /** Errors and warnings that need no look at bodies. */
  readonly readDiagnostics: readonly Diagnostic[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What stood in the way so far, and is worked around in the next attempt. */
interface Attempts {
  readonly obstacles: Obstacles
  /** Versions of stories that cannot be rendered, or not in time. */
  readonly slow: SlowBodies
  /** Files and folders that were exchanged for links after they were listed, by their paths. */
  readonly refused: Set<SourcePath>
  known: ReadonlyMap<OutPath, Known>
}

// An author who saves again and again while we read is waited for, within reason.
const MAX_REREADS = 5

/**
 * Reads, builds and makes until nothing stands in the way: a story that cannot be rendered, whose file is gone, or whose
 * change is held back gives way to its last good version.
 */
export async function preparePublish(
  request: PublishRequest,
  {
    site,
    out,
    memory,
    clock,
    remembering,
  }: Pick<AttemptInputs, 'site' | 'out' | 'remembering'> & {
    readonly memory: PublishMemory
    readonly clock: Pick<BuildInputs, 'reached' | 'isExpected'>
  },
): Promise<Prepared> {
  using scratch = request.dryRun ? scratchEntries() : undefined
  using lastGood = lastGoodIn(request.paths)
  const slow = new SlowBodies(request, { known: memory.known, record: out.record })
  const attempts: Attempts = { obstacles: noObstacles(), slow, refused: new Set(), known: memory.known }
  const siteKey = siteKeyOf({ site, hub: request.hub })
  const images = new ImageStore({
    folders: scratch ? [join(scratch.folder, 'images'), request.paths.images] : [request.paths.images],
    largest: site.images.largest,
    before: memory.images,
  })
  const asks = !request.accept
  const inputs: AttemptInputs = {
    site,
    out,
    remembering,
    edition: { site, record: out.record, asOf: request.asOf, ...clock, accept: request.accept },
    attempts,
    heldBefore: asks ? readHeld(request.paths) : [],
    lastGood,
    isPublic: publicVersions(out),
    sources: memory.sources?.siteKey === siteKey ? memory.sources : emptyMemory(siteKey),
    seenBefore: memory.sources,
    images,
    scratch: scratch?.folder,
  }
  for (let rereads = 0; rereads <= MAX_REREADS; ) {
    const attempt = await readAndMake(request, { ...inputs, listing: rereads === 0 ? request.listing : undefined })
    if (attempt === 'refused') continue
    if (attempt === 'vanished') {
      rereads++
      continue
    }
    const { newsroom, built, making } = attempt
    const { read, obstacles, missing } = newsroom
    if (making.kind !== 'made') {
      if (noteObstacle(making, { attempts, request }) === 'unstable') rereads++
      continue
    }
    const asked = asks ? turnoversIn(making.subscribers, { ...built, record: out.record }) : []
    const inQuestion = asked.flatMap(({ stories }) => stories)
    if (request.onTurnover === 'hold' && holdBack(inQuestion, { ...built, held: obstacles.held })) continue
    const { stage } = request.paths
    const readDiagnostics = [
      ...atTheirPlaces([...newsroom.diagnostics, ...built.idleRedirects], read.files),
      ...(request.theme?.diagnostics ?? []),
    ]
    const withdrawn = request.dryRun ? [] : withdrawnSources(built, { read, record: out.record, stage })
    return {
      built,
      read,
      ...making,
      good: [...making.good, ...withdrawn],
      images: images.memoryOf(read.files),
      turnovers: request.onTurnover === 'hold' ? [] : asked,
      held: [...obstacles.held.values()],
      missing,
      failed: slow.failed,
      obstacles,
      readDiagnostics,
      diagnostics: [...readDiagnostics, ...faultsOnce(making.files.diagnostics)],
    }
  }
  throw new EnvironmentError('disk', 'the articles keep changing while they are read', {
    remedy: 'publish again when they are saved',
  })
}

interface AttemptInputs {
  readonly site: Site
  readonly listing?: Listing | undefined
  readonly out: OutFolder
  readonly remembering: Remembering | undefined
  readonly edition: EditionInputs
  readonly attempts: Attempts
  /** Ids of the stories whose change was held back in the publish before. */
  readonly heldBefore: readonly string[]
  readonly lastGood: LastGood
  readonly isPublic: IsPublicVersion
  readonly sources: SourceMemory
  /** What the last publish had read, whatever `site.yaml` it had. */
  readonly seenBefore: SourceMemory | undefined
  readonly images: ImageStore
  /** Where entries go that are not to be kept. */
  readonly scratch: string | undefined
}

interface Attempt {
  readonly newsroom: PublicNewsroom
  readonly built: Build
  readonly making: Making
}

/**
 * One reading and making of everything. `refused`: a file or folder was exchanged for a link meanwhile; `vanished`: a file of the newsroom went
 * away in the middle of it.
 */
async function readAndMake(request: PublishRequest, inputs: AttemptInputs): Promise<Attempt | 'refused' | 'vanished'> {
  const { paths } = request
  const { refused } = inputs.attempts
  try {
    const newsroom = await readPublic(request, inputs)
    const { hub, theme, kinds } = request
    const listPages = listPagesIn(inputs.out)
    const built = describeEdition(newsroom.computed, { ...inputs, ...newsroom.read, hub, theme, listPages, kinds })
    return { newsroom, built, making: await makeAll(request, { ...inputs, read: newsroom.read, built }) }
  } catch (error) {
    // Each is refused once, so that this ends.
    if (error instanceof LinkRefused && isWithin(error.onDisk, paths.articles) && !refused.has(error.refused)) {
      refused.add(error.refused)
      return 'refused'
    }
    // Anything else that is missing is a fault of the disk: its error says what.
    if (isSystemError(error, 'ENOENT') && error.path !== undefined && isWithin(error.path, paths.articles)) return 'vanished'
    throw error
  }
}

/** Reads the newsroom with its images as they are published, and finds which version of each story is public. */
async function readPublic(
  { paths, theme, pool, onProgress }: PublishRequest,
  { site, edition, attempts, heldBefore, lastGood, isPublic, sources, seenBefore, images, listing }: AttemptInputs,
): Promise<PublicNewsroom> {
  const formerSite = (): Site => withFormerTexts(site, paths)
  const context = { site, memory: sources, lastGood, formerSite, isPublic, failed: attempts.slow.failed }
  const steps = publicNewsroomSteps(
    { paths, edition, sources: seenBefore, lastGood, formerSite, holds: true, heldBefore },
    attempts.obstacles,
  )
  let step = steps.next()
  while (!step.done) {
    const files = listingWithout(attempts.refused, { root: paths.articles, listing })
    const wanted = { ...context, ...step.value, ...files }
    step = steps.next(await readWithImages(paths.articles, wanted, { store: images, theme, pool, onProgress }))
  }
  return step.value
}

async function makeAll(
  request: PublishRequest,
  {
    out,
    attempts,
    images,
    scratch,
    read,
    built,
    remembering,
  }: AttemptInputs & Pick<Attempt, 'built'> & Pick<PublicNewsroom, 'read'>,
): Promise<Making> {
  const { paths, dryRun, explain = false } = request
  const stage = dryRun ? undefined : paths.stage
  const entries = scratch === undefined ? ([paths.entries] as const) : ([scratch, paths.entries] as const)
  const places = {
    out: out.root,
    standing: out.standing,
    stage,
    entries,
    keepsEntries: request.memory !== undefined,
  }
  const { known, slow } = attempts
  return await makeArtifacts({
    ...request,
    ...places,
    built,
    read,
    known,
    images,
    turnOf: slow.turnOf,
    // A manifest that was lost is put together from what is made.
    keepsArtifacts: explain || out.isRebuilt === true,
    remembering,
  })
}

/**
 * `unstable` where trying again may lead to the same.
 * @throws EnvironmentError when what this publish itself has stored cannot be read back
 */
function noteObstacle(
  making: Exclude<Making, { kind: 'made' }>,
  { attempts, request }: { readonly attempts: Attempts; readonly request: PublishRequest },
): 'known' | 'unstable' {
  if (making.kind === 'damaged') {
    if (attempts.known.size === 0)
      throw new EnvironmentError('disk', `what was written to ${request.paths.entries} cannot be read back`, {
        remedy: 'check the disk, and publish again',
      })
    attempts.known = new Map()
    return 'known'
  }
  // What came out otherwise is known from now on; only a file that changes all the time would do it again.
  if (making.kind === 'images') return 'unstable'
  for (const story of making.failed) attempts.slow.note(story)
  return making.failed.length > 0 ? 'known' : 'unstable'
}
