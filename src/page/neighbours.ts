import { dirOf, labelsFor } from '../language/labels.ts'
import { hrefOf } from '../model/address.ts'
import type { ArticlePage, Neighbour } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'

/** The stories before and after this one. */
export function neighbours({ head, newer, older }: ArticlePage, site: Site): Html | undefined {
  if (newer === undefined && older === undefined) return undefined
  const words = labelsFor(head.lang, site)
  return html`<nav class="neighbours" aria-label="${words.moreStories}"><ul>
${newer && neighbour(newer, { label: words.newerStory, rel: 'prev', lang: head.lang, site })}${
  older && neighbour(older, { label: words.olderStory, rel: 'next', lang: head.lang, site })
}</ul></nav>`
}

interface NeighbourView {
  readonly label: string
  /** HTML counts a series from its newest here, as the lists do. */
  readonly rel: 'prev' | 'next'
  readonly lang: string
  readonly site: Site
}

function neighbour({ permalink, title, lang }: Neighbour, view: NeighbourView): Html {
  const foreign = lang !== view.lang && html` lang="${lang}" dir="${dirOf(lang)}"`
  return html`<li class="${view.rel}"><p>${view.label}</p>
<a rel="${view.rel}" href="${hrefOf(view.site, permalink)}"${foreign}>${title}</a></li>\n`
}
