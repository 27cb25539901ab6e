import { hrefOf, type SitePath } from '../model/address.ts'
import type { Site } from '../model/site.ts'

/**
 * The address to link to for what `site.yaml` gives: within the site, with the base path in front, when it begins with
 * a slash; as it is for the web and mail. Anything else, such as `javascript:`, gives no link.
 */
export function siteLink(site: Site, href: string): string | undefined {
  if (isSitePath(href)) return linkWithin(site, href)
  return /^(?:https?:\/\/|mailto:)/i.test(href) ? href : undefined
}

/** The path of a link within the site, without query and fragment; undefined for links elsewhere. */
export function sitePathOf(href: string): string | undefined {
  return isSitePath(href) ? (href.split(/[?#]/, 1)[0] ?? href) : undefined
}

/** Paths are encoded; a query or fragment is passed on as it was written. */
function linkWithin(site: Site, href: SitePath): string {
  const end = href.search(/[?#]/)
  if (end === -1) return hrefOf(site, href)
  const path = href.slice(0, end)
  return isSitePath(path) ? hrefOf(site, path) + href.slice(end) : href.slice(end)
}

/** A slash at the start, but not two: `//example.org` names another host. */
function isSitePath(href: string): href is SitePath {
  return href.startsWith('/') && !href.startsWith('//') && !href.startsWith('/\\')
}
