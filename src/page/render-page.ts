import { dirOf, labelsFor } from '../language/labels.ts'
import { urlOf } from '../model/address.ts'
import type { Page } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { archiveMain } from './archive-page.ts'
import { articleMain } from './article-page.ts'
import { feedsMain } from './feeds-page.ts'
import { goneMain } from './gone-page.ts'
import { headElement } from './head-element.ts'
import { type Html, html } from './html.ts'
import { listMain } from './list-page.ts'
import { masthead } from './masthead.ts'
import { notFoundMain } from './not-found-page.ts'
import { searchMain } from './search-page.ts'
import { siteFooter } from './site-footer.ts'
import { standingMain } from './standing-page.ts'

/**
 * The whole HTML document of a page. A pure function of its arguments.
 *
 * `body` is the article's or standing page's body: safe HTML in which addresses within the site carry the base path
 * already; empty for the other kinds.
 */
export function renderPage(page: Page, context: { readonly site: Site; readonly body: string }): string {
  const { site, body } = context
  const { lang } = page.head
  return html`<!doctype html>
<html lang="${lang}" dir="${dirOf(lang)}">
${headElement(page, site)}
<body class="${page.kind}">
<a class="skip" href="#content">${labelsFor(lang, site).skip}</a>
${masthead(page, site)}
<main id="content" tabindex="-1">
${mainOf(page, site, body)}
<p class="own-address">${urlOf(site, page.head.permalink)}</p>
</main>
${siteFooter(page, site)}
</body>
</html>
`.toString()
}

function mainOf(page: Page, site: Site, body: string): Html {
  switch (page.kind) {
    case 'list':
      return listMain(page, site)
    case 'archive':
      return archiveMain(page, site)
    case 'article':
      return articleMain(page, site, body)
    case 'standing':
      return standingMain(page, site, body)
    case 'feeds':
      return feedsMain(page, site)
    case 'search':
      return searchMain(page, site)
    case 'gone':
      return goneMain(page, site)
    case 'not-found':
      return notFoundMain(page, site)
  }
}
