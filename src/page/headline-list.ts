import { hrefOf } from '../model/address.ts'
import type { Headline } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { aheadBadge } from './ahead-mark.ts'
import { type Html, html } from './html.ts'
import { dayElement } from './time-element.ts'

/** Stories by headline and day, on a page in their language. */
export function headlineList(
  stories: readonly Headline[],
  { lang, site }: { readonly lang: string; readonly site: Site },
): Html {
  return html`<ul class="headlines">
${stories.map(
  ({ permalink, title, date, ahead }) => html`<li>${aheadBadge(ahead, site)}<a href="${hrefOf(site, permalink)}">${title}</a>
<p class="date">${dayElement(date, { lang, timezone: site.timezone })}</p></li>\n`,
)}</ul>
`
}
