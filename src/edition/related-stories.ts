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
  let inLanguages: ReadonlyMap<string, ReturnType<typeof relatedAmong>> | undefined
  return article => {
    inLanguages ??= byLanguage(released)
    return inLanguages.get(article.lang)?.(article) ?? []
  }
}

/** Whether a story could be named with another: most could not, and need no look at what is. */
export function mayBeRelated(article: Article, earlier: Article): boolean {
  return (
    earlier.date.at <= article.date.at && article.topics.some(({ slug }) => earlier.topics.some(topic => topic.slug === slug))
  )
}

function byLanguage(released: readonly Article[]): ReadonlyMap<string, ReturnType<typeof relatedAmong>> {
  const oldestFirst = released.filter(({ withdrawn }) => !withdrawn).reverse()
  return new Map([...Map.groupBy(oldestFirst, ({ lang }) => lang)].map(([lang, stories]) => [lang, relatedAmong(stories)]))
}

/** The same of the stories of one language, oldest first. A story is known by its place among them. */
function relatedAmong(stories: readonly Article[]): (article: Article) => readonly Article[] {
  const placeOf = new Map(stories.map((article, place) => [article, place]))
  const onTopics = new Map<string, number[]>()
  for (const [place, { topics }] of stories.entries()) for (const { slug } of topics) seriesOn(slug, onTopics).push(place)
  const shared = new Uint8Array(stories.length)
  return article => {
    const place = placeOf.get(article)
    if (place === undefined) return []
    const series = article.topics.map(({ slug }) => lastBefore(place, seriesOn(slug, onTopics)))
    return mostShared(series, shared).flatMap(at => stories[at] ?? [])
  }
}

function seriesOn(topic: string, all: Map<string, number[]>): number[] {
  const known = all.get(topic)
  if (known) return known
  const series: number[] = []
  all.set(topic, series)
  return series
}

/** Those of a series that are looked at: the last before a place that is one of it. */
function lastBefore(place: number, series: readonly number[]): readonly number[] {
  let [from, to] = [0, series.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((series[middle] ?? 0) < place) from = middle + 1
    else to = middle
  }
  return series.slice(Math.max(0, from - LOOKED_AT), from)
}

/**
 * Of several series of places, oldest first, those that stand in the most of them; the latest first among equals. Counted in `shared`,
 * which is zero before and after. Each place is ranked by one number: to sort them by two took four times as long.
 */
function mostShared(series: readonly (readonly number[])[], shared: Uint8Array): readonly number[] {
  for (const places of series) for (const place of places) shared[place] = (shared[place] ?? 0) + 1
  const ranks: number[] = []
  for (const places of series)
    for (const place of places) {
      const count = shared[place] ?? 0
      shared[place] = 0
      // Zero for what an earlier series had as well.
      if (count > 0) rankIn(ranks, count * shared.length + place)
    }
  return ranks.map(rank => rank % shared.length)
}

/** Puts a rank among the highest, which are in order. */
function rankIn(ranks: number[], rank: number): void {
  let at = ranks.length
  while (at > 0 && (ranks[at - 1] ?? 0) < rank) at--
  if (at >= MOST_NAMED) return
  ranks.splice(at, 0, rank)
  if (ranks.length > MOST_NAMED) ranks.pop()
}
