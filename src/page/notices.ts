import { labelsFor } from '../language/labels.ts'
import type { StoryDate } from '../model/instant.ts'
import type { ArticlePage } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'
import { siteLink } from './site-link.ts'
import { timeElement } from './time-element.ts'

/** What became of the story since it was first out, above its text; of a withdrawn one, in its place. */
export function notices({ article, head }: ArticlePage, site: Site): readonly (Html | undefined)[] {
  const words = labelsFor(head.lang)
  const { updated, corrections, withdrawn } = article
  const notice = (label: string, { date, note }: { readonly date: StoryDate; readonly note: string }): Html =>
    html`<p class="update"><strong>${label} ${timeElement(date, { lang: head.lang, timezone: site.timezone })}</strong> ${note}</p>\n`
  return [
    withdrawn && notice(words.withdrawn, { date: withdrawn.date, note: withdrawn.reason }),
    withdrawn?.replacement === undefined ? undefined : instead(withdrawn.replacement, { label: words.readInstead, site }),
    updated?.note === undefined ? undefined : notice(words.updated, { date: updated.date, note: updated.note }),
    ...corrections.map(correction => notice(words.correction, correction)),
  ]
}

function instead(replacement: string, { label, site }: { readonly label: string; readonly site: Site }): Html {
  const address = siteLink(site, replacement)
  return html`<p>${label} ${address === undefined ? replacement : html`<a href="${address}">${replacement}</a>`}</p>\n`
}
