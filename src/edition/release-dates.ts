import type { Article } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { NEWS_LIMITS } from '../model/edition.ts'
import { type Instant, wholeSecond } from '../model/instant.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { Release } from './releases.ts'

/** The dates by which readers know stories, where these are not the ones that their authors wrote. */
export interface ReleaseDates {
  /** A released story, dated when it came or comes out with its other languages: by its own date it would go where nobody looks. */
  readonly dated: (article: Article, release: Release) => Article
  /** When a story came out after its date, by the record. */
  readonly lateAt: (article: Article) => Instant | undefined
}

/** No story has another date than its own. */
export const OWN_DATES: ReleaseDates = { dated: article => article, lateAt: () => undefined }

/**
 * Stories that go out together are dated when they do: at the latest of their dates or, so long after it that they would be no news any
 * more, now. In a newsroom that is published for the first time, each has its own; so it has at an instant before it came out (`reached`:
 * by what readers have), since nothing is dated later than it is.
 */
export function releaseDates(
  record: PublicationRecord,
  { asOf, reached, hasPublished }: { readonly asOf: Instant; readonly reached: Instant; readonly hasPublished: boolean },
): ReleaseDates {
  const lateAt = ({ id, date }: Article): Instant | undefined => {
    const entry = record.get(id)
    // A record that was rebuilt from feeds has the dates that these told.
    const isLate = entry?.late === true || entry?.path === ''
    return isLate && date.at < entry.published ? entry.published : undefined
  }
  return {
    lateAt,
    dated: (article, release) => {
      const at = lateAt(article)
      if (at !== undefined) return at <= reached ? noEarlier(article, at) : article
      if (release.kind === 'waiting' || !release.joint || record.has(article.id) || !hasPublished) return article
      return noEarlier(article, release.at + NEWS_LIMITS.ageMs <= asOf ? wholeSecond(asOf) : release.at)
    },
  }
}

/**
 * Stories that come out now, and so long after their dates that the newsroom's feed has no room for them: told at the first of them. `beyond`: public stories,
 * newest first, that are older than those which that feed carries.
 */
export function lateDiagnostics(
  beyond: readonly Article[],
  { record, asOf, room }: { readonly record: PublicationRecord; readonly asOf: Instant; readonly room: number },
): readonly Diagnostic[] {
  if (record.size === 0) return []
  const [first, ...others] = beyond.filter(({ id, date }) => !record.has(id) && date.at + NEWS_LIMITS.ageMs <= asOf)
  if (!first) return []
  const story = others.length === 0 ? 'this story' : `this story, as ${others.length} more that are new,`
  return [
    {
      severity: 'warning',
      code: 'late',
      path: first.path,
      line: 1,
      column: 1,
      field: 'date',
      message: `${story} is older than the ${room} newest: it comes out where subscribers do not look any more`,
      remedy: 'nothing, where that is right; else date it when it comes out',
    },
  ]
}

function noEarlier(article: Article, at: Instant): Article {
  const { date, source } = article
  if (date.at >= at) return article
  // Pages follow from the facts, which are those of the file: the date is one of them.
  return { ...article, date: { ...date, at }, source: { ...source, facts: `${source.facts}@${at}` } }
}
