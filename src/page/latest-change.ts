import type { Article } from '../model/article.ts'
import type { StoryDate } from '../model/instant.ts'

/** The last change of any kind; equal to what the page shows. */
export function latestChange({ date, updated, corrections, withdrawn }: Article): StoryDate {
  const dates = [
    date,
    ...(updated ? [updated.date] : []),
    ...corrections.map(correction => correction.date),
    ...(withdrawn ? [withdrawn.date] : []),
  ]
  return dates.reduce((latest, next) => (next.at > latest.at ? next : latest))
}
