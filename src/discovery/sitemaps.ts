import { type SitePath, urlOf } from '../model/address.ts'
import { type Article, editionsBeside, isElsewhere, publicUpdate } from '../model/article.ts'
import { archivePaths, type Edition } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { Site } from '../model/site.ts'
import { emptyElement, parentElement, textElement } from '../xml/write-xml.ts'
import { type DiscoveryFile, documentOf, smallFile } from './discovery-file.ts'

/** The most addresses of one sitemap (sitemaps.org, "Using Sitemap index files"), each with all its languages: so it stays under 50 MB. */
const MOST_URLS = 50_000

/** Where search engines begin: names all other sitemaps. */
export const SITEMAP: SitePath = '/sitemap.xml'

/**
 * Every address that a search should lead to, in a sitemap for each year of stories and one for lists and standing pages, so that a
 * new story changes its own year's; and the index that names them (sitemaps.org 0.9).
 */
export function sitemapsOf(edition: Edition, site: Site): readonly DiscoveryFile[] {
  // What was taken back, or has its home elsewhere, is not to be found here.
  const stories = edition.released.filter(story => story.withdrawn === undefined && !isElsewhere(story, site))
  const byStory = Map.groupBy(stories, ({ story }) => story)
  const pages = [
    ...edition.lists.map(({ path }) => path),
    ...edition.archives.flatMap(archivePaths),
    ...edition.standing.map(({ permalink }) => permalink),
    '/feeds/' as const,
  ]
  const languages = [...byStory.values()].reduce((most, editions) => Math.max(most, editions.length), 1)
  const most = Math.floor(MOST_URLS / languages)
  const parts = [
    ...inParts('pages', { urls: pages.map((path): Url => [path]), most, site }),
    ...[...Map.groupBy(stories, ({ date }) => new Date(date.at).getUTCFullYear())].flatMap(([year, ofYear]) =>
      inParts(String(year), { urls: ofYear.map(story => urlOfStory(story, byStory.get(story.story) ?? [])), most, site }),
    ),
  ]
  const index = parts.map(({ path }) => parentElement('sitemap', [textElement('loc', urlOf(site, path))]))
  return [...parts, smallFile('sitemap-index', SITEMAP, documentOf('sitemapindex', index))]
}

/** Numbered from the oldest, so that what is full stays as it is. */
function inParts(
  name: string,
  { urls, most, site }: { readonly urls: readonly Url[]; readonly most: number; readonly site: Site },
): readonly DiscoveryFile[] {
  const parts: DiscoveryFile[] = []
  for (let end = urls.length; end > 0; end -= most) {
    const number = parts.length === 0 ? '' : `-${parts.length + 1}`
    const inputs = urls.slice(Math.max(0, end - most), end)
    const text = (): string =>
      documentOf(
        'urlset',
        inputs.map(url => urlElement(site, url)),
      )
    parts.push({ kind: 'sitemap', path: `/sitemaps/${name}${number}.xml`, inputs, text })
  }
  return parts
}

/** What a sitemap says of an address. */
type Url = readonly [path: SitePath, changed?: Instant, editions?: readonly Pick<Article, 'lang' | 'permalink'>[]]

function urlOfStory(story: Article, editions: readonly Article[]): Url {
  const { permalink } = story
  const changed = publicUpdate(story)
  const beside = editions.length > 1 ? editionsBeside(story, editions) : []
  return beside.length > 1
    ? [permalink, changed, beside.map(({ lang, permalink }) => ({ lang, permalink }))]
    : [permalink, changed]
}

/** Each language names all, itself included (Google Search Central, "Localized versions of your pages"). */
function urlElement(site: Site, [path, changed, editions = []]: Url): string {
  return parentElement('url', [
    textElement('loc', urlOf(site, path)),
    ...(changed === undefined ? [] : [textElement('lastmod', w3cDate(changed))]),
    ...editions.map(({ lang, permalink }) =>
      emptyElement('xhtml:link', { rel: 'alternate', hreflang: lang, href: urlOf(site, permalink) }),
    ),
  ])
}

/** To the second, in UTC (W3C Date and Time Formats). */
function w3cDate(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}
