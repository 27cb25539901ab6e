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
  const isFoundHere = (story: Article): boolean => story.withdrawn === undefined && !isElsewhere(story, site)
  const stories = edition.released.filter(isFoundHere)
  // A newsroom in one language has none to look up.
  const hasSeveral = edition.several.size > 0
  const editionsOf = ({ story }: Article): readonly Article[] =>
    hasSeveral ? (edition.several.get(story) ?? []).filter(isFoundHere) : []
  const pages = [
    ...edition.lists.map(({ path }) => path),
    ...edition.archives.flatMap(archivePaths),
    ...edition.standing.map(({ permalink }) => permalink),
    '/feeds/' as const,
  ]
  const most = mostUrls(edition)
  const parts = [
    ...inParts('pages', { all: pages, asUrl: (path): Url => [path], most, site }),
    ...byYear(stories).flatMap(([year, all]) =>
      inParts(String(year), { all, asUrl: story => urlOfStory(story, editionsOf(story)), most, site }),
    ),
  ]
  const index = parts.map(({ path }) => parentElement('sitemap', [textElement('loc', urlOf(site, path))]))
  return [...parts, smallFile('sitemap-index', SITEMAP, documentOf('sitemapindex', index))]
}

/** The year whose sitemap names a story. */
export function sitemapYear({ date }: Article): number {
  return new Date(date.at).getUTCFullYear()
}

/** Stories, newest first, by their year: the calendar is asked once a year. */
function byYear(stories: readonly Article[]): readonly (readonly [year: number, stories: readonly Article[]])[] {
  const years: (readonly [number, Article[]])[] = []
  let start = Number.POSITIVE_INFINITY
  for (const story of stories) {
    if (story.date.at < start) {
      const year = sitemapYear(story)
      years.push([year, []])
      start = Date.UTC(year, 0)
    }
    years.at(-1)?.[1].push(story)
  }
  return years
}

/** How many addresses a sitemap takes where each may be named with all languages. */
function mostUrls({ lists }: Pick<Edition, 'lists'>): number {
  const languages = lists.filter(({ kind }) => kind === 'home').length
  return Math.floor(MOST_URLS / Math.max(languages, 1))
}

/** The sitemaps of a year that are there. */
export function sitemapsOfYear(year: number, isThere: (path: SitePath) => boolean): readonly SitePath[] {
  const paths: SitePath[] = []
  for (let path = partPath(String(year), 1); isThere(path); path = partPath(String(year), paths.length + 1)) paths.push(path)
  return paths
}

function partPath(name: string, number: number): SitePath {
  return `/sitemaps/${name}${number === 1 ? '' : `-${number}`}.xml`
}

/** Numbered from the oldest, so that what is full stays as it is. */
function inParts<T>(
  name: string,
  {
    all,
    asUrl,
    most,
    site,
  }: { readonly all: readonly T[]; readonly asUrl: (one: T) => Url; readonly most: number; readonly site: Site },
): readonly DiscoveryFile[] {
  const parts: DiscoveryFile[] = []
  for (let end = all.length; end > 0; end -= most) {
    const part = all.slice(Math.max(0, end - most), end)
    const inputs = (): readonly Url[] => part.map(asUrl)
    const text = (): string =>
      documentOf(
        'urlset',
        inputs().map(url => urlElement(site, url)),
      )
    parts.push({ kind: 'sitemap', path: partPath(name, parts.length + 1), inputs, text })
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
