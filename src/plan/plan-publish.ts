import type { OutPath } from '../model/address.ts'
import type { Artifact } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { saysTheSame } from './artifact-key.ts'
import type { StoredEntry } from './stored-entry.ts'

/** What is remembered of a file in `out/` since it was made. */
export interface Known {
  /** Hash of the inputs that it was made of. */
  readonly key: string
  readonly sha256: string
  readonly size: number
  /** Time of change of the file as it was put in place: a sign that nobody touched it since. */
  readonly mtimeMs: number
  /** What its body's addresses led to when it was made. */
  readonly links: readonly Link[]
  /** Warnings about its body, which are repeated as long as it stands. */
  readonly diagnostics: readonly Diagnostic[]
  /** The story's entry, where the file is a story's page. */
  readonly entry?: StoredEntry
}

/** An address written in a body, and a mark of what it led to. */
export interface Link {
  readonly target: string
  readonly led: string
}

/** How a file stands in `out/` now. */
export interface Standing {
  readonly size: number
  readonly mtimeMs: number
}

/** What there is to decide from. */
export interface PlanInputs {
  readonly artifacts: readonly Artifact[]
  readonly known: ReadonlyMap<OutPath, Known>
  /** The file as it stands in `out/`, if it does. */
  readonly standing: (path: OutPath) => Standing | undefined
  /** Where an address written in an artifact's body leads now. */
  readonly leads: (artifact: Artifact, target: string) => string
}

/** What to make, and what can stay as it is. */
export interface Plan {
  readonly make: readonly Artifact[]
  readonly keep: ReadonlyMap<OutPath, Known>
  /** Of what is to be made, what stands and says the same: it only looks otherwise. */
  readonly restyled: ReadonlySet<OutPath>
}

/** Decides which artifacts have to be made: those whose inputs changed, and those whose bytes do not stand in `out/`. */
export function planPublish({ artifacts, known, standing, leads }: PlanInputs): Plan {
  const make: Artifact[] = []
  const keep = new Map<OutPath, Known>()
  const restyled = new Set<OutPath>()
  for (const artifact of artifacts) {
    const before = known.get(artifact.path)
    const same = before !== undefined && saysTheSame(before.key, artifact.key)
    const isCurrent =
      same &&
      before.links.every(({ target, led }) => leads(artifact, target) === led) &&
      stands(before, standing(artifact.path))
    if (isCurrent && before.key === artifact.key) keep.set(artifact.path, before)
    else make.push(artifact)
    if (isCurrent && before.key !== artifact.key) restyled.add(artifact.path)
  }
  return { make, keep, restyled }
}

function stands(known: Known, now: Standing | undefined): boolean {
  return now !== undefined && now.size === known.size && now.mtimeMs === known.mtimeMs
}
