import type { OutPath } from '../model/address.ts'
import type { Artifact } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Reason } from '../model/explanation.ts'
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
  /** Told of each artifact that is to be made, and why. */
  readonly onMake?: OnMake | undefined
}

/** Told of an artifact that is to be made, and why. */
export type OnMake = (artifact: Artifact, reason: MakeReason) => void

/** Why an artifact is to be made; `link` is the address in its body that leads elsewhere. */
export type MakeReason =
  | { readonly kind: Exclude<Reason, 'link' | 'settings' | 'entries'> }
  | { readonly kind: 'link'; readonly link: string }

/** What to make, and what can stay as it is. */
export interface Plan {
  readonly make: readonly Artifact[]
  readonly keep: ReadonlyMap<OutPath, Known>
  /** Of what is to be made, what stands and says the same: it only looks otherwise. */
  readonly restyled: ReadonlySet<OutPath>
}

/** What is to be done about an artifact: it stays as it is known, or is made. */
export type Decision = { readonly kept: Known } | { readonly kept: undefined; readonly isRestyled: boolean }

/** Decides which artifacts have to be made: those whose inputs changed, and those whose bytes do not stand in `out/`. */
export function decideOn({ known, onMake, ...now }: Omit<PlanInputs, 'artifacts'>): (artifact: Artifact) => Decision {
  return artifact => {
    const before = known.get(artifact.path)
    const reason = before ? reasonToMake(artifact, before, now) : NEW
    if (before && !reason) return { kept: before }
    if (reason) onMake?.(artifact, reason)
    return { kept: undefined, isRestyled: reason === LOOK }
  }
}

/** The decisions on all of these. */
export function planPublish({ artifacts, ...inputs }: PlanInputs): Plan {
  const make: Artifact[] = []
  const keep = new Map<OutPath, Known>()
  const restyled = new Set<OutPath>()
  const decide = decideOn(inputs)
  for (const artifact of artifacts) {
    const decision = decide(artifact)
    if (decision.kept) keep.set(artifact.path, decision.kept)
    else make.push(artifact)
    if (!decision.kept && decision.isRestyled) restyled.add(artifact.path)
  }
  return { make, keep, restyled }
}

const NEW: MakeReason = { kind: 'new' }
const CONTENT: MakeReason = { kind: 'content' }
const FILE: MakeReason = { kind: 'file' }
const LOOK: MakeReason = { kind: 'look' }

/** Why an artifact of which an earlier file is known is to be made; undefined where that file can stay. */
function reasonToMake(
  artifact: Artifact,
  before: Known,
  { standing, leads }: Pick<PlanInputs, 'standing' | 'leads'>,
): MakeReason | undefined {
  if (!saysTheSame(before.key, artifact.key)) return CONTENT
  const other = before.links.find(({ target, led }) => leads(artifact, target) !== led)
  if (other) return { kind: 'link', link: other.target }
  if (!stands(before, standing(artifact.path))) return FILE
  return before.key === artifact.key ? undefined : LOOK
}

function stands(known: Known, now: Standing | undefined): boolean {
  return now !== undefined && now.size === known.size && now.mtimeMs === known.mtimeMs
}
