import type { StandingPageView } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { aheadNotice } from './ahead-mark.ts'
import { type Html, html, raw } from './html.ts'
import { labelledBody } from './labelled-body.ts'
import { languageSwitch } from './language-switch.ts'

/** A page that is no news: its title and its text. */
export function standingMain({ head, page }: StandingPageView, site: Site, body: string): Html {
  return html`<div class="page-head">
${aheadNotice(page.ahead, site)}<h1>${page.title}</h1>
${languageSwitch(head, site)}
</div>
<div class="prose">
${raw(labelledBody(body, head.lang, site))}
</div>`
}
