import { dirOf, labelsFor } from '../language/labels.ts'
import { hrefOf, type SitePath, urlOf } from '../model/address.ts'
import { archivePath } from '../model/edition.ts'
import type { Page, SearchPage, StandingPageView } from '../model/page.ts'
import { INDEX_POINTER } from '../model/search.ts'
import type { Site } from '../model/site.ts'
import type { ThemeStyle } from '../model/theme.ts'
import { aheadNotice } from './ahead-mark.ts'
import { archiveParts } from './archive-page.ts'
import { articleParts } from './article-page.ts'
import { type Draw, drawing, type OwnTemplates } from './drawing.ts'
import { feedsParts } from './feeds-page.ts'
import { headElement } from './head-element.ts'
import { type Html, html, raw } from './html.ts'
import { labelledBody } from './labelled-body.ts'
import { languageSwitch } from './language-switch.ts'
import { listParts } from './list-page.ts'
import { isFrontPage, mastheadParts } from './masthead.ts'
import { footerParts } from './site-footer.ts'
import { cardParts } from './story-card.ts'
import type { Templates } from './templates/types.ts'

/** A theme as pages are rendered with it. */
export interface PageTheme {
  readonly own: OwnTemplates
  readonly style: ThemeStyle
}

/** What a page is rendered from, beside itself. */
export interface RenderContext {
  readonly site: Site
  /**
   * The article's or standing page's body: safe HTML in which addresses within the site carry the base path already; empty
   * for the other kinds.
   */
  readonly body: string
  readonly theme?: PageTheme | undefined
}

/** The whole HTML document of a page. A pure function of its arguments. @throws TemplateFault where the theme fails */
export function renderPage(page: Page, { site, body, theme }: RenderContext): string {
  const draw = drawing(page, { site, own: theme?.own ?? {} })
  const { lang } = page.head
  const masthead = html`<header class="masthead${isFrontPage(page) && ' front'}">
${draw('masthead', { page, parts: mastheadParts(page, site) })}
</header>`
  const footer = html`<footer class="site-footer">
${draw('footer', { page, parts: footerParts(page, site) })}
</footer>`
  const parts = {
    skip: html`<a class="skip" href="#content">${labelsFor(lang, site).skip}</a>`,
    masthead,
    main: mainOf(page, { site, body, draw }),
    address: html`<p class="own-address">${urlOf(site, page.head.permalink)}</p>`,
    footer,
  }
  return html`<!doctype html>
<html lang="${lang}" dir="${dirOf(lang)}">
${headElement(page, { site, theme: theme?.style, end: draw('head-end', { page, parts: {} }) })}
<body class="${page.kind}">
${draw('body', { page, parts })}
</body>
</html>
`.toString()
}

function mainOf(page: Page, { site, body, draw }: Pick<RenderContext, 'site' | 'body'> & { readonly draw: Draw }): Html {
  switch (page.kind) {
    case 'list': {
      const { lang } = page.head
      return draw('list', {
        page,
        parts: listParts(page, site, (story, style) =>
          draw('card', { page, story, style, parts: cardParts(story, { site, lang, style }) }),
        ),
      })
    }
    case 'archive':
      return draw('archive', { page, parts: archiveParts(page, site) })
    case 'article':
      return draw('article', { page, parts: articleParts(page, site, body) })
    case 'standing':
      return draw('standing', { page, parts: standingParts(page, site, body) })
    case 'feeds':
      return draw('feeds', { page, parts: feedsParts(page, site) })
    case 'search':
      return draw('search', { page, parts: searchParts(page, site) })
    case 'gone':
      return draw('gone', { page, parts: {} })
    case 'not-found':
      return draw('not-found', { page, parts: {} })
  }
}

/** The pieces of the search's page. Without its script the lists stand alone, and the page says why. */
function searchParts(page: SearchPage, site: Site): Templates['search']['parts'] {
  const { head } = page
  const words = labelsFor(head.lang, site)
  return {
    languages: languageSwitch(head, site),
    form: html`<form class="search-form" role="search" hidden data-index="${hrefOf(site, INDEX_POINTER)}" data-base="${hrefOf(site, '/')}"\
 data-found="${words.stories}" data-nothing="${words.nothingFound}" data-fails="${words.searchFails}">
<label for="q">${words.searchFor}</label>
<input type="search" id="q" name="q" autocomplete="off" spellcheck="false">
<button type="submit">${words.search}</button>
</form>`,
    results: html`<p class="search-status" role="status"></p>
<ol class="results" hidden></ol>
<button type="button" class="more-results" hidden>${words.moreResults}</button>`,
    ways: html`<div class="ways">
<p class="needs-script">${words.searchNeedsScript}</p>
<ul>
${wayTo({ path: head.home, title: site.title }, site)}${wayTo({ path: archivePath(head.home), title: words.archive }, site)}${page.topics.map(topic => wayTo(topic, site))}</ul>
</div>`,
  }
}

function wayTo({ path, title }: { readonly path: SitePath; readonly title: string }, site: Site): Html {
  return html`<li><a href="${hrefOf(site, path)}">${title}</a></li>\n`
}

/** The pieces of a page that is no news. */
function standingParts({ head, page }: StandingPageView, site: Site, body: string): Templates['standing']['parts'] {
  return {
    ahead: aheadNotice(page.ahead, site),
    languages: languageSwitch(head, site),
    body: raw(labelledBody(body, head.lang, site)),
  }
}
