import { labelsFor, nameOf } from '../language/labels.ts'
import { sectionIn, topicIn } from '../language/own-names.ts'
import type { SitePath } from '../model/address.ts'
import type { Article, Topic } from '../model/article.ts'
import type { Channel } from '../model/edition.ts'
import type { Site } from '../model/site.ts'
import { byLanguage, inEachLanguage } from './group-stories.ts'
import type { Subjects } from './subjects.ts'

/** What channels are made of. */
export interface ChannelInputs {
  readonly site: Site
  /** Everything released, newest first; the withdrawn too, since their subscribers are told. */
  readonly released: readonly Article[]
  /** The same by language. */
  readonly languages: ReadonlyMap<string, readonly Article[]>
  readonly subjects: Subjects
  readonly changes: readonly Article[]
}

/**
 * Every channel that a subscriber may want: the site, its changes, each topic, section and author; and where there are
 * several languages, each language and each topic in it. The site's comes first.
 */
export function channelsOf({ site, released, languages, subjects, changes }: ChannelInputs): readonly Channel[] {
  const about = (title: string): Pick<Channel, 'lang' | 'title' | 'description'> => ({
    lang: site.lang,
    title: `${title} – ${site.title}`,
    description: `${title}: ${site.description}`,
  })
  const channel = (
    kind: Channel['kind'],
    path: SitePath,
    rest: Pick<Channel, 'lang' | 'title' | 'description' | 'stories'>,
  ): Channel => ({ kind, path, page: path, tombstones: [], ...rest })
  const aboutTopic = (topic: Topic, lang: string): Pick<Channel, 'title' | 'description'> => {
    const said = topicIn(topic, lang, site)
    const { title, description } = about(said.title)
    return { title, description: said.description ?? description }
  }
  const topics = subjects.topics.map(
    ({ of, stories }): Divided => ({ path: `/topics/${of.slug}/`, words: lang => aboutTopic(of, lang), stories }),
  )
  return [
    channel('site', '/', { lang: site.lang, title: site.title, description: site.description, stories: released }),
    channel('changes', '/changes/', {
      ...about(labelsFor(site.lang, site).changes),
      description: labelsFor(site.lang, site).aboutChanges,
      stories: changes,
    }),
    ...topics.map(({ path, words, stories }) => channel('topic', path, { lang: site.lang, ...words(site.lang), stories })),
    ...subjects.sections.map(({ of, stories }) =>
      channel('section', `/sections/${of.slug}/`, { ...about(sectionIn(of.title, site.lang, site)), stories }),
    ),
    ...subjects.authors.map(({ of, stories }) => channel('author', `/authors/${of.slug}/`, { ...about(of.name), stories })),
    ...languageChannels(languages, { site, topics }),
  ]
}

/** What is divided by language: where its feeds stand, its stories, and what is said of it in each. */
interface Divided extends Pick<Channel, 'path' | 'stories'> {
  readonly words: (lang: string) => Pick<Channel, 'title' | 'description'>
}

/** The site and each topic in each language, when there is more than one. A declared one has its feed though it has no story. */
function languageChannels(
  released: ReadonlyMap<string, readonly Article[]>,
  { site, topics }: { readonly site: Site; readonly topics: readonly Divided[] },
): readonly Channel[] {
  const isDeclared = (lang: string): boolean => site.languages.includes(lang)
  const languages = inEachLanguage(released, site, site.languages).filter(
    ({ lang, stories }) => stories.length > 0 || isDeclared(lang),
  )
  if (languages.length < 2) return []
  const edition = (
    { words, path: whole }: Omit<Divided, 'stories'>,
    { kind, of }: { readonly kind: Channel['kind']; readonly of: ReadonlyMap<string, readonly Article[]> },
  ): readonly Channel[] =>
    languages.flatMap(({ lang, prefix }) => {
      const stories = of.get(lang) ?? []
      if (stories.length === 0 && !(kind === 'language' && isDeclared(lang))) return []
      const path: SitePath = `/${lang.toLowerCase()}${whole}`
      const { title, description } = words(lang)
      return [
        {
          kind,
          path,
          page: `${prefix}${whole}`,
          lang,
          title: `${title} (${nameOf(lang)})`,
          description,
          stories,
          tombstones: [],
        },
      ]
    })
  const words = () => ({ title: site.title, description: site.description })
  return [
    ...edition({ path: '/', words }, { kind: 'language', of: released }),
    ...topics.flatMap(topic => edition(topic, { kind: 'topic', of: byLanguage(topic.stories) })),
  ]
}
