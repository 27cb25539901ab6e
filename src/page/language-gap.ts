import { labelsFor, nameOf } from '../language/labels.ts'
import type { ArticlePage } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'

/** Says in which languages the story is not there yet, each named in itself: a reader who looks for one need not search. */
export function languageGap({ lacking, head }: ArticlePage, site: Site): Html | undefined {
  if (lacking.length === 0) return undefined
  const names = lacking.map(lang => html`<li lang="${lang}"><bdi>${nameOf(lang)}</bdi></li>\n`)
  return html`<div class="lacking"><p>${labelsFor(head.lang, site).lacking}</p>\n<ul>\n${names}</ul></div>\n`
}
