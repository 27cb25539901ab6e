import { describe, expect, test } from 'vitest'
import { editionAt } from '../../src/edition/edition-at.ts'
import { relatedStories } from '../../src/edition/related-stories.ts'
import type { Article } from '../../src/model/article.ts'
import type { Stories } from '../../src/model/stories.ts'
import { editionStories } from '../../src/stories/edition-stories.ts'
import { on, site, storyOf } from './stories.ts'

/** A story of the given day on these topics. */
function story(name: string, day: number, topics: string, fields: Partial<Article> = {}): Article {
  return storyOf(name, { date: on(day), topics: topics.split(' ').map(slug => ({ slug, title: slug })), ...fields })
}

function relatedTo(name: string, articles: readonly Article[]): readonly string[] {
  const { released, stories } = editionOf(articles)
  const article = released.find(({ title }) => title === `Story ${name}`)
  return article ? relatedStories(article, stories).map(({ title }) => title.slice('Story '.length)) : []
}

function editionOf(articles: readonly Article[]): { readonly released: readonly Article[]; readonly stories: Stories } {
  const edition = editionAt({ articles, standing: [] }, { site, asOf: on(1000).at })
  return { released: edition.released, stories: editionStories(edition) }
}

const STORIES = [
  story('a', 1, 'ports ferries'),
  story('b', 2, 'ports'),
  story('c', 3, 'ports ferries tariffs'),
  story('d', 4, 'schools'),
  story('e', 5, 'ports ferries'),
  story('f', 6, 'ports'),
]

describe('relatedStories', () => {
  test('relatedStories: those that share the most topics come first, the nearest first among equals', () => {
    expect(relatedTo('e', STORIES)).toEqual(['c', 'a', 'b'])
    expect(relatedTo('f', STORIES)).toEqual(['e', 'c', 'b'])
  })

  test('relatedStories: names none where none fits', () => {
    expect(relatedTo('d', STORIES)).toEqual([])
    expect(relatedTo('a', STORIES)).toEqual([])
    expect(relatedTo('x', [...STORIES, storyOf('x', { date: on(9), topics: [] })])).toEqual([])
  })

  test('relatedStories: a newer story changes nothing for older ones', () => {
    const more = [...STORIES, story('g', 7, 'ports ferries tariffs schools')]
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) expect(relatedTo(name, more)).toEqual(relatedTo(name, STORIES))
  })

  test('relatedStories: stays in the story’s language', () => {
    const french = [story('v', 1, 'ports', { lang: 'fr' }), story('w', 8, 'ports', { lang: 'fr' })]
    expect(relatedTo('w', [...STORIES, ...french])).toEqual(['v'])
  })

  test('relatedStories: what was withdrawn neither names nor is named', () => {
    const withdrawn = { date: on(9), reason: 'An error.', replacement: undefined }
    const taken = STORIES.map(article => (article.title === 'Story c' ? { ...article, withdrawn } : article))
    expect(relatedTo('e', taken)).toEqual(['a', 'b'])
    expect(relatedTo('c', taken)).toEqual([])
  })
})
