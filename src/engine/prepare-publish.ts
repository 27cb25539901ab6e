import { join } from 'node:path'
import { type ImageMemory, ImageStore } from '../images/image-store.ts'
import type { OutPath, SourcePath } from '../model/address.ts'
import type { FeedArtifact } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { RecordEntry } from '../model/record.ts'
import type { Site } from '../model/site.ts'
import type { Theme } from '../model/theme.ts'
import type { OutFolder, Placed } from '../output/out-folder.ts'
import { type IsPublicVersion, publicVersions } from '../output/public-versions.ts'
import type { Known } from '../plan/plan-publish.ts'
import type { ChannelDiff } from '../plan/subscriber-diff.ts'
import { heldStory, holdBack, stillInQuestion, type Turnover, turnoversIn } from '../plan/turnover.ts'
import { EnvironmentError, isSystemError } from '../platform/environment-error.ts'
import { LinkRefused } from '../platform/open-within.ts'
import { missingStories } from '../record/next-record.ts'
import type { Resemblance } from '../record/resemblance.ts'
import { scratchEntries } from '../render/entry-store.ts'
import { atTheirPlaces } from '../sources/at-their-places.ts'
import { type Listing, listingWithout } from '../sources/list-files.ts'
import type { ReadNewsroom } from '../sources/read-newsroom.ts'
import { emptyMemory, type SourceMemory } from '../sources/source-memory.ts'
import { type LastGood, lastGoodIn } from '../state/last-good.ts'
import { isWithin } from '../state/paths.ts'
import type { MissingStories } from '../state/remembered.ts'
import { readHeld, withFormerTexts } from '../state/remembered.ts'
import type { Failures } from '../state/remembered-failures.ts'
import { faultsOnce } from '../theme/theme-fault.ts'
import { type Build, type BuildInputs, build, siteKeyOf } from './build.ts'
import type { PublishMemory } from './cache-file.ts'
import type { CarriedChannel } from './describe-feeds.ts'
import type { MadeArtifact } from './made-artifact.ts'
import { type Making, makeArtifacts } from './make-artifacts.ts'
import type { PublishRequest } from './publish-request.ts'
import { readWithImages } from './published-images.ts'
import { noteRenamed, renamedStories } from './renamed-stories.ts'
import { SlowBodies } from './slow-bodies.ts'
import { withdrawnSources } from './withdrawn-sources.ts'

/** A publish of which everything is made and nothing in place. */
export interface Prepared {
  readonly built: Build
  readonly read: ReadNewsroom
  readonly made: readonly MadeArtifact[]
  readonly keep: ReadonlyMap<OutPath, Known>
  /** What is known of images now. */
  readonly images: ImageMemory
  /** Files with the sources of the pages that were made. */
  readonly good: readonly string[]
  readonly carried: readonly CarriedChannel[]
  /** Every document of every feed, made or kept. */
  readonly feeds: readonly FeedArtifact[]
  readonly subscribers: readonly ChannelDiff[]
  readonly recordFile: Placed
  /** Feeds that turn over; none where that was accepted or the stories in question are held back. */
  readonly turnovers: readonly Turnover[]
  /** Ids of the stories whose change is held back. */
  readonly held: readonly string[]
  /** What the next publish is to know of stories whose files are missing. */
  readonly missing: readonly MissingStories[]
  /** Versions of stories that cannot be rendered. */
  readonly failed: Failures
  readonly diagnostics: readonly Diagnostic[]
}

