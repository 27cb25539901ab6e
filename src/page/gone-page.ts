import { labelsFor } from '../language/labels.ts'
import { hrefOf } from '../model/address.ts'
import type { GonePage } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'
import { titleOf } from './page-title.ts'

/** What stands at the address of a story that is public no more: says so, says nothing of the story, and leads on. */
export function goneMain(page: GonePage, site: Site): Html {
  const words = labelsFor(page.head.lang, site)
  return html`<div class="page-head">
<h1>${titleOf(page, site)}</h1>
</div>
<div class="prose">
<p>${words.gone}</p>
<p><a href="${hrefOf(site, '/')}">${words.toFrontPage}</a></p>
</div>`
}
