import { labelsFor } from '../language/labels.ts'
import type { Page } from '../model/page.ts'

/** What a page is called. Three kinds are Courant's own, and their names belong to the interface's words. */
export function titleOf({ kind, head }: Page): string {
  if (kind === 'feeds') return labelsFor(head.lang).feeds
  if (kind === 'gone') return labelsFor(head.lang).goneTitle
  return kind === 'not-found' ? labelsFor(head.lang).notFoundTitle : head.title
}
