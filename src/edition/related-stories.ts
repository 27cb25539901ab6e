import type { Article } from '../model/article.ts'
import { remembered, type StoryPlaces } from './story-places.ts'

/** The most that are named with a story. */
const MOST_NAMED = 3

/** How far back each topic is looked through: what lies further is history, and the work for a story stays the same for ever. */
const LOOKED_AT = 8

/** Earlier stories that are named with a story. */
export interface RelatedStories {
  readonly related: (article: Article) => readonly Article[]
  /** Whether a story could be named with another: most could not, and need no look at what is. */
  readonly mayName: (article: Article, earlier: Article) => boolean
}

/**
 * For each story those of its language before it that share the most topics with it, the nearest first among equals. Earlier ones
 * alone, so that a new story changes no page of an old one. Withdrawn stories neither name nor are named.
 */
export function relatedStories({ inLanguage, onTopic }: StoryPlaces): RelatedStories {
  const shared = remembered((lang: string) => new Uint8Array(inLanguage(lang).stories.length))
  const lookedAt = ({ lang }: Article, { slug, place }: { readonly slug: string; readonly place: number }): readonly number[] =>
    firstAfter(place, onTopic(lang, slug))
  return {
    related: article => {
      const { stories, placeOf } = inLanguage(article.lang)
      const place = placeOf(article)
      if (place === undefined) return []
      const series = article.topics.map(({ slug }) => lookedAt(article, { slug, place }))
      return mostShared(series, shared(article.lang)).flatMap(at => stories[at] ?? [])
    },
    mayName: (article, earlier) => {
      const { placeOf } = inLanguage(article.lang)
      const [place, other] = [placeOf(article), placeOf(earlier)]
      if (place === undefined || other === undefined || other <= place) return false
      const topics = article.topics.filter(({ slug }) => earlier.topics.some(topic => topic.slug === slug))
      return topics.some(({ slug }) => lookedAt(article, { slug, place }).includes(other))
    },
  }
}

/** Those of a series that are looked at: the first after a place. */
function firstAfter(place: number, series: readonly number[]): readonly number[] {
  let [from, to] = [0, series.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((series[middle] ?? 0) <= place) from = middle + 1
    else to = middle
  }
  return series.slice(from, from + LOOKED_AT)
}

/**
 * Of several series of places, newest first, those that stand in the most of them; the newest first among equals. Counted in `shared`,
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
      if (count > 0) rankIn(ranks, (count + 1) * shared.length - 1 - place)
    }
  return ranks.map(rank => shared.length - 1 - (rank % shared.length))
}

/** Puts a rank among the highest, which are in order. */
function rankIn(ranks: number[], rank: number): void {
  let at = ranks.length
  while (at > 0 && (ranks[at - 1] ?? 0) < rank) at--
  if (at >= MOST_NAMED) return
  ranks.splice(at, 0, rank)
  if (ranks.length > MOST_NAMED) ranks.pop()
}
