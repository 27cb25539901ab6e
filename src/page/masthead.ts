import { labelsFor } from '../language/labels.ts'
import { hrefOf } from '../model/address.ts'
import type { Page } from '../model/page.ts'
import { searchPath } from '../model/search.ts'
import type { NavigationLink, Site } from '../model/site.ts'
import { type Html, html } from './html.ts'
import { languageSwitch } from './language-switch.ts'
import { newsroomWords } from './newsroom-words.ts'
import { siteLink, sitePathOf } from './site-link.ts'
import type { Templates } from './templates/types.ts'

/** The pieces of what stands on top of every page. */
export function mastheadParts(page: Page, site: Site): Templates['masthead']['parts'] {
  const { home, lang } = page.head
  const isFront = isFrontPage(page)
  return {
    name: html`<a class="name" href="${hrefOf(site, home)}" rel="home">${logo(site) ?? newsroomWords(site.title, { lang, site })}</a>`,
    tagline: isFront ? html`${newsroomWords(site.description, { lang, site })}` : undefined,
    languages: isFront ? languageSwitch(page.head, site) : undefined,
    navigation: navigation(page, site),
  }
}

/** The newsroom's sign, for light screens and dark ones. */
function logo(site: Site): Html | undefined {
  const { logo } = site.look
  if (logo === undefined) return undefined
  const { alt, light, dark } = logo
  const img = html`<img src="${hrefOf(site, light.path)}" alt="${alt}" width="${light.width}" height="${light.height}">`
  if (dark === undefined) return img
  const size = html`width="${dark.width}" height="${dark.height}"`
  return html`<picture><source media="(prefers-color-scheme: dark)" srcset="${hrefOf(site, dark.path)}" ${size}>${img}</picture>`
}

/** The first page of the newsroom's own list. */
export function isFrontPage(page: Page): boolean {
  return page.kind === 'list' && page.list.kind === 'home' && page.head.permalink === page.list.path
}

function navigation(page: Page, site: Site): Html | undefined {
  const search = searchLink(page, site)
  if (site.navigation.length === 0 && !search) return undefined
  return html`<nav class="sections" aria-label="${labelsFor(page.head.lang, site).mainNavigation}"><ul>
${site.navigation.map(link => html`<li>${navigationLink(link, page, site)}</li>\n`)}${search}</ul></nav>`
}

/** Leads to the search in the page's own language, unless the newsroom's own links lead there. */
function searchLink(page: Page, site: Site): Html | undefined {
  const path = searchPath(page.head.home)
  if (!site.search || site.navigation.some(({ href }) => sitePathOf(href) === path)) return undefined
  const current = path === page.head.permalink && html` aria-current="page"`
  return html`<li class="to-search"><a href="${hrefOf(site, path)}"${current}>${labelsFor(page.head.lang, site).search}</a></li>\n`
}

/** The front page is that of the page's own language. */
function navigationLink({ label: given, href: path }: NavigationLink, { head }: Page, site: Site): Html {
  const label = newsroomWords(given, { lang: head.lang, site })
  const href = path === '/' ? head.home : path
  const address = siteLink(site, href)
  if (address === undefined) return html`<span>${label}</span>`
  const current = sitePathOf(href) === head.permalink && html` aria-current="page"`
  return html`<a href="${address}"${current}>${label}</a>`
}
