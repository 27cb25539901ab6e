import type { Article } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { NEWS_LIMITS } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { Release } from './releases.ts'

/** The dates by which readers know stories, where these are not the ones that their authors wrote. */
export interface ReleaseDates {
  /** A story that came out late, dated when it did: so it stays where readers found it. */
  readonly known: (article: Article) => Article
  /** A story that comes out now, dated so where it is late: by its own date it would go where nobody looks. */
  readonly given: (article: Article, release: Release) => Article
  /** Since when a story is out that stands as it was published, whatever hour its date means by now; undefined for any other. */
  readonly outSince: (article: Article) => Instant | undefined
}

/** No story has another date than its own. */
export const OWN_DATES: ReleaseDates = { known: article => article, given: article => article, outSince: () => undefined }

/**
 * A story is late when it comes out after its date: with its other languages, or so long after that it would be no news any more.
 * What is dated before the newsroom was first published is its past, and keeps its date.
 */
export function releaseDates(record: PublicationRecord, asOf: Instant): ReleaseDates {
  const { since = asOf } = record
  const isFirst = record.since === undefined && record.size === 0
  const isPast = ({ at, joint }: Dated): boolean => (joint ? isFirst : at < since)
  return {
    known: article => {
      const entry = record.get(article.id)
      // A record that was rebuilt from feeds has the dates that these told.
      return entry?.late || entry?.path === '' ? noEarlier(article, entry.published) : article
    },
    outSince: ({ id, source }) => {
      const entry = record.get(id)
      return entry?.gone === undefined && entry?.hash === source.hash ? entry.published : undefined
    },
    given: (article, release) => {
      if (release.kind === 'waiting' || record.has(article.id) || isPast(release)) return article
      return noEarlier(article, release.at + NEWS_LIMITS.ageMs <= asOf ? wholeSecond(asOf) : release.at)
    },
  }
}

/** Stories that come out now, long after their dates: told once, before the record knows them. */
export function lateDiagnostics(
  released: readonly Article[],
  { articles, record }: { readonly articles: readonly Article[]; readonly record: PublicationRecord },
): readonly Diagnostic[] {
  const dates = new Map(released.map(({ id, date }) => [id, date.at]))
  return articles
    .filter(({ id, date }) => !record.has(id) && date.at + NEWS_LIMITS.ageMs <= (dates.get(id) ?? 0))
    .map(({ path }) => ({
      severity: 'warning',
      code: 'late',
      path,
      line: 1,
      column: 1,
      field: 'date',
      message: 'this story comes out after its date: readers see it dated when it comes out',
      remedy: 'nothing, where that is right; else give it a later date',
    }))
}

type Dated = Extract<Release, { readonly kind: 'dated' }>

function noEarlier(article: Article, at: Instant): Article {
  const { date, source } = article
  if (date.at >= at) return article
  // Pages follow from the facts, which are those of the file: the date is one of them.
  return { ...article, date: { ...date, at }, source: { ...source, facts: `${source.facts}@${at}` } }
}

/** Feeds tell no parts of seconds: stories must not stand in an order that nobody can see. */
function wholeSecond(at: Instant): Instant {
  return at - (at % 1000)
}
