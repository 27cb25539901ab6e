import type { Article } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { PublicationRecord, RecordEntry } from '../model/record.ts'
import type { ParsedArticle } from './parse-article.ts'

/**
 * Settles every article's id: the one in its front matter; else the one that the record knows its path by; else that of a
 * recorded story with the same bytes whose file is gone (it was renamed); else `idPrefix` and its path. Two articles with
 * one id are an error that names both; the one that the record knows keeps it.
 */
export function assignIds(
  parsed: readonly ParsedArticle[],
  { record, idPrefix }: { readonly record: PublicationRecord; readonly idPrefix: string },
): { readonly articles: readonly Article[]; readonly diagnostics: readonly Diagnostic[] } {
  const paths = new Set(parsed.map(({ path }) => path))
  const recordedByPath = new Map<string, RecordEntry>()
  const movedByHash = new Map<string, RecordEntry>()
  for (const entry of record.values()) {
    recordedByPath.set(entry.path, entry)
    if (!paths.has(entry.path)) movedByHash.set(entry.hash, entry)
  }
  const settle = (article: ParsedArticle): string =>
    article.givenId ??
    recordedByPath.get(article.path)?.id ??
    movedByHash.get(article.source.hash)?.id ??
    idPrefix + article.path.slice(0, -'.md'.length).split('/').map(encodeURIComponent).join('/')

  const byId = new Map<string, Article>()
  const diagnostics: Diagnostic[] = []
  for (const candidate of parsed) {
    const { givenId, ...rest } = candidate
    const article: Article = { ...rest, id: settle(candidate) }
    const rival = byId.get(article.id)
    if (!rival) byId.set(article.id, article)
    else {
      const [keeper, loser] = record.get(article.id)?.path === article.path ? [article, rival] : [rival, article]
      byId.set(article.id, keeper)
      diagnostics.push(sameId(loser, keeper))
    }
  }
  return { articles: [...byId.values()], diagnostics }
}

function sameId(loser: Article, keeper: Article): Diagnostic {
  return {
    severity: 'error',
    code: 'same-id',
    path: loser.path,
    line: 1,
    column: 1,
    field: 'id',
    message: `the id ${loser.id} is also that of ${keeper.path}`,
    remedy: 'give this story an id of its own, or remove its id line',
  }
}
