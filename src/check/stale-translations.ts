import { visibleDate } from '../language/dates.ts'
import type { Article } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { StoryDate } from '../model/instant.ts'
import type { Site } from '../model/site.ts'

type Edition = Pick<Article, 'path' | 'story' | 'lang' | 'date' | 'updated' | 'corrections' | 'withdrawn' | 'draft'>

/**
 * Translations whose last dated change is before that of their original: the edition in the newsroom's language, else the one with the
 * earliest date. A change is an update, a correction or a withdrawal; what has no date in the front matter is not known here.
 */
export function staleTranslations(
  articles: readonly Edition[],
  { lang, timezone }: Pick<Site, 'lang' | 'timezone'>,
): readonly Diagnostic[] {
  const stories = Map.groupBy(articles, ({ story }) => story)
  return [...stories.values()].flatMap(editions => {
    const original = originalOf(editions, lang)
    if (!original) return []
    const change = lastChange(original)
    if (change === original.date) return []
    return editions
      .filter(edition => edition !== original && !edition.withdrawn && lastChange(edition).at < change.at)
      .map(edition => stale(edition, { original, on: visibleDate(change, { timezone, lang: 'en' }) }))
  })
}

function originalOf(editions: readonly Edition[], lang: string): Edition | undefined {
  const open = editions.filter(({ draft }) => !draft)
  return open.find(edition => edition.lang === lang) ?? open.toSorted((a, b) => a.date.at - b.date.at)[0]
}

function lastChange({ date, updated, corrections, withdrawn }: Edition): StoryDate {
  const changes = [updated?.date, withdrawn?.date, ...corrections.map(correction => correction.date)]
  return changes.reduce<StoryDate>((last, change) => (change !== undefined && change.at > last.at ? change : last), date)
}

function stale({ path }: Edition, { original, on }: { readonly original: Edition; readonly on: string }): Diagnostic {
  const what = original.withdrawn ? 'was withdrawn' : 'changed'
  return {
    severity: 'warning',
    code: 'stale-translation',
    path,
    line: 1,
    column: 1,
    field: 'updated',
    message: `this translation is older than its original: ${original.path} ${what} on ${on}`,
    remedy: original.withdrawn
      ? 'withdraw it as well, or remove its file'
      : 'translate what changed, and give it the same updated or corrections',
  }
}