/** What stood in the way so far, and is worked around in the next attempt. */
interface Obstacles {
  /** Versions of stories that cannot be rendered, or not in time. */
  readonly slow: SlowBodies
  /** Public stories whose files are gone. */
  missing: readonly RecordEntry[]
  /** New files that may be these, renamed and edited: they are not published until somebody says so. By path. */
  readonly renamed: Map<SourcePath, Resemblance>
  /** Stories whose change is held back, with their ids. */
  readonly held: Map<SourcePath, string>
  /** Stories whose change would cost them their address, with what is wrong with it. */
  readonly displaced: Map<SourcePath, readonly Diagnostic[]>
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
  { site, out, memory, clock }: Pick<AttemptInputs, 'site' | 'out' | 'clock'> & { readonly memory: PublishMemory },
): Promise<Prepared> {
  using scratch = request.dryRun ? scratchEntries() : undefined
  const slow = new SlowBodies(request, { known: memory.known, record: out.record })
  const nothing = { missing: [], renamed: new Map(), held: new Map(), displaced: new Map(), refused: new Set<SourcePath>() }
  const obstacles: Obstacles = { ...nothing, slow, known: memory.known }
  const siteKey = siteKeyOf({ site, hub: request.hub })
  const sources = memory.sources?.siteKey === siteKey ? memory.sources : emptyMemory(siteKey)
  const images = new ImageStore({
    folders: scratch ? [join(scratch.folder, 'images'), request.paths.images] : [request.paths.images],
    largest: site.images.largest,
    before: memory.images,
  })
  const asks = !request.accept
  const heldBefore = asks ? readHeld(request.paths) : []
  const lastGood = lastGoodIn(request.paths)
  const isPublic = publicVersions(out)
  for (let rereads = 0; rereads <= MAX_REREADS; ) {
    const attempt = await readAndMake(request, {
      site,
      listing: rereads === 0 ? request.listing : undefined,
      out,
      clock,
      obstacles,
      heldBefore,
      lastGood,
      isPublic,
      sources,
      seenBefore: memory.sources,
      images,
      scratch: scratch?.folder,
    })
    if (attempt === 'restored') continue
    if (attempt === 'vanished') {
      rereads++
      continue
    }
    const { built, read, making, missing } = attempt
    if (making.kind !== 'made') {
      if (noteObstacle(making, { obstacles, request }) === 'unstable') rereads++
      continue
    }
    const asked = asks ? turnoversIn(making.subscribers, { ...built, record: out.record }) : []
    const inQuestion = asked.flatMap(({ stories }) => stories)
    if (request.onTurnover === 'hold' && holdBack(inQuestion, { ...built, held: obstacles.held })) continue
    const { stage } = request.paths
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
      diagnostics: diagnosticsOf({ built, read, making, obstacles, theme: request.theme }),
    }
  }
  throw new EnvironmentError('disk', 'the articles keep changing while they are read', {
    remedy: 'publish again when they are saved',
  })
}

interface AttemptInputs {
  readonly site: Site
  readonly listing: Listing | undefined
  readonly out: OutFolder
  readonly clock: Pick<BuildInputs, 'reached' | 'isExpected'>
  readonly obstacles: Obstacles
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
  readonly read: ReadNewsroom
  readonly built: Build
  readonly making: Making
  readonly missing: readonly MissingStories[]
}

/**
 * One reading and making of everything. `restored`: public stories are missing or changes held back, and are to be read from
 * their last good versions; `vanished`: a file of the newsroom went away in the middle of it.
 */
