import { join } from 'node:path'
import { type Build, build } from './build.ts'
import type { OutPath, SourcePath } from './model/address.ts'
import type { Diagnostic } from './model/diagnostic.ts'
import type { RecordEntry } from './model/record.ts'
import type { Site } from './model/site.ts'
import type { Known } from './plan/plan-publish.ts'
import type { ChannelDiff } from './plan/subscriber-diff.ts'
import { type Turnover, turnoversIn } from './plan/turnover.ts'
import type { PublishRequest } from './publish-request.ts'
import { missingStory } from './record/next-record.ts'
import { scratchEntries } from './store/entry-store.ts'
import { EnvironmentError, isSystemError } from './store/environment-error.ts'
import { withFieldPlaces } from './store/field-places.ts'
import { type LastGood, lastGoodIn } from './store/last-good.ts'
import type { MadeArtifact } from './store/made-artifact.ts'
import { type Making, makeArtifacts } from './store/make-artifacts.ts'
import type { OutFolder } from './store/out-folder.ts'
import { LAST_GOOD_FILE, type ReadNewsroom, readNewsroom } from './store/read-newsroom.ts'

/** A publish of which everything is made and nothing in place. */
export interface Prepared {
  readonly built: Build
  readonly read: ReadNewsroom
  readonly made: readonly MadeArtifact[]
  readonly keep: ReadonlyMap<OutPath, Known>
  readonly subscribers: readonly ChannelDiff[]
  /** Feeds that turn over; none where that was accepted or the stories in question are held back. */
  readonly turnovers: readonly Turnover[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What stood in the way so far, and is worked around in the next attempt. */
interface Obstacles {
  /** Versions of stories that cannot be rendered. */
  readonly failed: Map<SourcePath, { readonly hash: string; readonly diagnostics: readonly Diagnostic[] }>
  /** Public stories whose files are gone. */
  missing: readonly RecordEntry[]
  /** Stories whose change is held back. */
  readonly held: Set<SourcePath>
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
  { site, out, known }: { readonly site: Site; readonly out: OutFolder; readonly known: ReadonlyMap<OutPath, Known> },
): Promise<Prepared> {
  using scratch = request.dryRun ? scratchEntries() : undefined
  const obstacles: Obstacles = { failed: new Map(), missing: [], held: new Set(), known }
  const lastGood = lastGoodIn(join(request.paths.state, LAST_GOOD_FILE))
  for (let rereads = 0; rereads <= MAX_REREADS; ) {
    const attempt = await readAndMake(request, { site, out, obstacles, lastGood, scratch: scratch?.folder })
    if (attempt === 'restored') continue
    if (attempt === 'vanished') {
      rereads++
      continue
    }
    const { built, read, making } = attempt
    if (making.kind !== 'made') {
      if (noteObstacle(making, obstacles) === 'unstable') rereads++
      continue
    }
    const asked = request.accept ? [] : turnoversIn(making.subscribers, { ...built, record: out.record })
    if (request.onTurnover === 'hold' && holdBack(asked, { built, held: obstacles.held })) continue
    const turnovers = request.onTurnover === 'hold' ? [] : asked
    return { built, read, ...making, turnovers, diagnostics: diagnosticsOf({ built, read, making, obstacles }) }
  }
  throw new EnvironmentError('disk', 'the articles keep changing while they are read', {
    remedy: 'publish again when they are saved',
  })
}

interface AttemptInputs {
  readonly site: Site
  readonly out: OutFolder
  readonly obstacles: Obstacles
  readonly lastGood: LastGood
  /** Where entries go that are not to be kept. */
  readonly scratch: string | undefined
}

interface Attempt {
  readonly read: ReadNewsroom
  readonly built: Build
  readonly making: Making
}

/**
 * One reading and making of everything. `restored`: public stories are missing, and are to be read from their last good
 * versions; `vanished`: a file of the newsroom went away in the middle of it.
 */
async function readAndMake(
  request: PublishRequest,
  { site, out, obstacles, lastGood, scratch }: AttemptInputs,
): Promise<Attempt | 'restored' | 'vanished'> {
  const { paths, dryRun, asOf, accept, pool, onProgress } = request
  const { failed, missing, held, known } = obstacles
  try {
    const read = readNewsroom(paths.articles, { site, lastGood, failed, restore: missing.map(({ path }) => path), hold: held })
    const built = build(read.newsroom, { site, record: out.record, asOf, accept, hub: request.hub })
    if (missing.length === 0 && built.missing.length > 0) {
      obstacles.missing = built.missing
      return 'restored'
    }
    const stage = dryRun ? undefined : paths.stage
    const entries = scratch === undefined ? ([paths.entries] as const) : ([scratch, paths.entries] as const)
    const making = await makeArtifacts({ built, read, known, out: paths.out, stage, entries, pool, onProgress })
    return { read, built, making }
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return 'vanished'
    throw error
  }
}

/** `unstable` where trying again may lead to the same. */
function noteObstacle(making: Exclude<Making, { kind: 'made' }>, obstacles: Obstacles): 'known' | 'unstable' {
  if (making.kind === 'damaged') {
    obstacles.known = new Map()
    return 'unstable'
  }
  for (const { path, ...failure } of making.failed) obstacles.failed.set(path, failure)
  return making.failed.length > 0 ? 'known' : 'unstable'
}

/** Holds back the stories in question; whether there is one that was not held before. */
function holdBack(
  turnovers: readonly Turnover[],
  { built, held }: { readonly built: Build; readonly held: Set<SourcePath> },
): boolean {
  const pathOf = new Map(built.articles.map(({ id, path }) => [id, path]))
  const before = held.size
  for (const id of turnovers.flatMap(({ stories }) => stories)) {
    const path = pathOf.get(id)
    if (path !== undefined) held.add(path)
  }
  return held.size > before
}

interface Outcome {
  readonly built: Build
  readonly read: ReadNewsroom
  readonly making: Extract<Making, { kind: 'made' }>
  readonly obstacles: Obstacles
}

function diagnosticsOf({ built, read, making, obstacles }: Outcome): readonly Diagnostic[] {
  const found = [
    ...read.diagnostics,
    ...built.diagnostics,
    ...obstacles.missing.map(missingStory),
    ...[...obstacles.held].map(heldStory),
    ...[...making.keep.values(), ...making.made].flatMap(({ diagnostics }) => diagnostics),
    ...[...obstacles.failed.values()].flatMap(({ diagnostics }) => diagnostics),
  ]
  return withFieldPlaces(found, read.files)
}

function heldStory(path: SourcePath): Diagnostic {
  return {
    severity: 'error',
    code: 'held-back',
    path,
    line: 1,
    column: 1,
    message: 'this change is held back: with others, it would make most of a feed new or gone at once',
    remedy: 'if that is meant, publish once with --accept; courant publish --dry-run shows what subscribers would see',
  }
}
