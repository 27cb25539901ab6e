import { cleanSegment } from '../model/address.ts'
import type { Article, Topic } from '../model/article.ts'
import type { Author, Site } from '../model/site.ts'
import { type Grouped, groupStories } from './group-stories.ts'

/** Released stories by what subscribers may follow. */
export interface Subjects {
  readonly topics: readonly Grouped<Topic>[]
  readonly sections: readonly Grouped<Topic>[]
  readonly authors: readonly Grouped<Author>[]
}

/** Groups stories by topic, section and author. */
export function subjectsOf(stories: readonly Article[], site: Site): Subjects {
  return {
    topics: groupStories(stories, {
      shared: article => article.topics,
      declared: [...site.topics].map(([slug, { title }]) => ({ slug, title })),
    }),
    sections: groupStories(stories, {
      shared: sectionOf,
      declared: [...site.sections].map(([slug, { name }]) => ({ slug, title: name })),
    }),
    authors: groupStories(stories, { shared: article => article.authors, declared: [...site.authors.values()] }),
  }
}

/** The section as a group's name; none when its words leave nothing for an address. */
export function sectionOf({ section }: Article): readonly Topic[] {
  const slug = cleanSegment(section ?? '')
  return section === undefined || slug === '' ? [] : [{ slug, title: section }]
}
