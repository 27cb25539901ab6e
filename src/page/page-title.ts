import { labelsFor } from '../language/labels.ts'
import type { Page } from '../model/page.ts'

/**
 * What a page is called. Four kinds are Courant's own, and their names belong to the interface's words. A withdrawn story says so
 * first, as in its feeds: its headline alone would still be believed.
 */
export function titleOf(page: Page): string {
  const { kind, head } = page
  if (page.kind === 'article' && page.article.withdrawn) return `${labelsFor(head.lang).withdrawn}: ${head.title}`
  if (kind === 'feeds') return labelsFor(head.lang).feeds
  if (kind === 'search') return labelsFor(head.lang).search
  if (kind === 'gone') return labelsFor(head.lang).goneTitle
  return kind === 'not-found' ? labelsFor(head.lang).notFoundTitle : head.title
}
