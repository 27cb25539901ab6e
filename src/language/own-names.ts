import { cleanSegment, type SitePath } from '../model/address.ts'
import type { Topic } from '../model/article.ts'
import { slugOf } from '../model/edition.ts'
import type { Author, Site, TopicWords, Translated } from '../model/site.ts'
import { primaryTag } from './labels.ts'

/** What readers of a language are told of a topic: as `site.yaml` has it, else as its stories name it. */
export function topicIn({ slug, title }: Topic, lang: string, { topics }: Pick<Site, 'topics'>): TopicWords {
  const info = topics.get(slug)
  return info
    ? { title: info.title, description: info.description, ...translation(info, lang) }
    : { title, description: undefined }
}

/** The same of a topic that `site.yaml` has, by the address of its list or feed. */
export function topicAt(path: SitePath, lang: string, site: Pick<Site, 'topics'>): TopicWords {
  return topicIn({ slug: slugOf({ path }), title: '' }, lang, site)
}

/** How a section is shown to readers of a language: as `site.yaml` has it, else as stories name it. */
export function sectionIn(name: string, lang: string, { sections }: Pick<Site, 'sections'>): string {
  const info = sections.get(cleanSegment(name))
  return info ? (translation(info, lang).title ?? info.title) : name
}

/** An author as readers of a language know them: as `site.yaml` has them, else as they are given. */
export function authorIn(author: Author, lang: string, { authors }: Pick<Site, 'authors'>): Author {
  const info = authors.get(author.slug)
  if (info?.translations === undefined) return info ?? author
  const { translations: _, ...own } = info
  return { ...own, ...translation(info, lang) }
}

/** What is said in place of the newsroom's own words: in that very language, else in its family (`fr` for `fr-CH`). */
function translation<Words>({ translations }: Translated<Words>, lang: string): Partial<Words> {
  return { ...translations?.[primaryTag(lang)], ...translations?.[lang] }
}
