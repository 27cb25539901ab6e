import type { Article } from '../model/article.ts'
import type { StoryPlaces } from './story-places.ts'

/** The stories before and after one. */
export interface Neighbours {
  readonly newer: Article | undefined
  readonly older: Article | undefined
}

/** The next newer and older story in the same language; of one that is withdrawn, none. */
export function neighboursIn({ inLanguage }: StoryPlaces): (article: Article) => Neighbours {
  return article => {
    const { stories, placeOf } = inLanguage(article.lang)
    const place = placeOf(article)
    return place === undefined ? NONE : { newer: stories[place - 1], older: stories[place + 1] }
  }
}

const NONE: Neighbours = { newer: undefined, older: undefined }
