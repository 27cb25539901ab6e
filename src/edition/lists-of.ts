import { labelsFor } from '../language/labels.ts'
import { authorIn, sectionIn, topicIn } from '../language/own-names.ts'
import type { Article } from '../model/article.ts'
import type { StoryList } from '../model/edition.ts'
import type { Site } from '../model/site.ts'
import { inEachLanguage } from './group-stories.ts'
import type { Subjects } from './subjects.ts'

/** What lists are made of. */
export interface ListInputs {
  readonly site: Site
  /** Everything released, newest first. */
  readonly released: readonly Article[]
  readonly subjects: Subjects
  readonly changes: readonly Article[]
}

type ListWords = Pick<StoryList, 'title' | 'description'>

/**
 * Every list that pages show, each in every language of its stories. A list offers what can be read: of withdrawn stories, which
 * still lead to it, it has none.
 */
export function listsOf({ site, released, subjects, changes }: ListInputs): readonly StoryList[] {
  const each = (
    of: readonly Article[],
    { words, ...list }: Pick<StoryList, 'kind' | 'path'> & { readonly words: (lang: string) => ListWords },
    declared: Site['languages'] = [],
  ): readonly StoryList[] =>
    inEachLanguage(of, site, declared).map(({ lang, prefix, stories }) => ({
      ...list,
      path: `${prefix}${list.path}`,
      ...words(lang),
      lang,
      stories: stories.filter(({ withdrawn }) => !withdrawn),
    }))
  return [
    ...each(
      released,
      { kind: 'home', path: '/', words: () => ({ title: site.title, description: site.description }) },
      site.languages,
    ),
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
