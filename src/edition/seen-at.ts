import type { Article } from '../model/article.ts'
import type { Instant } from '../model/instant.ts'

/**
 * A released story as it stands at an instant: changes dated later have not been made yet; of a story that is withdrawn by
 * then, the notice alone is left.
 */
export function seenAt(article: Article, asOf: Instant): Article {
  const { withdrawn } = article
  if (!withdrawn || withdrawn.date.at > asOf) return { ...article, ...changesAt(article, asOf), withdrawn: undefined }
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

/** The changes that a story has seen by an instant. What was told stays told: the changes list them of a withdrawn story as well. */
export function changesAt({ updated, corrections }: Article, asOf: Instant): Pick<Article, 'updated' | 'corrections'> {
  return {
    updated: updated && updated.date.at <= asOf ? updated : undefined,
    corrections: corrections.filter(({ date }) => date.at <= asOf),
  }
}
