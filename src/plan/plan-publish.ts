import type { OutPath, SourcePath } from '../model/address.ts'
import type { Artifact } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

/** What is remembered of a file in `out/` since it was made. */
export interface Known {
  /** Hash of the inputs that it was made of. */
  readonly key: string
  readonly sha256: string
  readonly size: number
  /** Time of change of the file as it was put in place: a sign that nobody touched it since. */
  readonly mtimeMs: number
  /** What the addresses in its bodies led to when it was made. */
  readonly links: readonly Link[]
  /** Warnings about its body, which are repeated as long as it stands. */
  readonly diagnostics: readonly Diagnostic[]
}

/** An address written in a body, and a mark of what it led to. */
export interface Link {
  readonly target: string
  readonly led: string
  /** The file whose body it stands in; undefined for a page's own. */
  readonly from?: SourcePath
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
  /** Where an address written in one of an artifact's bodies leads now. */
  readonly leads: (artifact: Artifact, link: Pick<Link, 'target' | 'from'>) => string
}

/** What to make, and what can stay as it is. */
export interface Plan {
  readonly make: readonly Artifact[]
  readonly keep: ReadonlyMap<OutPath, Known>
}

/** Decides which artifacts have to be made: those whose inputs changed, and those whose bytes do not stand in `out/`. */
export function planPublish({ artifacts, known, standing, leads }: PlanInputs): Plan {
  const make: Artifact[] = []
  const keep = new Map<OutPath, Known>()
  for (const artifact of artifacts) {
    const before = known.get(artifact.path)
    const unchanged = before?.key === artifact.key && before.links.every(link => leads(artifact, link) === link.led)
    if (before && unchanged && stands(before, standing(artifact.path))) keep.set(artifact.path, before)
    else make.push(artifact)
  }
  return { make, keep }
}

function stands(known: Known, now: Standing | undefined): boolean {
  return now !== undefined && now.size === known.size && now.mtimeMs === known.mtimeMs
}
