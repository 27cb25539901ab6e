import type { Article } from '../model/article.ts'
import type { Edition } from '../model/edition.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { ChannelDiff } from './subscriber-diff.ts'

/** The most of a feed that may become new or leave at once without a question. Small feeds turn over by themselves. */
export const TURNOVER = { share: 0.5, leastItems: 20 } as const

/** A feed of which so much changes at once that it may be a mistake: a folder, a clock, a merge. */
export interface Turnover {
  readonly diff: ChannelDiff
  /** Ids of the stories in question. */
  readonly stories: readonly string[]
}

/** What a turnover is judged by. */
export interface TurnoverInputs {
  readonly edition: Edition
  /** Every story that could be read, public or not. */
  readonly articles: readonly Pick<Article, 'id' | 'expires'>[]
  /** As it was before this publish. */
  readonly record: PublicationRecord
}

/**
 * The channels that turn over. What the passing of time does is no question: a story newer than all that was public has come
 * due, one that has expired was meant to go. A feed that nobody polled before cannot turn over.
 */
export function turnoversIn(diffs: readonly ChannelDiff[], { edition, articles, record }: TurnoverInputs): readonly Turnover[] {
  const newest = Math.max(...[...record.values()].map(({ published }) => published))
  const dates = new Map(edition.released.map(({ id, date }) => [id, date.at]))
  const expired = new Set(
    articles.filter(({ expires }) => expires !== undefined && expires <= edition.asOf).map(({ id }) => id),
  )
  return diffs.flatMap(diff => {
    if (diff.channel.kind === 'changes' || diff.before < TURNOVER.leastItems) return []
    const added = diff.added.filter(({ id }) => !record.has(id) && (dates.get(id) ?? 0) <= newest)
    const leaving = diff.leaving.filter(({ id }) => !expired.has(id))
    const limit = diff.before * TURNOVER.share
    if (added.length <= limit && leaving.length <= limit) return []
    return [{ diff, stories: [...added, ...leaving].map(({ id }) => id) }]
  })
}
