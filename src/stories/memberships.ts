import type { Article } from '../model/article.ts'
import { editionsOf, type ListName, storiesIn, storiesOn, storyAt } from '../model/stories.ts'

/** The lists that a public story is in. */
export function listsWith({ lang, topics, story, permalink, withdrawn }: Article): readonly ListName[] {
  const known = [editionsOf(story), storyAt(permalink)]
  return withdrawn ? known : [...known, storiesIn(lang), ...topics.map(({ slug }) => storiesOn(slug, lang))]
}
