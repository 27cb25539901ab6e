import type { SitePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import { archivePaths, type Edition } from '../model/edition.ts'
import type { Translation } from '../model/page.ts'

/** The editions of each story, by what they share, in order of their languages. */
export function translationsOfStories(released: readonly Article[]): ReadonlyMap<string, readonly Translation[]> {
  const editions = Map.groupBy(released, ({ story }) => story)
  const inOrder = (a: Translation, b: Translation): number => (a.lang < b.lang ? -1 : 1)
  return new Map(
    [...editions].map(([story, of]) => [story, of.map(({ lang, permalink }) => ({ lang, permalink })).sort(inOrder)]),
  )
}

/** What a list or a page of the archive is called in every language that has it; asked by one of them. */
export function translationsOfLists({
  lists,
  archives,
}: Pick<Edition, 'lists' | 'archives'>): (list: Translation) => readonly Translation[] {
  const pages = [
    ...lists.map(({ lang, path }) => ({ lang, permalink: path })),
    ...archives.flatMap(archive => archivePaths(archive).map(permalink => ({ lang: archive.lang, permalink }))),
  ]
  const byPath = Map.groupBy(pages, unprefixed)
  return list => byPath.get(unprefixed(list)) ?? []
}

function unprefixed({ lang, permalink }: Translation): SitePath {
  const prefix = `/${lang.toLowerCase()}`
  return permalink.startsWith(`${prefix}/`) ? `/${permalink.slice(prefix.length + 1)}` : permalink
}
