import type { Article } from '../../src/model/article.ts'
import type { Channel } from '../../src/model/edition.ts'
import type { StoryDate } from '../../src/model/instant.ts'
import { site as feedSite, plainStory } from '../feed/newsroom.ts'

/** The newsroom of these tests, whose own language is English. */
export const site = { ...feedSite, lang: 'en' }

/** An instant of the first days of 2026, as authors write it with an hour. */
export function on(day: number): StoryDate {
  return { at: Date.UTC(2026, 0, day, 12), dateOnly: false }
}

/** A story of the first of January, known by its name. */
export function storyOf(name: string, fields: Partial<Article> = {}): Article {
  return {
    ...plainStory(1),
    id: `tag:news.example.org,2026:${name}`,
    path: `2026/${name}.md`,
    story: `2026/${name}`,
    permalink: `/2026/${name}/`,
    title: `Story ${name}`,
    summary: `What happened in ${name}.`,
    section: undefined,
    date: on(1),
    ...fields,
  }
}

/** The names of a list's stories. */
export function namesOf({ stories }: Pick<Channel, 'stories'>): readonly string[] {
  return stories.map(({ id }) => id.slice('tag:news.example.org,2026:'.length))
}
