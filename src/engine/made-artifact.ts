import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import type { Artifact } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Placed } from '../output/out-folder.ts'
import type { Made } from '../output/stage-file.ts'
import { withoutLook } from '../plan/artifact-key.ts'
import type { Known, Plan } from '../plan/plan-publish.ts'

/** An artifact that was made, and what to remember of it. */
export interface MadeArtifact extends Pick<Known, 'links' | 'diagnostics' | 'entry'> {
  readonly artifact: Artifact
  readonly made: Made
}

/** What is remembered of a file that was made: all but its size and its time of change. */
export type Remembered = Omit<Known, 'size' | 'mtimeMs'>

/** What is to be remembered of what was made. */
export function rememberedOf({ artifact, made, links, diagnostics, entry }: MadeArtifact): Remembered {
  return { key: keyAfter(artifact, diagnostics), sha256: made.sha256, links, diagnostics, ...(entry && { entry }) }
}

/** A page of which a template was too slow is tried again: it may have been the machine. What it says is known all the same. */
function keyAfter({ key }: Artifact, diagnostics: readonly Diagnostic[]): string {
  return diagnostics.some(({ code }) => code === 'slow-theme') ? withoutLook(key) : key
}

/** The files of what was made, to be placed: their facts for the manifest, and their staged bytes. */
export function placedOf(made: readonly MadeArtifact[]): readonly Placed[] {
  return made.map(({ artifact: { path }, made: { sha256, size, staged } }) => ({ path, sha256, size, staged }))
}

/** All files of a publish, those that stay among them, with how each answers. */
export function allPlaced(
  artifacts: readonly Artifact[],
  { made, keep }: { readonly made: readonly MadeArtifact[]; readonly keep: Plan['keep'] },
): readonly Placed[] {
  const answers = new Map(artifacts.flatMap(({ path, answer }) => (answer ? [[path, { answer }] as const] : [])))
  const kept = [...keep].map(([path, { sha256, size }]) => ({ path, sha256, size, staged: undefined }))
  return [...placedOf(made), ...kept].map(file => (answers.has(file.path) ? { ...file, ...answers.get(file.path) } : file))
}

/** The files whose bytes changed. */
export function writtenOf(made: readonly MadeArtifact[]): readonly OutPath[] {
  return made.filter(({ made }) => made.differs).map(({ artifact }) => artifact.path)
}

/** Of what was made, the staged files that subscribers poll already: what stands there is replaced, and all else is made again after a loss of power. */
export function polledFiles(made: readonly MadeArtifact[], out: string): readonly string[] {
  return made.flatMap(({ artifact, made: { staged } }) =>
    staged !== undefined && artifact.kind === 'feed' && !artifact.archive && existsSync(join(out, artifact.path))
      ? [staged]
      : [],
  )
}
