import type { Article } from '../model/article.ts'

/** The most that are named with a story. */
const MOST_NAMED = 3

/** How far back each topic is looked through: what lies further is history, and the work for a story stays the same for ever. */
const LOOKED_AT = 12

/**
 * For each story those of its language before it that share the most topics with it, the nearest first among equals. Earlier ones
 * alone, so that a new story changes no page of an old one. Withdrawn stories neither name nor are named.
 */
export function relatedStories(released: readonly Article[]): (article: Article) => readonly Article[] {
  const earlier = new Map<string, Article[]>()
  const related = new Map<Article, readonly Article[]>()
  for (const article of released.toReversed()) {
    if (article.withdrawn) continue
    const ofTopics = article.topics.map(({ slug }) => seriesOf(earlier, `${article.lang} ${slug}`))
    related.set(article, mostShared(ofTopics))
    for (const stories of ofTopics) stories.push(article)
  }
  return article => related.get(article) ?? []
}

function seriesOf(all: Map<string, Article[]>, key: string): Article[] {
  const known = all.get(key)
  if (known) return known
  const series: Article[] = []
  all.set(key, series)
  return series
}

/** Of several series, oldest first, the stories that stand in the most of them; the latest first among equals. */
function mostShared(series: readonly (readonly Article[])[]): readonly Article[] {
  const shared = new Map<Article, number>()
  for (const stories of series) for (const story of stories.slice(-LOOKED_AT)) shared.set(story, (shared.get(story) ?? 0) + 1)
  return [...shared]
    .sort(([a, ofA], [b, ofB]) => ofB - ofA || b.date.at - a.date.at || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_NAMED)
    .map(([story]) => story)
}
