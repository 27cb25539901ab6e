import type { FeedFormat } from '../model/edition.ts'

/** The formats in the order in which people are offered them: the best known first. */
export const FEED_ORDER: readonly FeedFormat[] = ['rss', 'atom', 'json']
