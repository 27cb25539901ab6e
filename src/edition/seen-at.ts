import type { Article, DatedChange } from '../model/article.ts'
import type { Instant, StoryDate } from '../model/instant.ts'
import { asWithdrawn } from '../model/kept-fields.ts'
import { oneTime } from './reader-time.ts'

/**
 * A released story as it stands at an instant: changes dated later have not been made yet; of a story that is withdrawn by
 * then, the notice alone is left.
 */
export function seenAt(article: Article, asOf: Instant): Article {
  return seenWith(article, oneTime(asOf).hasCome(article))
}

/** The same with the changes that have come, by whichever instants. */
export function seenWith(article: Article, hasCome: (change: DatedChange) => boolean): Article {
  const isSeen = (kind: DatedChange['kind'], { date }: { readonly date: StoryDate }): boolean => hasCome({ kind, at: date.at })
  const updated = article.updated && isSeen('update', article.updated) ? article.updated : undefined
  const corrections = article.corrections.filter(correction => isSeen('correction', correction))
  const { withdrawn } = article
  const isUnchanged = updated === article.updated && corrections.length === article.corrections.length
  // Most stories were never changed, and there are thousands.
  if (isUnchanged && !withdrawn) return article
  if (!withdrawn || !isSeen('withdrawal', withdrawn)) return { ...article, updated, corrections, withdrawn: undefined }
  return asWithdrawn(article, { summary: withdrawn.reason })
}
