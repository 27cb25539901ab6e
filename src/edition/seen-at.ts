import type { Article } from '../model/article.ts'
import type { Instant } from '../model/instant.ts'

/**
 * A released story as it stands at an instant: changes dated later have not been made yet; of a story that is withdrawn by
 * then, the notice alone is left.
 */
export function seenAt(article: Article, asOf: Instant): Article {
  const updated = article.updated && article.updated.date.at <= asOf ? article.updated : undefined
  const corrections = article.corrections.filter(({ date }) => date.at <= asOf)
  const { withdrawn } = article
  const isUnchanged = updated === article.updated && corrections.length === article.corrections.length
  // Most stories were never changed, and there are thousands.
  if (isUnchanged && !withdrawn) return article
  if (!withdrawn || withdrawn.date.at > asOf) return { ...article, updated, corrections, withdrawn: undefined }
  return {
    ...article,
    summary: withdrawn.reason,
    updated: undefined,
    corrections: [],
    image: undefined,
    attachments: [],
    dateline: undefined,
    disclaimer: undefined,
    boilerplate: undefined,
    notes: [],
    contact: undefined,
    lead: false,
  }
}
