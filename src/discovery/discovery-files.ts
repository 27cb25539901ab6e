import { urlOf } from '../model/address.ts'
import type { Edition } from '../model/edition.ts'
import type { Site } from '../model/site.ts'
import { type DiscoveryFile, smallFile } from './discovery-file.ts'
import { newsSitemapOf } from './news-sitemap.ts'
import { SITEMAP, sitemapsOf } from './sitemaps.ts'

/** What search engines find an edition by. */
export function discoveryFiles(edition: Edition, site: Site): readonly DiscoveryFile[] {
  const sitemaps = sitemapsOf(edition, site)
  const news = newsSitemapOf(edition, site)
  return [...sitemaps, ...news, robotsOf([...sitemaps.filter(({ path }) => path === SITEMAP), ...news], site)]
}

/** Everything may be read; and where the sitemaps are (RFC 9309 §2.2, §2.3.1.2 of sitemaps.org's extension). */
function robotsOf(sitemaps: readonly DiscoveryFile[], site: Site): DiscoveryFile {
  const lines = ['User-agent: *', 'Disallow:', '', ...sitemaps.map(({ path }) => `Sitemap: ${urlOf(site, path)}`), '']
  return smallFile('robots', '/robots.txt', lines.join('\n'))
}
