import type { SourcePath } from '../model/address.ts'
import type { Artifact } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Known } from '../plan/plan-publish.ts'
import type { Made } from './stage-file.ts'

/** An artifact that was made, and what to remember of it. */
export interface MadeArtifact extends Pick<Known, 'links' | 'diagnostics' | 'entry'> {
  readonly artifact: Artifact
  readonly made: Made
}

/** A story whose body cannot be rendered as it stands. */
export interface FailedStory {
  readonly path: SourcePath
  readonly hash: string
  readonly diagnostics: readonly Diagnostic[]
}
