import { labelsFor } from '../language/labels.ts'
import { hrefOf } from '../model/address.ts'
import type { StoryDate } from '../model/instant.ts'
import type { ArticlePage } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'
import { siteLink } from './site-link.ts'
import { timeElement } from './time-element.ts'

/** What became of the story since it was first out, above its text; of a withdrawn one, in its place. */
export function notices(page: ArticlePage, site: Site): readonly (Html | undefined)[] {
  const { article, head } = page
  const words = labelsFor(head.lang, site)
  const { updated, corrections, withdrawn } = article
  const label = (word: string, date: StoryDate): Html =>
    html`<strong>${word} ${timeElement(date, { lang: head.lang, timezone: site.timezone })}</strong>`
  return [
    withdrawn &&
      html`<div class="withdrawn">
<p>${label(words.withdrawn, withdrawn.date)} ${withdrawn.reason}</p>
${instead(page, site)}</div>\n`,
    ...[
      ...(updated?.note === undefined ? [] : [{ word: words.updated, date: updated.date, note: updated.note }]),
      ...corrections.map(correction => ({ word: words.correction, ...correction })),
    ].map(({ word, date, note }) => html`<p class="update">${label(word, date)} ${note}</p>\n`),
  ]
}

/** What to read in its place: by its title where that is public here, else by its address. */
function instead({ article, head, replacement }: ArticlePage, site: Site): Html | undefined {
  const given = article.withdrawn?.replacement
  if (given === undefined) return undefined
  const label = labelsFor(head.lang, site).readInstead
  if (replacement) {
    const { permalink, title, lang } = replacement
    const foreign = lang !== head.lang && html` lang="${lang}" hreflang="${lang}"`
    return html`<p>${label} <a href="${hrefOf(site, permalink)}"${foreign}>${title}</a></p>\n`
  }
  const address = siteLink(site, given)
  return html`<p>${label} ${address === undefined ? given : html`<a href="${address}">${given}</a>`}</p>\n`
}
