import type { StandingPageView } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { aheadNotice } from './ahead-mark.ts'
import { raw } from './html.ts'
import { labelledBody } from './labelled-body.ts'
import { languageSwitch } from './language-switch.ts'
import type { Templates } from './templates/types.ts'

/** The pieces of a page that is no news. */
export function standingParts({ head, page }: StandingPageView, site: Site, body: string): Templates['standing']['parts'] {
  return {
    ahead: aheadNotice(page.ahead, site),
    languages: languageSwitch(head, site),
    body: raw(labelledBody(body, head.lang, site)),
  }
}
