import { labelsFor } from '../language/labels.ts'
import { hrefOf } from '../model/address.ts'
import type { ArchivePage, MonthStories, YearMonths } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { headlineList } from './headline-list.ts'
import { type Html, html } from './html.ts'
import { languageSwitch } from './language-switch.ts'
import { pageLinks } from './page-links.ts'
import type { Templates } from './templates/types.ts'

/** The pieces of an archive's page: a calendar, or the headlines of a year or a month. */
export function archiveParts(page: ArchivePage, site: Site): Templates['archive']['parts'] {
  const { head, whole, years, months, newer, older } = page
  const words = labelsFor(head.lang, site)
  return {
    kicker: whole && html`<p class="kicker"><a href="${hrefOf(site, whole)}">${words.archive}</a></p>\n`,
    languages: languageSwitch(head, site),
    years: html`${years.map(year => yearSection(year, page, site))}`,
    months: html`${months.map(month => monthSection(month, page, site))}`,
    empty: years.length + months.length === 0 ? html`<p class="empty">${words.noStories}</p>\n` : undefined,
    pages: pageLinks({ newer, older }, { lang: head.lang, site }),
  }
}

/** A year's months with the number of their stories; under its name, unless the page bears that itself. */
function yearSection({ title, permalink, months }: YearMonths, { head }: ArchivePage, site: Site): Html {
  const heading = permalink !== head.permalink && html`<h2><a href="${hrefOf(site, permalink)}">${title}</a></h2>\n`
  return html`<section class="group year">
${heading}<ul class="months">
${months.map(
  ({ title, permalink, within, count }) =>
    html`<li><a href="${hrefOf(site, permalink)}${within !== undefined && `#${anchorOf(within)}`}">${title}</a> (${count})</li>\n`,
)}</ul>
</section>
`
}

/** A month's stories, under its name where the page shows several. */
function monthSection({ month, title, stories }: MonthStories, { head }: ArchivePage, site: Site): Html {
  return html`<section class="group">
${title !== undefined && html`<h2 id="${anchorOf(month)}">${title}</h2>\n`}${headlineList(stories, { lang: head.lang, site })}</section>
`
}

function anchorOf(month: number): string {
  return `month-${month}`
}
