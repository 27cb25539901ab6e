import { urlOf } from '../model/address.ts'
import type { Page } from '../model/page.ts'
import type { Site } from '../model/site.ts'

/** Where the page's content belongs: where a story was first published, else its own address (RFC 6596). */
export function canonicalOf(page: Page, site: Site): string {
  const elsewhere = page.kind === 'article' ? page.article.canonical : undefined
  return elsewhere ?? urlOf(site, page.head.permalink)
}
