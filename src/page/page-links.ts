import { labelsFor } from '../language/labels.ts'
import { hrefOf } from '../model/address.ts'
import type { PeriodLink } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'

/** Where a list goes on. */
interface PageLinks {
  readonly newer: PeriodLink | undefined
  readonly older: PeriodLink | undefined
  /** To every story by year and month. */
  readonly archive?: PeriodLink
}

/** The way from page to page of a list; nothing where there is none. */
export function pageLinks(
  { newer, older, archive }: PageLinks,
  { lang, site }: { readonly lang: string; readonly site: Site },
): Html | undefined {
  if (!newer && !older && !archive) return undefined
  return html`<nav class="pages" aria-label="${labelsFor(lang, site).pages}">
${newer && html`<a class="newer" rel="prev" href="${hrefOf(site, newer.permalink)}">${newer.title}</a>\n`}\
${archive && html`<a href="${hrefOf(site, archive.permalink)}">${archive.title}</a>\n`}\
${older && html`<a class="older" rel="next" href="${hrefOf(site, older.permalink)}">${older.title}</a>\n`}</nav>`
}
