import type { Article, StandingPage } from '../model/article.ts'

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
