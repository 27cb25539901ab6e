import type { Article } from '../model/article.ts'

/** The most that are named with a story. */
const MOST_NAMED = 3

/** How far back each topic is looked through: what lies further is history, and the work for a story stays the same for ever. */
const LOOKED_AT = 8

/**
 * For each story those of its language before it that share the most topics with it, the nearest first among equals. Earlier ones
 * alone, so that a new story changes no page of an old one. Withdrawn stories neither name nor are named.
 */
export function relatedStories(released: readonly Article[]): (article: Article) => readonly Article[] {
  const oldestFirst = released.filter(({ withdrawn }) => !withdrawn).reverse()
  const related = new Map<Article, readonly Article[]>()
  for (const stories of Map.groupBy(oldestFirst, ({ lang }) => lang).values()) relateTo(related, stories)
  return article => related.get(article) ?? []
}

/** Adds the stories of one language, oldest first. A story is known by its place among them. */
function relateTo(related: Map<Article, readonly Article[]>, stories: readonly Article[]): void {
  const onTopics = new Map<string, number[]>()
  const shared = new Uint8Array(stories.length)
  for (const [place, article] of stories.entries()) {
    const series = article.topics.map(({ slug }) => seriesOn(slug, onTopics))
    related.set(
      article,
      mostShared(series, shared).flatMap(earlier => stories[earlier] ?? []),
    )
    for (const places of series) places.push(place)
  }
}

function seriesOn(topic: string, all: Map<string, number[]>): number[] {
  const known = all.get(topic)
  if (known) return known
  const series: number[] = []
  all.set(topic, series)
  return series
}

/**
 * Of several series of places, oldest first, those that stand in the most of them; the latest first among equals. Counted in `shared`,
 * which is zero before and after. Each place is ranked by one number: to sort them by two took four times as long.
 */
function mostShared(series: readonly (readonly number[])[], shared: Uint8Array): readonly number[] {
  const looked = series.flatMap(places => places.slice(-LOOKED_AT))
  for (const place of looked) shared[place] = (shared[place] ?? 0) + 1
  const ranks: number[] = []
  for (const place of looked) {
    const rank = (shared[place] ?? 0) * shared.length + place
    shared[place] = 0
    // Zero for what an earlier series had as well.
    if (rank < shared.length || rank < (ranks[MOST_NAMED - 1] ?? 0)) continue
    const at = ranks.findIndex(other => other < rank)
    ranks.splice(at === -1 ? ranks.length : at, 0, rank)
  }
  return ranks.slice(0, MOST_NAMED).map(rank => rank % shared.length)
}
