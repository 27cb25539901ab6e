import type { OutPath, SourcePath } from '../model/address.ts'
import type { Artifact } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Known } from '../plan/plan-publish.ts'
import type { Placed } from './out-folder.ts'
import type { Slowness } from './render-task.ts'
import type { Made } from './stage-file.ts'

/** An artifact that was made, and what to remember of it. */
export interface MadeArtifact extends Pick<Known, 'links' | 'diagnostics' | 'entry'> {
  readonly artifact: Artifact
  readonly made: Made
}

/** The files of what was made, to be placed: their facts for the manifest, and their staged bytes. */
export function placedOf(made: readonly MadeArtifact[]): readonly Placed[] {
  return made.map(({ artifact: { path }, made: { sha256, size, staged } }) => ({ path, sha256, size, staged }))
}

/** The files whose bytes changed. */
export function writtenOf(made: readonly MadeArtifact[]): readonly OutPath[] {
  return made.filter(({ made }) => made.differs).map(({ artifact }) => artifact.path)
}

/** A story whose body cannot be rendered as it stands. */
export interface FailedStory {
  readonly path: SourcePath
  readonly hash: string
  readonly diagnostics: readonly Diagnostic[]
  /** How it used its time, where it was too slow. */
  readonly slowness: Slowness | undefined
}
