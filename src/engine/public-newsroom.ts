import type { SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { RecordEntry } from '../model/record.ts'
import { heldStory, holdBack, stillInQuestion } from '../plan/turnover.ts'
import { missingStories } from '../record/next-record.ts'
import type { Resemblance } from '../record/resemblance.ts'
import type { ReadNewsroom } from '../sources/read-newsroom.ts'
import type { MissingStories } from '../state/remembered.ts'
import { type ComputedEdition, computeEdition, type EditionInputs } from './build.ts'
import { noteRenamed, type PublishedBefore, renamedStories } from './renamed-stories.ts'

/** Stories whose files cannot be published as they are. Their last good versions are used instead. */
export interface Obstacles {
  /** Public stories whose files are gone. */
  missing: readonly RecordEntry[]
  /** New files that may be these, renamed and edited: they are not published before an author has answered. By path. */
  readonly renamed: Map<SourcePath, Resemblance>
  /** Stories whose change is held for confirmation, with their ids. */
  readonly held: Map<SourcePath, string>
  /** Stories whose change would cost them their address, with the errors that say so. */
  readonly displaced: Map<SourcePath, readonly Diagnostic[]>
}

/** No obstacle is known yet. */
export function noObstacles(): Obstacles {
  return { missing: [], renamed: new Map(), held: new Map(), displaced: new Map() }
}

/** The paths of stories and files that are held or replaced. */
export function obstaclePaths({ missing, renamed, held, displaced }: Obstacles): ReadonlySet<SourcePath> {
  return new Set([...missing.map(({ path }) => path), ...renamed.keys(), ...held.keys(), ...displaced.keys()])
}

/** What the public newsroom follows from, beside its files. */
export interface PublicInputs extends Pick<PublishedBefore, 'paths' | 'sources' | 'filesBefore' | 'lastGood' | 'formerSite'> {
  readonly edition: EditionInputs
  /** Public stories whose files are gone, beside those of a newsroom that is only a part of one: a new file may be one of them. */
  readonly missingElsewhere?: readonly RecordEntry[]
  /**
   * Whether changes are held until an author confirms them: new files that may be renamed stories, and the stories in `heldBefore`. A publish
   * holds them; what shows a newsroom as its files are does not.
   */
  readonly holds: boolean
  /** Ids of the stories that the last publish held. */
  readonly heldBefore: readonly string[]
}

/** How the newsroom is to be read: files that are gone (`restore`) and versions that are not used (`hold`) are replaced by last good versions. */
export interface WantedReading {
  readonly restore: readonly SourcePath[]
  readonly hold: ReadonlySet<SourcePath>
}

/** Which version of each story is public at an instant, and the edition that follows. */
export interface PublicNewsroom {
  readonly read: ReadNewsroom
  readonly computed: ComputedEdition
  readonly obstacles: Obstacles
  /** What the next publish is to know of stories whose files are missing. */
  readonly missing: readonly MissingStories[]
  /** Errors and warnings that need no look at bodies; those of a field have no location yet (`atTheirPlaces`). */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Finds the public newsroom: reads it and computes the edition, again and again, each time with the last good versions of the stories that stood in
 * the way before, until there is no obstacle left. Publish, preview, check and schedule all go through here. It yields how the newsroom
 * is to be read, and takes what was read, so that callers may read in their own way. `obstacles`: what is known of earlier attempts.
 */
export function* publicNewsroomSteps(
  inputs: PublicInputs,
  obstacles: Obstacles = noObstacles(),
): Generator<WantedReading, PublicNewsroom, ReadNewsroom> {
  for (;;) {
    const read = yield {
      restore: obstacles.missing.map(({ path }) => path),
      hold: new Set([
        ...obstacles.held.keys(),
        ...obstacles.displaced.keys(),
        ...(inputs.holds ? obstacles.renamed.keys() : []),
      ]),
    }
    const computed = computeEdition(read.newsroom, inputs.edition)
    const isMissing = noteMissing(computed, obstacles)
    const lost = renamedStories(
      { articles: computed.articles, read, missing: [...(inputs.missingElsewhere ?? []), ...obstacles.missing] },
      { ...inputs, record: inputs.edition.record },
    )
    const isNew = [
      isMissing,
      noteRenamed(obstacles.renamed, lost) && inputs.holds,
      noteDisplaced(computed, obstacles),
      inputs.holds && noteHeld(computed, { inputs, obstacles }),
    ]
    if (!isNew.includes(true))
      return { read, computed, obstacles, missing: lost.missing, diagnostics: diagnosticsOf({ read, computed, obstacles }) }
  }
}

/** The same for callers that read at once. */
export function publicNewsroom(inputs: PublicInputs, read: (wanted: WantedReading) => ReadNewsroom): PublicNewsroom {
  const steps = publicNewsroomSteps(inputs)
  let step = steps.next()
  while (!step.done) step = steps.next(read(step.value))
  return step.value
}

/** Notes the public stories whose files are gone; whether they were not noted before. */
function noteMissing(computed: ComputedEdition, obstacles: Obstacles): boolean {
  if (obstacles.missing.length > 0) return false
  obstacles.missing = computed.missing
  return computed.missing.length > 0
}

/** Notes the public stories whose address is another's now; whether there is one that was not noted before. */
function noteDisplaced({ displaced, diagnostics }: ComputedEdition, obstacles: Obstacles): boolean {
  const before = obstacles.displaced.size
  for (const { path } of displaced)
    if (!obstacles.displaced.has(path))
      obstacles.displaced.set(
        path,
        diagnostics.filter(({ severity, ...at }) => severity === 'error' && at.path === path),
      )
  return obstacles.displaced.size > before
}

/** Notes the stories that the last publish held and that are in question still; whether there is one that was not noted before. */
function noteHeld(
  computed: ComputedEdition,
  { inputs: { heldBefore, edition }, obstacles: { held } }: { readonly inputs: PublicInputs; readonly obstacles: Obstacles },
): boolean {
  return holdBack(stillInQuestion(heldBefore, { ...computed, record: edition.record }), { ...computed, held })
}

function diagnosticsOf({
  read,
  computed,
  obstacles,
}: Pick<PublicNewsroom, 'read' | 'computed' | 'obstacles'>): readonly Diagnostic[] {
  return [
    ...read.diagnostics,
    ...withDisplaced(computed, obstacles),
    ...missingStories(obstacles.missing, { ...read.newsroom, resemblances: [...obstacles.renamed.values()] }),
    ...[...obstacles.held.keys()].map(heldStory),
  ]
}

/** A story that kept its address by its last good version still has the error. */
function withDisplaced({ diagnostics, displaced }: ComputedEdition, obstacles: Obstacles): readonly Diagnostic[] {
  const still = new Set(displaced.map(({ path }) => path))
  return [...diagnostics, ...[...obstacles.displaced].flatMap(([path, said]) => (still.has(path) ? [] : said))]
}
