import type { Entry } from '../feed/entry.ts'
import type { OutPath, SourcePath } from '../model/address.ts'
import { type Artifact, kindOf } from '../model/artifact.ts'
import type { Explanation, MadeFile, Reason } from '../model/explanation.ts'
import type { Known, MakeReason } from '../plan/plan-publish.ts'
import type { StoredEntry } from '../plan/stored-entry.ts'
import type { DescribedFeed, Entries } from './describe-feeds.ts'
import type { MadeArtifact } from './made-artifact.ts'

/** Why artifacts were made, as it was noted when that was decided. */
export interface WhyMade {
  readonly reasons: ReadonlyMap<OutPath, MakeReason>
  readonly carried: CarriedChanges
}

/** For each file of a feed that carries entries which are others than before, the pages of their stories. */
export type CarriedChanges = ReadonlyMap<OutPath, readonly OutPath[]>

/** For each file of these feeds the pages of the stories whose entries in it are others than before, if there are any. */
export function changedEntriesIn(
  feeds: readonly DescribedFeed[],
  { entries, known }: { readonly entries: Entries; readonly known: Pick<ReadonlyMap<OutPath, Known>, 'get'> },
): CarriedChanges {
  const pages = new Map<StoredEntry | Entry, OutPath>()
  for (const [page, entry] of entries) {
    if (known.get(page)?.entry?.hash === entry.hash) continue
    pages.set(entry, page)
    if (entry.short) pages.set(entry.short, page)
  }
  const carried = new Map<OutPath, readonly OutPath[]>()
  if (pages.size === 0) return carried
  for (const { artifacts, entries } of feeds) {
    const changed = entries.flatMap(entry => pages.get(entry) ?? [])
    if (changed.length > 0) for (const { path } of artifacts) carried.set(path, changed)
  }
  return carried
}

/** A file that was made, with its reason. */
export function madeFile(
  { artifact, made }: MadeArtifact,
  {
    why: { reasons, carried },
    becauseOf,
    hasOtherSettings = false,
  }: {
    readonly why: WhyMade
    readonly becauseOf: (artifact: Artifact) => readonly SourcePath[]
    /** Whether what all pages and feeds depend on is another. */
    readonly hasOtherSettings?: boolean
  },
): MadeFile {
  const { path } = artifact
  const why = reasons.get(path) ?? { kind: 'content' }
  const reason = why.kind === 'content' ? contentReason(artifact, { hasOtherSettings, isCarried: carried.has(path) }) : why.kind
  return {
    path,
    of: kindOf(artifact),
    reason,
    ...(why.kind === 'link' && { link: why.link }),
    because: CAUSED.has(reason) ? becauseOf(artifact) : [],
    differs: made.differs,
  }
}

/** Reasons for which a change of the newsroom's files can be the cause. */
const CAUSED: ReadonlySet<Reason> = new Set(['new', 'content', 'entries', 'link'])

function contentReason(
  artifact: Artifact,
  { hasOtherSettings, isCarried }: { readonly hasOtherSettings: boolean; readonly isCarried: boolean },
): Reason {
  if (hasOtherSettings && artifact.kind !== 'file' && artifact.kind !== 'image') return 'settings'
  return artifact.kind === 'feed' && isCarried ? 'entries' : 'content'
}

/** What there is to say where nothing changed; `files`: how many there are in `out/`. */
export function nothingChangedIn(files: number): Explanation {
  return { changed: [], due: [], made: [], unchanged: { described: 0, notDescribed: files } }
}
