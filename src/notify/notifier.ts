import type { SiteAddress } from '../feed/feed-links.ts'

/** Where the site is, as its feeds name it. */
export type TopicSite = Omit<SiteAddress, 'hub'>

/** What happened, as far as it is counted. */
export type CountedNotice =
  /** A hub was told of so many feeds, or so many it was not. */
  | { readonly kind: 'ping'; readonly outcome: 'told' | 'failed'; readonly count: number }
  | { readonly kind: 'verification'; readonly outcome: 'confirmed' | 'refused' | 'denied' }
  | { readonly kind: 'delivery'; readonly outcome: 'delivered' | 'failed' | 'gone' }
  /** Subscriptions of the own hub that hold. */
  | { readonly kind: 'subscriptions'; readonly count: number }

/** Tells whoever wants to know of what was published, until it is disposed of. */
export interface Notifier extends AsyncDisposable {
  /**
   * To be told as soon as something was published, with the site as it is now and, where several processes might have, the fence by which this one
   * did. Never throws.
   */
  readonly published: (site: TopicSite, fence?: number) => void
}

/** Whom a notifier tells how it goes. */
export interface NotifierEars {
  readonly onCounted: (notice: CountedNotice) => void
  readonly onSaid: (said: SaidNotice) => void
}

/** That the own hub cannot work, why, and what to do about it. */
export function hubFailed(words: string, remedy: string | undefined): SaidNotice {
  return { level: 'error', event: 'hub-failed', words, remedy }
}

/** Something that an operator is told. */
export type SaidNotice =
  | {
      readonly level: 'info' | 'warn'
      readonly event: 'hub-told' | 'hub-not-told'
      readonly words: string
      readonly facts: { readonly feeds: number }
    }
  /** The own hub cannot work, or can again. */
  | { readonly level: 'error'; readonly event: 'hub-failed'; readonly words: string; readonly remedy: string | undefined }
  | { readonly level: 'info'; readonly event: 'hub-works'; readonly words: string }
