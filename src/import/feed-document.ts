import type { FeedFormat } from '../model/edition.ts'
import type { Loss, SourceStory } from './source.ts'

/** One document of a feed. */
export interface FeedDocument {
  readonly format: FeedFormat
  readonly title: string | undefined
  /** The site's own address, as the feed names it. */
  readonly home: string | undefined
  /** The feed's own address, as it names it. */
  readonly self: string | undefined
  readonly lang: string | undefined
  readonly date: string | undefined
  /** Where its older stories go on (RFC 5005 §3, §4; JSON Feed `next_url`). */
  readonly older: string | undefined
  readonly stories: readonly SourceStory[]
  readonly losses: readonly Loss[]
}
