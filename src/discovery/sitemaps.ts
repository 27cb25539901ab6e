import { type SitePath, urlOf } from '../model/address.ts'
import { type Article, editionsBeside, isElsewhere, publicUpdate } from '../model/article.ts'
import { archivePaths, type Edition } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { Site } from '../model/site.ts'
import { emptyElement, parentElement, textElement } from '../xml/write-xml.ts'
import { type DiscoveryFile, documentOf } from './discovery-file.ts'

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
    ...inParts('pages', { elements: pages.map(path => urlElement(site, { path })), most }),
    ...[...Map.groupBy(stories, ({ date }) => new Date(date.at).getUTCFullYear())].flatMap(([year, ofYear]) =>
      inParts(String(year), {
        elements: ofYear.map(story =>
          storyElement(story, { site, editions: editionsBeside(story, byStory.get(story.story) ?? []) }),
        ),
        most,
      }),
    ),
  ]
  const index = parts.map(({ path }) => parentElement('sitemap', [textElement('loc', urlOf(site, path))]))
  return [...parts, { path: SITEMAP, text: documentOf('sitemapindex', index) }]
}

/** Numbered from the oldest, so that what is full stays as it is. */
function inParts(
  name: string,
  { elements, most }: { readonly elements: readonly string[]; readonly most: number },
): readonly DiscoveryFile[] {
  const parts: DiscoveryFile[] = []
  for (let end = elements.length; end > 0; end -= most) {
    const number = parts.length === 0 ? '' : `-${parts.length + 1}`
    parts.push({
      path: `/sitemaps/${name}${number}.xml`,
      text: documentOf('urlset', elements.slice(Math.max(0, end - most), end)),
    })
  }
  return parts
}

function storyElement(
  story: Article,
  { site, editions }: { readonly site: Site; readonly editions: readonly Article[] },
): string {
  return urlElement(site, {
    path: story.permalink,
    changed: publicUpdate(story),
    editions: editions.length > 1 ? editions : [],
  })
}

/** Each language names all, itself included (Google Search Central, "Localized versions of your pages"). */
function urlElement(
  site: Site,
  {
    path,
    changed,
    editions = [],
  }: { readonly path: SitePath; readonly changed?: Instant; readonly editions?: readonly Article[] },
): string {
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
