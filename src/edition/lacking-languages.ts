import type { Article } from '../model/article.ts'
import type { Site } from '../model/site.ts'
import { languagesOf } from './releases.ts'

/** The languages that a story is to have and that no public edition of it is in. */
export function lackingLanguages(released: readonly Article[], site: Site): (article: Article) => readonly string[] {
  let editions: ReadonlyMap<string, readonly Article[]> | undefined
  return ({ story }) => {
    editions ??= Map.groupBy(released, ({ story }) => story)
    const own = editions.get(story) ?? []
    return (languagesOf(own, site.languages) ?? []).filter(lang => own.every(edition => edition.lang !== lang))
  }
}
