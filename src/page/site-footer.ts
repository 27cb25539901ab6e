import { labelsFor } from '../language/labels.ts'
import { hrefOf, type SitePath } from '../model/address.ts'
import { archivePath } from '../model/edition.ts'
import type { Page } from '../model/page.ts'
import type { FooterLine, Site } from '../model/site.ts'
import { type Html, html } from './html.ts'
import { newsroomWords } from './newsroom-words.ts'
import { siteLink, sitePathOf } from './site-link.ts'
import type { Templates } from './templates/types.ts'

/** Where the page that lists all feeds stands. */
const FEEDS_PATH: SitePath = '/feeds/'

/** The pieces of what stands at the foot of every page. The archive and the feeds are linked to unless the newsroom's own links lead there. */
export function footerParts({ head }: Page, site: Site): Templates['footer']['parts'] {
  const words = labelsFor(head.lang, site)
  const own = (text: Html | string): Html | string => newsroomWords(text, { lang: head.lang, site })
  const ways = [
    { path: archivePath(head.home), label: words.archive },
    { path: FEEDS_PATH, label: words.feeds },
  ].filter(({ path }) => !isLinked(path, site))
  return {
    ways: html`${ways.map(({ path, label }) => html`<p><a href="${hrefOf(site, path)}">${label}</a></p>\n`)}`,
    lines: html`${site.footer.map(line => html`<p>${own(footerLine(line, site))}</p>\n`)}`,
    publisher: html`<p class="publisher">${words.publishedBy} ${own(publisher(site))}</p>\n`,
    rights: site.rights === undefined ? undefined : html`<p class="rights">${own(site.rights)}</p>\n`,
  }
}

/** The link stands on the label where the text holds it, after the text where not, and on the text when there is no label. */
function footerLine({ text, label, href }: FooterLine, site: Site): Html {
  const address = href === undefined ? undefined : siteLink(site, href)
  if (address === undefined) return html`${text}${label !== undefined && !text.includes(label) && ` ${label}`}`
  if (label === undefined) return html`<a href="${address}">${text}</a>`
  const at = text.indexOf(label)
  const link = html`<a href="${address}">${label}</a>`
  return at === -1 ? html`${text} ${link}` : html`${text.slice(0, at)}${link}${text.slice(at + label.length)}`
}

function publisher(site: Site): Html {
  const { name, url } = site.publisher
  const address = url === undefined ? undefined : siteLink(site, url)
  return address === undefined ? html`${name}` : html`<a href="${address}">${name}</a>`
}

function isLinked(path: SitePath, site: Site): boolean {
  return [...site.navigation, ...site.footer].some(({ href }) => href !== undefined && sitePathOf(href) === path)
}
