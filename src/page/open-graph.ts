import { machineDate } from '../language/dates.ts'
import { sectionIn } from '../language/own-names.ts'
import { urlOf } from '../model/address.ts'
import type { ArticlePage, Page } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { canonicalOf } from './canonical.ts'
import { type Html, html } from './html.ts'
import { latestChange } from './latest-change.ts'
import { titleOf } from './page-title.ts'

type Property = readonly [name: string, content: string | number | undefined]

/** What services show when somebody shares the page's address (Open Graph protocol, ogp.me). */
export function openGraph(page: Page, site: Site): readonly Html[] {
  const { head } = page
  const properties: readonly Property[] = [
    ['og:type', page.kind === 'article' ? 'article' : 'website'],
    ['og:title', titleOf(page, site)],
    ['og:description', head.description],
    ['og:url', canonicalOf(page, site)],
    ['og:site_name', site.title],
    ...imageProperties(page, site),
    ['og:locale', openGraphLocale(head.lang)],
    ...otherLocales(page),
    ...(page.kind === 'article' ? articleProperties(page, site) : []),
  ]
  return properties.flatMap(([name, content]) =>
    content === undefined ? [] : [html`<meta property="${name}" content="${content}">\n`],
  )
}

/** The story's own image, else the newsroom's. */
function imageProperties(page: Page, site: Site): readonly Property[] {
  const own = page.kind === 'article' && page.image !== undefined ? { ...page.image, alt: page.article.image?.alt } : site.image
  if (own === undefined) return []
  return [
    ['og:image', urlOf(site, own.path)],
    ['og:image:alt', own.alt],
    ['og:image:width', own.width],
    ['og:image:height', own.height],
  ]
}

function articleProperties({ article }: ArticlePage, site: Site): readonly Property[] {
  return [
    ['article:published_time', machineDate(article.date, site.timezone)],
    [
      'article:modified_time',
      latestChange(article) === article.date ? undefined : machineDate(latestChange(article), site.timezone),
    ],
    ['article:section', article.section && sectionIn(article.section, article.lang, site)],
    ...article.topics.map(({ title }): Property => ['article:tag', title]),
  ]
}

function otherLocales({ head }: Page): readonly Property[] {
  return head.translations
    .filter(({ lang }) => lang !== head.lang)
    .map(({ lang }): Property => ['og:locale:alternate', openGraphLocale(lang)])
}

const locales = new Map<string, string>()

/** Open Graph wants a territory with every language: the tag's own, else the likeliest. */
function openGraphLocale(lang: string): string {
  const known = locales.get(lang)
  if (known !== undefined) return known
  const { language, region } = new Intl.Locale(lang).maximize()
  const locale = region === undefined ? language : `${language}_${region}`
  locales.set(lang, locale)
  return locale
}
