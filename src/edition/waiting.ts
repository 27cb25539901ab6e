import type { SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { MissingLanguage, Waiting } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { Release } from './releases.ts'

/** Stories that are held until their other languages are ready, by path; drafts wait for their authors. */
export function waitingStories(articles: readonly Article[], releaseOf: (article: Article) => Release): readonly Waiting[] {
  const inOrder = articles.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const asked = new Map<string, SourcePath>()
  for (const { story, path, together } of inOrder) if (together && !asked.has(story)) asked.set(story, path)
  return inOrder.flatMap((article): readonly Waiting[] => {
    const release = asked.has(article.story) ? releaseOf(article) : undefined
    if (article.draft || release?.kind !== 'waiting') return []
    const { path, title, story, date } = article
    return [{ path, title, asked: asked.get(story) ?? path, since: date.at, missing: release.missing }]
  })
}

/** A story that is held though its date is past: told once, where it is asked for. */
export function waitingDiagnostics(waiting: readonly Waiting[], asOf: Instant): readonly Diagnostic[] {
  const due = Map.groupBy(
    waiting.filter(({ since }) => since <= asOf),
    ({ asked }) => asked,
  )
  return [...due].map(([path, [first]]) => ({
    severity: 'warning',
    code: 'waiting',
    path,
    line: 1,
    column: 1,
    field: 'release',
    message: `this story waits for its other languages: ${first?.missing.map(missingWords).join(', ')}`,
    remedy: 'finish them; or take release: together away, and each edition goes out by itself',
  }))
}

/** What a story lacks, in words: the language, and the file that is not there or is a draft. */
export function missingWords({ lang, path, isDraft }: MissingLanguage): string {
  return isDraft ? `${lang} (${path} is a draft)` : `${lang} (${path} is not there, or has mistakes)`
}
