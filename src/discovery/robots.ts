import { urlOf } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import { type DiscoveryFile, smallFile } from './discovery-file.ts'

/** Everything may be read; and where the sitemaps are (RFC 9309 §2.2, §2.3.1.2 of sitemaps.org's extension). */
export function robotsOf(sitemaps: readonly DiscoveryFile[], site: Site): DiscoveryFile {
  const lines = ['User-agent: *', 'Disallow:', '', ...sitemaps.map(({ path }) => `Sitemap: ${urlOf(site, path)}`), '']
  return smallFile('robots', '/robots.txt', lines.join('\n'))
}
