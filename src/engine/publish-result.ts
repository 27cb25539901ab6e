import type { OutPath, SitePath, SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Edition } from '../model/edition.ts'
import type { Explanation, WholeReason } from '../model/explanation.ts'
import type { Instant } from '../model/instant.ts'
import type { Site } from '../model/site.ts'
import type { ChannelDiff } from '../plan/subscriber-diff.ts'
import type { Turnover } from '../plan/turnover.ts'
import type { LastOutcome } from './last-publish.ts'

/** What a publish did, or why it touched nothing. */
export type PublishResult =
  | Published
  /** Feeds would turn over, and that was not accepted. */
  | (Pick<Published, 'site' | 'edition' | 'subscribers' | 'diagnostics' | 'explanation'> & {
      readonly kind: 'stopped'
      readonly turnovers: readonly Turnover[]
    })
  /** The newsroom's own description has errors. */
  | { readonly kind: 'misconfigured'; readonly diagnostics: readonly Diagnostic[] }

export interface Published {
  readonly kind: 'published'
  readonly site: Site
  readonly edition: Edition
  /** Where the public story of a file is; after a publish of a change it is known of the stories that changed. */
  readonly addressOf: (path: SourcePath) => SitePath | undefined
  /** Files whose bytes changed. */
  readonly written: readonly OutPath[]
  readonly removed: readonly OutPath[]
  /** What the subscribers of each feed that changed see. */
  readonly subscribers: readonly ChannelDiff[]
  /** Every mistake of the newsroom, those in unchanged files included. */
  readonly diagnostics: readonly Diagnostic[]
  /** When texts that took too long are tried again; undefined where there are none. */
  readonly retryAt?: Instant | undefined
  /**
   * Set where only what changed was published: whether so much is left to tidy that a whole publish, which does that, is welcome when nobody waits
   * for one.
   */
  readonly isUntidy?: boolean | undefined
  /** How much of the newsroom was gone through where only what changed was published. */
  readonly work?: PublishWork
  /** What was made and why: of a change always, of a publish of the whole where it was asked for. */
  readonly explanation?: Explanation | undefined
  /** Why the whole was published, where a change alone might have been. */
  readonly whole?: WholeReason | undefined
}

/** What a publish of a change looked at and made, to be counted: it must not grow with the newsroom. */
export interface PublishWork {
  /** Stories and pages to which the rules were applied again. */
  readonly files: number
  /** Artifacts that were described again. */
  readonly described: number
  /** Artifacts that were made, whether their bytes turned out to be others or not. */
  readonly made: number
}

/** Everything is as the last publish left it, and another would come to the same. */
export type Unchanged = { readonly kind: 'unchanged' } & LastOutcome & Pick<Published, 'explanation'>
