import { dirOf } from '../language/labels.ts'
import { hrefOf, type SourcePath } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from '../page/html.ts'
import { stylesheetOf } from '../page/style/stylesheet.ts'
import type { Previewed } from './previewed.ts'
import { OWN_PATHS } from './script.ts'

/** A page as it is published, with what the preview adds: its marks' style, its bar, and the script that loads it again. */
export function previewDocument(
  published: string,
  { site, bar, version }: { readonly site: Site; readonly bar: Html; readonly version: string },
): string {
  const style = html`<link rel="stylesheet" href="${hrefOf(site, OWN_PATHS.style)}">\n`
  const script = html`<script src="${hrefOf(site, OWN_PATHS.script)}" data-version="${version}" data-events="${hrefOf(site, OWN_PATHS.events)}"></script>\n`
  const page = withoutSearch(published)
  // Text of a page has no tags in it: what is found is the page's own.
  const head = page.indexOf('</head>')
  const end = page.lastIndexOf('</body>')
  return `${page.slice(0, head)}${style}${page.slice(head, end)}${bar}${script}${page.slice(end)}`
}

/** The search's page says why it finds nothing: there is no index of what is not published. */
function withoutSearch(page: string): string {
  return page.replace(
    /(<form class="search-form"[^>]* data-fails=)"[^"]*"/,
    '$1"A preview has no search: it is made of what is published. courant run shows it."',
  )
}

/** What stands at the address of a file of which there is nothing to show. */
export function unreadablePage(path: SourcePath, { site, theme }: Pick<Previewed, 'site' | 'theme'>): string {
  return html`<!doctype html>
<html lang="en" dir="${dirOf('en')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${path} · ${site.title}</title>
<link rel="stylesheet" href="${hrefOf(site, stylesheetOf(site, theme).path)}">
</head>
<body class="unreadable">
<header class="masthead"><div class="inner"><p><a class="name" href="${hrefOf(site, '/')}" rel="home">${site.title}</a></p></div></header>
<main id="content">
<div class="page-head">
<h1>This story cannot be shown yet</h1>
<p>What is wrong with ${path} stands below. Mend it and save: the story appears here by itself.</p>
</div>
</main>
</body>
</html>
`.toString()
}
