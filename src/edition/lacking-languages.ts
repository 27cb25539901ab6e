import type { Article } from '../model/article.ts'
import type { Site } from '../model/site.ts'
import { languagesOf } from './releases.ts'

/** The languages that a story is to have and that none of its public editions is in. */
export function lackingLanguages(editions: readonly Article[], site: Pick<Site, 'languages'>): readonly string[] {
  return (languagesOf(editions, site.languages) ?? []).filter(lang => editions.every(edition => edition.lang !== lang))
}
