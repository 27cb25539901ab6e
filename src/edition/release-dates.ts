import type { Article } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { NEWS_LIMITS } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { Release } from './releases.ts'

/** The dates by which readers know stories, where these are not the ones that their authors wrote. */
export interface ReleaseDates {
  /** A story that waited for its other languages, dated when it came out: so it stays where readers found it. */
  readonly known: (article: Article) => Article
  /** A story that comes out with its other languages now, dated so: by its own date it would go where nobody looks. */
  readonly given: (article: Article, release: Release) => Article
  /** Since when a story is out that stands as it was published, whatever hour its date means by now; undefined for any other. */
  readonly outSince: (article: Article) => Instant | undefined
}

/** No story has another date than its own. */
export const OWN_DATES: ReleaseDates = { known: article => article, given: article => article, outSince: () => undefined }

/**
 * Stories that go out together are dated when they do: at the latest of their dates or, so long after it that they would be no news any
 * more, now. In a newsroom that is published for the first time, each has its own.
 */
export function releaseDates(record: PublicationRecord, asOf: Instant): ReleaseDates {
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
      if (release.kind === 'waiting' || !release.joint || record.has(article.id) || record.size === 0) return article
      return noEarlier(article, release.at + NEWS_LIMITS.ageMs <= asOf ? wholeSecond(asOf) : release.at)
    },
  }
}

/** Stories that come out now, and so long after their dates that the newsroom's feed has no room for them: told at the first of them. */
export function lateDiagnostics(
  released: readonly Article[],
  { record, asOf, room }: { readonly record: PublicationRecord; readonly asOf: Instant; readonly room: number },
): readonly Diagnostic[] {
  if (record.size === 0) return []
  const beyond = released.slice(room)
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

/** Feeds tell no parts of seconds: stories must not stand in an order that nobody can see. */
function wholeSecond(at: Instant): Instant {
  return at - (at % 1000)
}
