import type { Article } from '../model/article.ts'
import { remembered, type StoryPlaces } from './story-places.ts'

/** The most that are named with a story. */
const MOST_NAMED = 3

/** How far back each topic is looked through: what lies further is history, and the work for a story stays the same for ever. */
const LOOKED_AT = 8

/** Earlier stories that are named with a story. */
export interface RelatedStories {
  readonly related: (article: Article) => readonly Article[]
  /** Those with which a story is named. */
  readonly naming: (earlier: Article) => readonly Article[]
}

/**
 * For each story those of its language before it that share the most topics with it, the nearest first among equals. Earlier ones
 * alone, so that a new story changes no page of an old one. Withdrawn stories neither name nor are named.
 */
export function relatedStories({ inLanguage, onTopic }: StoryPlaces): RelatedStories {
  const shared = remembered((lang: string) => new Uint8Array(inLanguage(lang).stories.length))
  const related = ({ lang, topics }: Article, place: number): readonly number[] => {
    const series = topics.map(({ slug }) => firstAfter(place, onTopic(lang, slug)))
    return mostShared(series, shared(lang))
  }
  return {
    related: article => {
      const { stories, placeOf } = inLanguage(article.lang)
      const place = placeOf(article)
      return place === undefined ? [] : related(article, place).flatMap(at => stories[at] ?? [])
    },
    naming: earlier => {
      const { stories, placeOf } = inLanguage(earlier.lang)
      const place = placeOf(earlier)
      if (place === undefined) return []
      const near = new Set(earlier.topics.flatMap(({ slug }) => lastBefore(place, onTopic(earlier.lang, slug))))
      return [...near].flatMap(at => {
        const article = stories[at]
        return article && related(article, at).includes(place) ? article : []
      })
    },
  }
}

/** Those of a series that are looked at from a place: the first after it. */
function firstAfter(place: number, series: readonly number[]): readonly number[] {
  const from = endUpTo(place, series)
  return series.slice(from, from + LOOKED_AT)
}

/** Those of a series from which a place is looked at: the last before it. */
function lastBefore(place: number, series: readonly number[]): readonly number[] {
  const to = endUpTo(place - 1, series)
  return series.slice(Math.max(0, to - LOOKED_AT), to)
}

/** How many of a series come up to a place, itself included. */
function endUpTo(place: number, series: readonly number[]): number {
  let [from, to] = [0, series.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((series[middle] ?? 0) <= place) from = middle + 1
    else to = middle
  }
  return from
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
