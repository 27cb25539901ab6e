import type { Diagnostic } from '../model/diagnostic.ts'
import type { Site } from '../model/site.ts'
import type { ParsedArticle } from './parse-article.ts'

/**
 * Warns once of each topic that `site.yaml` does not declare, where it declares any: at the first story that has it. A check says the same at
 * every story, with what was likely meant.
 */
export function unknownTopics(
  articles: readonly Pick<ParsedArticle, 'path' | 'topics' | 'draft'>[],
  { topics }: Pick<Site, 'topics'>,
): readonly Diagnostic[] {
  if (topics.size === 0) return []
  const seen = new Set<string>()
  return articles.flatMap(article =>
    article.topics.flatMap(({ slug, title }): readonly Diagnostic[] => {
      if (article.draft || topics.has(slug) || seen.has(slug)) return []
      seen.add(slug)
      return [
        {
          severity: 'warning',
          code: 'unknown-name',
          path: article.path,
          line: 1,
          column: 1,
          field: 'topics',
          message: `"${title}" is not among the topics in site.yaml`,
          remedy: 'correct it, or add it to topics in site.yaml; courant check names every story that has it',
        },
      ]
    }),
  )
}