async function readAndMake(
  request: PublishRequest,
  { site, listing, out, clock, obstacles, heldBefore, lastGood, isPublic, sources, seenBefore, images, scratch }: AttemptInputs,
): Promise<Attempt | 'restored' | 'vanished'> {
  const { paths, dryRun, asOf, accept, theme, pool, onProgress } = request
  const { slow, held, displaced, refused, known } = obstacles
  try {
    const restore = obstacles.missing.map(({ path }) => path)
    const hold = new Set([...held.keys(), ...displaced.keys(), ...obstacles.renamed.keys()])
    const formerSite = (): Site => withFormerTexts(site, paths)
    const context = {
      site,
      memory: sources,
      lastGood,
      formerSite,
      isPublic,
      failed: slow.failed,
      restore,
      hold,
      ...listingWithout(refused, { root: paths.articles, listing }),
    }
    const read = await readWithImages(paths.articles, context, { store: images, theme, pool, onProgress })
    const built = build(read.newsroom, { site, record: out.record, asOf, ...clock, accept, hub: request.hub, theme })
    const isMissing = noteMissing(built, obstacles)
    const before = { paths, record: out.record, sources: seenBefore, lastGood, formerSite }
    const lost = renamedStories({ ...built, read, missing: obstacles.missing }, before)
    const isNew = [
      isMissing,
      noteRenamed(obstacles.renamed, lost),
      noteDisplaced(built, obstacles),
      holdBack(stillInQuestion(heldBefore, { ...built, record: out.record }), { ...built, held }),
    ]
    if (isNew.includes(true)) return 'restored'
    const stage = dryRun ? undefined : paths.stage
    const entries = scratch === undefined ? ([paths.entries] as const) : ([scratch, paths.entries] as const)
    const places = { out: out.root, standing: out.standing, stage, entries, keepsEntries: request.memory !== undefined }
    const making = await makeArtifacts({ ...request, built, read, known, ...places, images, turnOf: slow.turnOf })
    return { read, built, making, missing: lost.missing }
  } catch (error) {
    // Each is refused once, so that this ends.
    if (error instanceof LinkRefused && isWithin(error.onDisk, paths.articles) && !refused.has(error.refused)) {
      refused.add(error.refused)
      return 'restored'
    }
    // Anything else that is missing is a fault of the disk: its error says what.
    if (isSystemError(error, 'ENOENT') && error.path !== undefined && isWithin(error.path, paths.articles)) return 'vanished'
    throw error
  }
}

/**
 * `unstable` where trying again may lead to the same.
 * @throws EnvironmentError when what this publish itself has stored cannot be read back
 */
function noteObstacle(
  making: Exclude<Making, { kind: 'made' }>,
  { obstacles, request }: { readonly obstacles: Obstacles; readonly request: PublishRequest },
): 'known' | 'unstable' {
  if (making.kind === 'damaged') {
    if (obstacles.known.size === 0)
      throw new EnvironmentError('disk', `what was written to ${request.paths.entries} cannot be read back`, {
        remedy: 'check the disk, and publish again',
      })
    obstacles.known = new Map()
    return 'known'
  }
  // What came out otherwise is known from now on; only a file that changes all the time would do it again.
  if (making.kind === 'images') return 'unstable'
  for (const story of making.failed) obstacles.slow.note(story)
  return making.failed.length > 0 ? 'known' : 'unstable'
}

/** Notes the public stories whose files are gone; whether they were not noted before. */
function noteMissing(built: Build, obstacles: Obstacles): boolean {
  if (obstacles.missing.length > 0) return false
  obstacles.missing = built.missing
  return built.missing.length > 0
}

/** Notes the public stories whose address is another's now; whether there is one that was not noted before. */
function noteDisplaced({ displaced, diagnostics }: Build, obstacles: Obstacles): boolean {
  const before = obstacles.displaced.size
  for (const { path } of displaced)
    if (!obstacles.displaced.has(path))
      obstacles.displaced.set(
        path,
        diagnostics.filter(({ severity, ...at }) => severity === 'error' && at.path === path),
      )
  return obstacles.displaced.size > before
}

interface Outcome {
  readonly built: Build
  readonly read: ReadNewsroom
  readonly making: Extract<Making, { kind: 'made' }>
  readonly obstacles: Obstacles
  readonly theme: Theme | undefined
}

function diagnosticsOf({ built, read, making, obstacles, theme }: Outcome): readonly Diagnostic[] {
  return [
    ...atTheirPlaces([...read.diagnostics, ...withDisplaced(built, obstacles)], read.files),
    ...missingStories(obstacles.missing, { ...read.newsroom, resemblances: [...obstacles.renamed.values()] }),
    ...[...obstacles.held.keys()].map(heldStory),
    ...(theme?.diagnostics ?? []),
    ...faultsOnce([...making.keep.values(), ...making.made].flatMap(({ diagnostics }) => diagnostics)),
  ]
}

/** A story that kept its address by its last good version is in the wrong all the same. */
function withDisplaced({ diagnostics, displaced }: Build, obstacles: Obstacles): readonly Diagnostic[] {
  const still = new Set(displaced.map(({ path }) => path))
  return [...diagnostics, ...[...obstacles.displaced].flatMap(([path, said]) => (still.has(path) ? [] : said))]
}
