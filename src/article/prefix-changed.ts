import type { Diagnostic } from '../model/diagnostic.ts'
import type { PublicationRecord } from '../model/record.ts'
import { madeId } from './made-id.ts'
import type { ParsedArticle } from './parse-article.ts'

/** Tells of an `idPrefix` that is another than the one under which all was published: stories keep their ids, feeds do not. */
export function prefixChanged(
  articles: readonly Pick<ParsedArticle, 'givenId'>[],
  { record, idPrefix }: { readonly record: PublicationRecord; readonly idPrefix: string },
): readonly Diagnostic[] {
  const given = new Set(articles.map(({ givenId }) => givenId))
  let before: string | undefined
  for (const { id, path } of record.values()) {
    if (id.startsWith(idPrefix)) return []
    const rest = path === '' ? '' : madeId({ path }, '')
    if (before === undefined && rest !== '' && !given.has(id) && id.startsWith('tag:') && id.endsWith(`:${rest}`))
      before = id.slice(0, -rest.length)
  }
  if (before === undefined) return []
  return [
    {
      severity: 'warning',
      code: 'id-changed',
      path: 'site.yaml',
      line: 1,
      column: 1,
      field: 'idPrefix',
      message: `everything was published under ${before}: readers that know a feed by its id take it for another one now`,
      remedy: `write idPrefix: "${before}"; or, where nobody reads it yet, delete out/ and .courant/ and publish anew`,
    },
  ]
}
