import { dirOf, labelsFor, nameOf } from '../language/labels.ts'
import { hrefOf } from '../model/address.ts'
import type { PageHead, Translation } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'

/** Links to the same page in its other languages, each named in itself; nothing when there is one language only. */
export function languageSwitch(head: PageHead, site: Site): Html | undefined {
  if (head.translations.length < 2) return undefined
  return html`<nav class="languages" aria-label="${labelsFor(head.lang, site).languages}"><ul>
${head.translations.map(translation => html`<li>${languageLink(translation, head, site)}</li>\n`)}</ul></nav>`
}

function languageLink({ lang, permalink }: Translation, head: PageHead, site: Site): Html {
  const attributes = html`href="${hrefOf(site, permalink)}" lang="${lang}" hreflang="${lang}" dir="${dirOf(lang)}"`
  return permalink === head.permalink
    ? html`<a ${attributes} aria-current="page">${nameOf(lang)}</a>`
    : html`<a ${attributes} rel="alternate">${nameOf(lang)}</a>`
}
