import type { Article } from '../model/article.ts'
import { type Stories, storiesIn, storiesOn } from '../model/stories.ts'

/** The most that are named with a story. */
const MOST_NAMED = 3

/** How far back each topic is looked through: what lies further is history, and the work for a story stays the same. */
const LOOKED_AT = 8

/**
 * For a story those of its language before it that share the most topics with it, the nearest first among equals. Earlier ones alone, so that a
 * new story changes no page of an old one. Withdrawn stories neither name nor are named.
 */
export function relatedStories(article: Article, stories: Stories): readonly Article[] {
  if (article.withdrawn) return []
  const found: { readonly story: Article; shared: number }[] = []
  for (const { slug } of article.topics)
    for (const story of stories.older(storiesOn(slug, article.lang), article, LOOKED_AT)) {
      const known = found.find(one => one.story === story)
      if (known) known.shared += 1
      else found.push({ story, shared: 1 })
    }
  return found
    .sort((a, b) => b.shared - a.shared || stories.compare(a.story, b.story))
    .slice(0, MOST_NAMED)
    .map(({ story }) => story)
}

/** The stories before and after one. */
export interface Neighbours {
  readonly newer: Article | undefined
  readonly older: Article | undefined
}

/** The next newer and older story in the same language; of one that is withdrawn, none. */
export function neighboursOf(article: Article, stories: Stories): Neighbours {
  if (article.withdrawn) return { newer: undefined, older: undefined }
  const list = storiesIn(article.lang)
  return { newer: stories.newer(list, article, 1)[0], older: stories.older(list, article, 1)[0] }
}
