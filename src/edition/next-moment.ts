import { type Edition, NEWS_LIMITS } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'

/**
 * When the passing of time alone next changes something: what is public, that a story which waits for its languages is late, or what is
 * news to search engines.
 */
export function nextMoment({
  asOf,
  upcoming,
  waiting,
  news,
}: Pick<Edition, 'asOf' | 'upcoming' | 'waiting' | 'news'>): Instant | undefined {
  const late = waiting.map(({ since }) => since).filter(since => since > asOf)
  const old = news.slice(-1).map(({ date }) => date.at + NEWS_LIMITS.ageMs)
  const moments = [...upcoming.slice(0, 1).map(({ at }) => at), ...late, ...old]
  return moments.length === 0 ? undefined : Math.min(...moments)
}
