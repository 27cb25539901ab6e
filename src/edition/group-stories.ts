import type { SitePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { Site } from '../model/site.ts'

/** Stories that share something, newest first. */
export interface Grouped<T> {
  readonly of: T
  readonly stories: readonly Article[]
}

/**
 * Stories by what they share, in order of its slug; newest first within. What is `declared` has its place though no story
 * shares it: an address that subscribers know does not vanish with the last story. Else it is written as its first story has it,
 * so that no later one's spelling renames what people follow.
 */
export function groupStories<T extends { readonly slug: string }>(
  stories: readonly Article[],
  { shared, declared = [] }: { readonly shared: (article: Article) => readonly T[]; readonly declared?: readonly T[] },
): readonly Grouped<T>[] {
  const groups = new Map<string, { of: T; stories: Article[] }>(declared.map(of => [of.slug, { of, stories: [] }]))
  const declaredSlugs = new Set(groups.keys())
  for (const article of stories) {
    for (const of of shared(article)) {
      const group = groups.get(of.slug)
      if (!group) groups.set(of.slug, { of, stories: [article] })
      else {
        group.stories.push(article)
        if (!declaredSlugs.has(of.slug)) group.of = of
      }
    }
  }
  return [...groups.values()].sort((a, b) => (a.of.slug < b.of.slug ? -1 : 1))
}

/** The stories of one language, and what stands before the addresses of their lists. */
export interface InLanguage {
  readonly lang: string
  /** Empty for the newsroom's own language. */
  readonly prefix: '' | SitePath
  readonly stories: readonly Article[]
}

/** Stories by their language. */
export function byLanguage(stories: readonly Article[]): ReadonlyMap<string, readonly Article[]> {
  return Map.groupBy(stories, ({ lang }) => lang)
}

/**
 * The stories in each of their languages; the newsroom's own always first, and there even when it has none yet, as are those that are
 * `declared`.
 */
export function inEachLanguage(
  stories: ReadonlyMap<string, readonly Article[]>,
  site: Site,
  declared: readonly string[] = [],
): readonly InLanguage[] {
  const others = [...new Set([...declared, ...stories.keys()])].filter(lang => lang !== site.lang).sort()
  return [site.lang, ...others].map(lang => ({
    lang,
    prefix: lang === site.lang ? '' : `/${lang.toLowerCase()}`,
    stories: stories.get(lang) ?? [],
  }))
}
