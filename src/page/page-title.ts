import { labelsFor } from '../language/labels.ts'
import type { Page } from '../model/page.ts'
import type { Site } from '../model/site.ts'

/**
 * What a page is called. Four kinds are Courant's own, and their names belong to the interface's words. A withdrawn story says so
 * first, as in its feeds: its headline alone would still be believed.
 */
export function titleOf(page: Page, site: Pick<Site, 'labels'>): string {
  const { kind, head } = page
  if (page.kind === 'article' && page.article.withdrawn) return `${labelsFor(head.lang, site).withdrawn}: ${head.title}`
  if (kind === 'feeds') return labelsFor(head.lang, site).feeds
  if (kind === 'search') return labelsFor(head.lang, site).search
  if (kind === 'gone') return labelsFor(head.lang, site).goneTitle
  return kind === 'not-found' ? labelsFor(head.lang, site).notFoundTitle : head.title
}
