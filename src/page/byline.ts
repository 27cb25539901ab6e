import { labelsFor } from '../language/labels.ts'
import type { ArticlePage } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'
import { listHref } from './list-href.ts'

const formatters = new Map<string, Intl.ListFormat>()

/** Who signs the story, each name leading to its page; nothing when nobody does. */
export function byline({ article, head }: ArticlePage, site: Site): Html | undefined {
  if (article.authors.length === 0) return undefined
  const links = article.authors.map(
    ({ slug, name }) => html`<a href="${listHref(site, article, `/authors/${slug}/`)}" rel="author">${name}</a>`,
  )
  return html`<p class="byline">${labelsFor(head.lang, site).by} ${listed(links, head.lang)}</p>\n`
}

/** Names as the language lists them: `A, B and C`. */
function listed(items: readonly Html[], lang: string): readonly Html[] {
  const places = items.map((_, index) => String(index))
  const parts = formatterFor(lang).formatToParts(places)
  return parts.flatMap(({ type, value }) => (type === 'element' ? (items[Number(value)] ?? []) : html`${value}`))
}

function formatterFor(lang: string): Intl.ListFormat {
  const formatter = formatters.get(lang) ?? new Intl.ListFormat(lang, { type: 'conjunction' })
  formatters.set(lang, formatter)
  return formatter
}
