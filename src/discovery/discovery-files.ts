import type { Edition } from '../model/edition.ts'
import type { Site } from '../model/site.ts'
import type { DiscoveryFile } from './discovery-file.ts'
import { newsSitemapOf } from './news-sitemap.ts'
import { robotsOf } from './robots.ts'
import { SITEMAP, sitemapsOf } from './sitemaps.ts'

/** What search engines find an edition by. */
export function discoveryFiles(edition: Edition, site: Site): readonly DiscoveryFile[] {
  const sitemaps = sitemapsOf(edition, site)
  const news = newsSitemapOf(edition, site)
  return [...sitemaps, ...news, robotsOf([...sitemaps.filter(({ path }) => path === SITEMAP), ...news], site)]
}
