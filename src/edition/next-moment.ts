import type { Edition } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'

/** When the passing of time alone next changes something: what is public, or that a story which waits for its languages is late. */
export function nextMoment({ asOf, upcoming, waiting }: Pick<Edition, 'asOf' | 'upcoming' | 'waiting'>): Instant | undefined {
  const late = waiting.map(({ since }) => since).filter(since => since > asOf)
  const moments = [...upcoming.slice(0, 1).map(({ at }) => at), ...late]
  return moments.length === 0 ? undefined : Math.min(...moments)
}
