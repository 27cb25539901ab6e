import { labelsFor } from '../language/labels.ts'
import { authorIn, sectionIn, topicIn } from '../language/own-names.ts'
import type { Article } from '../model/article.ts'
import type { StoryList } from '../model/edition.ts'
import type { Site } from '../model/site.ts'
import { byLanguage, inEachLanguage } from './group-stories.ts'
import type { Subjects } from './subjects.ts'

/** What lists are made of. */
export interface ListInputs {
  readonly site: Site
  /** By language, newest first, every story that can be read: no withdrawn one. */
  readonly readable: ReadonlyMap<string, readonly Article[]>
  readonly subjects: Subjects
  readonly changes: readonly Article[]
}

type ListWords = Pick<StoryList, 'title' | 'description'>

/**
 * Every list that pages show, each in every language of its stories. A list offers what can be read: of withdrawn stories, which
 * still lead to it, it has none.
 */
export function listsOf({ site, readable, subjects, changes }: ListInputs): readonly StoryList[] {
  const each = (
    of: readonly Article[],
    { words, ...list }: Pick<StoryList, 'kind' | 'path'> & { readonly words: (lang: string) => ListWords },
  ): readonly StoryList[] =>
    inEachLanguage(byLanguage(of), site).map(({ lang, prefix, stories }) => ({
      ...list,
      path: `${prefix}${list.path}`,
      ...words(lang),
      lang,
      stories: readableIn(stories),
    }))
  const homes = inEachLanguage(readable, site, site.languages).map(
    ({ lang, prefix, stories }): StoryList => ({
      kind: 'home',
      path: `${prefix}/`,
      lang,
      title: site.title,
      description: site.description,
      stories,
    }),
  )
  return [
    ...homes,
    ...subjects.topics.flatMap(({ of, stories }) =>
      each(stories, { kind: 'topic', path: `/topics/${of.slug}/`, words: lang => topicIn(of, lang, site) }),
    ),
    ...subjects.sections.flatMap(({ of, stories }) =>
      each(stories, {
        kind: 'section',
        path: `/sections/${of.slug}/`,
        words: lang => ({ title: sectionIn(of.title, lang, site), description: undefined }),
      }),
    ),
    ...subjects.authors.flatMap(({ of, stories }) =>
      each(stories, {
        kind: 'author',
        path: `/authors/${of.slug}/`,
        words: lang => ({ title: authorIn(of, lang, site).name, description: undefined }),
      }),
    ),
    {
      kind: 'changes',
      path: '/changes/',
      lang: site.lang,
      title: labelsFor(site.lang, site).changes,
      description: labelsFor(site.lang, site).aboutChanges,
      stories: changes,
    },
  ]
}

/** Those of some stories that are not withdrawn. */
export function readableIn(stories: readonly Article[]): readonly Article[] {
  return stories.filter(({ withdrawn }) => !withdrawn)
}
