import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import type { Artifact } from '../model/artifact.ts'
import type { Placed } from '../output/out-folder.ts'
import type { Made } from '../output/stage-file.ts'
import type { Known, Plan } from '../plan/plan-publish.ts'

/** An artifact that was made, and what to remember of it. */
export interface MadeArtifact extends Pick<Known, 'links' | 'diagnostics' | 'entry'> {
  readonly artifact: Artifact
  readonly made: Made
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
