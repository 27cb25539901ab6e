import type { Article } from '../model/article.ts'
import type { MissingLanguage } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { Site } from '../model/site.ts'

/** When a story goes out: at an instant, or once what it waits for is there. */
export type Release =
  /** `joint`: with its other languages. */
  | { readonly kind: 'dated'; readonly at: Instant; readonly joint: boolean }
  | { readonly kind: 'waiting'; readonly missing: readonly MissingLanguage[] }

/** What decides when stories go out. */
export interface ReleaseContext {
  /** The newsroom's own language, and those that it declares. */
  readonly site: Pick<Site, 'lang' | 'languages'>
  /** Whether a story is public already: nothing takes it back but its author. */
  readonly isPublic: (id: string) => boolean
}

/**
 * When each story goes out: at its date; with `release: together` in one of its editions, at the last date of all of them, and
 * not before each of its languages has an edition that is no draft. Its languages are those that its editions name, else
 * those that the newsroom declares, else those of its files.
 */
export function releasesOf(articles: readonly Article[], { site, isPublic }: ReleaseContext): (article: Article) => Release {
  const together = new Set(articles.flatMap(({ together, story }) => (together ? [story] : [])))
  if (together.size === 0) return atItsDate
  const stories = Map.groupBy(articles, ({ story }) => story)
  const joint = new Map([...together].map(story => [story, jointRelease(stories.get(story) ?? [], site)]))
  return article => (isPublic(article.id) ? undefined : joint.get(article.story)) ?? atItsDate(article)
}

function atItsDate({ date }: Pick<Article, 'date'>): Release {
  return { kind: 'dated', at: date.at, joint: false }
}

function jointRelease(editions: readonly Article[], site: ReleaseContext['site']): Release {
  const wanted = languagesOf(editions, site.languages) ?? editions.map(({ lang }) => lang)
  const ready = editions.filter(({ draft }) => !draft)
  const missing = [...new Set(wanted)]
    .filter(lang => !ready.some(edition => edition.lang === lang))
    .map((lang): MissingLanguage => {
      const draft = editions.find(edition => edition.lang === lang)
      const story = editions[0]?.story ?? ''
      return {
        lang,
        path: draft?.path ?? (lang === site.lang ? `${story}.md` : `${story}.${lang}.md`),
        isDraft: draft !== undefined,
      }
    })
  if (missing.length > 0) return { kind: 'waiting', missing }
  return { kind: 'dated', at: Math.max(...ready.map(({ date }) => date.at)), joint: true }
}

/** The languages that a story is to have, by its editions or its newsroom; undefined when neither says. */
export function languagesOf(
  editions: readonly Pick<Article, 'languages'>[],
  declared: readonly string[],
): readonly string[] | undefined {
  const named = editions.flatMap(({ languages }) => languages ?? [])
  if (named.length > 0) return [...new Set(named)]
  return declared.length > 0 ? declared : undefined
}
