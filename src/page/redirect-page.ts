import type { SitePath } from '../model/address.ts'
import { hrefOf, urlOf } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import { html } from './html.ts'

/**
 * What is at an old address, for hosts that cannot redirect, in the form that its name promises: a page; for a feed or another XML document the
 * one that RSS has for this (RSS Advisory Board, "XML-level redirect"); else a line of text. `file` is its name.
 */
export function renderMoved(file: string, to: Parameters<typeof renderRedirect>[0], site: Site): string {
  const url = urlOf(site, to.permalink)
  if (!/\.\w+$/.test(file) || /\.(?:html?|xhtml|php\d?|aspx?|jsp|cfm|cgi)$/i.test(file)) return renderRedirect(to, site)
  if (!/\.(?:xml|rss|atom|rdf)$/i.test(file)) return `Moved to ${url}\n`
  return `<?xml version="1.0" encoding="utf-8"?>\n<redirect>\n<newLocation>${html`${url}`}</newLocation>\n</redirect>\n`
}

/** The page at an old address, for hosts that cannot redirect: it names the new one and leads there at once. */
function renderRedirect(
  to: { readonly permalink: SitePath; readonly title: string; readonly lang: string },
  site: Site,
): string {
  const href = hrefOf(site, to.permalink)
  return `${html`<!doctype html>
<html lang="${to.lang}">
<head>
<meta charset="utf-8">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url=${href}">
<link rel="canonical" href="${urlOf(site, to.permalink)}">
<title>${to.title}</title>
</head>
<body><p><a href="${href}">${to.title}</a></p></body>
</html>
`}`
}
