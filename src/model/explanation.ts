import type { OutPath, SourcePath } from './address.ts'
import type { Upcoming } from './edition.ts'
import type { MadeKind } from './made-files.ts'

/** What a publish went by: which files changed, what was due, which files were made for it and why, and how many were not. */
export interface Explanation {
  readonly changed: readonly ChangedFile[]
  /** What the passing of time changed. */
  readonly due: readonly Upcoming[]
  readonly made: readonly MadeFile[]
  readonly unchanged: UnchangedFiles
}

/** A file of the newsroom that is another than the last publish read. */
export interface ChangedFile {
  readonly path: SourcePath
  readonly how: 'new' | 'changed' | 'gone'
  /** Whether readers see anything of it, before or after. */
  readonly isPublic: boolean
}

/**
 * Why a file of `out/` was made: nothing is known of an earlier one; `site.yaml`, the hub or Courant's version changed; what it shows changed; an
 * entry of a feed changed; an address in its body leads elsewhere; only its look changed; or the file in `out/` was changed or lost.
 */
export type Reason = 'new' | 'settings' | 'content' | 'entries' | 'link' | 'look' | 'file'

/** A file of `out/` that was made. */
export interface MadeFile {
  readonly path: OutPath
  readonly of: MadeKind
  readonly reason: Reason
  /** The address in its body that leads elsewhere, as its author wrote it. */
  readonly link?: string
  /** The files of the newsroom whose change it was made for, where that is known. */
  readonly because: readonly SourcePath[]
  /** Whether its bytes are others than before. */
  readonly differs: boolean
}

/** How many files of `out/` were not made. */
export interface UnchangedFiles {
  /** Described again, and the same as before. */
  readonly described: number
  /** Not looked at, since nothing that they show changed. */
  readonly notDescribed: number
}

/** Why a process that publishes changes published the whole newsroom instead. */
export type WholeReason =
  | 'start'
  | 'retry'
  | 'unknown-change'
  | 'nothing-remembered'
  | 'tidying'
  | 'many-files'
  | 'site'
  | 'static-file'
  | 'other-file'
  | 'unusual-file'
  | 'unreadable-file'
  | 'unstable-file'
  | 'file-errors'
  | 'clock'
  | 'unseen-folder'
  | 'accepted'
  | 'languages'
  | 'many-stories'
  | 'held-story'
  | 'missing-story'
  | 'story-obstacle'
  | 'changed-outside'
  | 'rendering'
  | 'links'
  | 'images'
  | 'damaged-cache'
  | 'bulk-change'

/** The whole newsroom is to be published, and why: nothing was touched yet. */
export interface Whole {
  readonly kind: 'whole'
  readonly reason: WholeReason
}

/** Says that the whole newsroom is to be published. */
export function whole(reason: WholeReason): Whole {
  return { kind: 'whole', reason }
}

/** Whether the whole newsroom is to be published, in place of this. */
export function isWhole<Other extends object | string>(result: Other | Whole): result is Whole {
  return typeof result === 'object' && 'kind' in result && result.kind === 'whole'
}
