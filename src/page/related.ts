import { labelsFor } from '../language/labels.ts'
import type { ArticlePage } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { headlineList } from './headline-list.ts'
import { type Html, html } from './html.ts'

/** Earlier stories on the same topics. */
export function related({ head, related: stories }: ArticlePage, site: Site): Html | undefined {
  if (stories.length === 0) return undefined
  const words = labelsFor(head.lang, site)
  return html`<section class="group related">
<h2>${words.related}</h2>
${headlineList(stories, { lang: head.lang, site })}</section>
`
}
