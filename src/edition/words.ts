import type { Article, StandingPage } from '../model/article.ts'
import type { Edition } from '../model/edition.ts'

// A title, a summary and other words bear on nothing but what tells them: no address, no order and no list follows from them.

/** What is said of a story, and its version: the image is the same file, with other words. */
export type Words = Pick<Article, 'title' | 'summary' | 'dateline' | 'image' | 'notes' | 'contact' | 'source'>

/** A story's words, without all else. */
export function wordsOf({ title, summary, dateline, image, notes, contact, source }: Words): Words {
  return { title, summary, dateline, image, notes, contact, source }
}

/** A story or page as its file says it: without the id that it is given. */
type Read = Omit<Article, 'id'> | StandingPage

/** Whether two versions of a story differ in nothing but body and words. */
export function differInWords(now: Read, before: Read): boolean {
  return now.kind === 'article' && withoutWords(now) === withoutWords(before)
}

const NO_WORDS = {
  title: undefined,
  summary: undefined,
  dateline: undefined,
  notes: undefined,
  contact: undefined,
  source: undefined,
}

/** All else that is known of a story, as text: of what was remembered as text, fields that say nothing are missing. */
function withoutWords(story: Read): string {
  return JSON.stringify({ ...story, ...NO_WORDS, image: story.kind === 'article' ? story.image?.path : undefined })
}

/** The edition with these stories in place of others, which differ from them in words alone. Lists that have none of them stay the same objects. */
export function retold(edition: Edition, stories: ReadonlyMap<Article, Article>): Edition {
  // Looked for one by one: of thousands of lists, those with none of them are the most, and the others have few of them.
  const now = (articles: readonly Article[]): readonly Article[] => {
    let all = articles
    for (const [before, after] of stories) {
      const at = all.indexOf(before)
      if (at >= 0) all = all.with(at, after)
    }
    return all
  }
  const among = <T extends { readonly stories: readonly Article[] }>(one: T): T => {
    const told = now(one.stories)
    return told === one.stories ? one : { ...one, stories: told }
  }
  const several = new Map(edition.several)
  for (const story of stories.keys()) {
    const editions = several.get(story.story)
    if (editions) several.set(story.story, now(editions))
  }
  return {
    ...edition,
    released: now(edition.released),
    several,
    news: now(edition.news),
    lists: edition.lists.map(among),
    archives: edition.archives.map(archive => ({
      ...archive,
      years: archive.years.map(year => ({ ...year, months: year.months.map(among) })),
    })),
    channels: edition.channels.map(among),
  }
}
