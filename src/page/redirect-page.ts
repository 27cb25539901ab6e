import type { SitePath } from '../model/address.ts'
import { hrefOf, urlOf } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import { html } from './html.ts'

/** The page at an old address, for hosts that cannot redirect: it names the new one and leads there at once. */
export function renderRedirect(
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
