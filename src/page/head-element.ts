import { hrefOf, urlOf } from '../model/address.ts'
import { FEED_FORMATS, type FeedFormat, feedPath } from '../model/edition.ts'
import { MADE } from '../model/made-files.ts'
import type { ChannelLink, Page } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import type { ThemeStyle } from '../model/theme.ts'
import { canonicalOf } from './canonical.ts'
import { type Html, html } from './html.ts'
import { openGraph } from './open-graph.ts'
import { titleOf } from './page-title.ts'
import { SEARCH_SCRIPT } from './search-script.ts'
import { structuredData } from './structured-data.ts'
import { SEARCH_STYLE } from './style/search.ts'
import { stylesheetOf } from './style/stylesheet.ts'

/** What a head is made from, beside its page. */
export interface HeadContext {
  readonly site: Site
  readonly theme: ThemeStyle | undefined
  /** What a theme adds. */
  readonly end: Html
}

/** What a page says of itself to browsers, search engines, feed readers and whoever shares its address. */
export function headElement(page: Page, { site, theme, end }: HeadContext): Html {
  const { head } = page
  return html`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${documentTitle(titleOf(page, site), site.title)}</title>
<meta name="description" content="${head.description}">
${isNoindex(page) && html`<meta name="robots" content="noindex">\n`}<link rel="canonical" href="${canonicalOf(page, site)}">
<link rel="stylesheet" href="${hrefOf(site, stylesheetOf(site, theme).path)}">
${icon(site)}${head.translations.map(
  ({ lang, permalink }) => html`<link rel="alternate" hreflang="${lang}" href="${urlOf(site, permalink)}">\n`,
)}${autodiscovery(head.channels, site)}${openGraph(page, site)}${page.kind === 'article' && structuredData(page, site)}${page.kind === 'search' && searchFiles(site)}${end}</head>`
}

/** Pages that no search should lead to: what is not there, not there any more, or taken back; and one that says nothing itself. */
function isNoindex(page: Page): boolean {
  return MADE[page.kind].isNoindex || (page.kind === 'article' && page.article.withdrawn !== undefined)
}

/** The style of the search, and the only script that a published page has. */
function searchFiles(site: Site): Html {
  return html`<link rel="stylesheet" href="${hrefOf(site, SEARCH_STYLE.path)}">
<script type="module" src="${hrefOf(site, SEARCH_SCRIPT.path)}"></script>\n`
}

/** The newsroom's sign in the browser's tab, where its image has the shape for it. */
function icon({ image, ...site }: Site): Html | undefined {
  if (image === undefined || image.width !== image.height) return undefined
  return html`<link rel="icon" sizes="${image.width}x${image.height}" href="${hrefOf(site, image.path)}">\n`
}

/**
 * The feeds that readers find by themselves, each under the title that it bears (RSS Autodiscovery 1.0): RSS and Atom of the newsroom, since
 * many readers take the first, then of the page's own channel; last the newsroom's JSON Feed.
 */
function autodiscovery(channels: readonly ChannelLink[], site: Site): readonly Html[] {
  const feed = (channel: ChannelLink, format: FeedFormat): Html =>
    html`<link rel="alternate" type="${FEED_FORMATS[format].type}" title="${channel.title}" href="${urlOf(site, feedPath(channel, format))}">\n`
  return [
    ...channels.flatMap(channel => [feed(channel, 'rss'), feed(channel, 'atom')]),
    ...channels.slice(0, 1).map(channel => feed(channel, 'json')),
  ]
}

function documentTitle(page: string, site: string): string {
  return page === site ? site : `${page} · ${site}`
}
