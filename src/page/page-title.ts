import type { Page } from '../model/page.ts'
import { labelsFor } from './labels.ts'

/** What a page is called. Two kinds are Courant's own, and their names belong to the interface's words. */
export function titleOf({ kind, head }: Page): string {
  if (kind === 'feeds') return labelsFor(head.lang).feeds
  return kind === 'not-found' ? labelsFor(head.lang).notFoundTitle : head.title
}
