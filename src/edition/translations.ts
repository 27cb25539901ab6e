import type { SitePath } from '../model/address.ts'
import { type Article, editionsBeside } from '../model/article.ts'
import { archivePaths, type Edition } from '../model/edition.ts'
import type { Translation } from '../model/page.ts'

/** What a story is called in every language in which it can be read, its own included; asked by one of its public editions. */
export function translationsOf(article: Article, editions: readonly Article[]): readonly Translation[] {
  const readable = editions.filter(({ withdrawn }) => !withdrawn)
  return editionsBeside(article, readable).map(({ lang, permalink }) => ({ lang, permalink }))
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
