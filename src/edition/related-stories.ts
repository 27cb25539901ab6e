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
    const earlier = mostShared(series, shared)
    related.set(
      article,
      earlier.flatMap(at => stories[at] ?? []),
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
  for (const places of series)
    for (let at = firstLookedAt(places); at < places.length; at++) shared[places[at] ?? 0] = (shared[places[at] ?? 0] ?? 0) + 1
  const ranks: number[] = []
  for (const places of series)
    for (let at = firstLookedAt(places); at < places.length; at++) {
      const place = places[at] ?? 0
      const count = shared[place] ?? 0
      shared[place] = 0
      // Zero for what an earlier series had as well.
      if (count > 0) rankIn(ranks, count * shared.length + place)
    }
  return ranks.map(rank => rank % shared.length)
}

function firstLookedAt(places: readonly number[]): number {
  return Math.max(0, places.length - LOOKED_AT)
}

/** Puts a rank among the highest, which are in order. */
function rankIn(ranks: number[], rank: number): void {
  let at = ranks.length
  while (at > 0 && (ranks[at - 1] ?? 0) < rank) at--
  if (at >= MOST_NAMED) return
  ranks.splice(at, 0, rank)
  if (ranks.length > MOST_NAMED) ranks.pop()
}
