import { type SitePath, urlOf } from '../model/address.ts'
import { hubAddress } from '../model/hub.ts'
import { isFeedFile, isTopic } from './feed-file.ts'
import { webAddress } from './web-address.ts'

/** Where the site is, as readers know it, and what its feeds name. */
export interface SiteAddress {
  /** `https://news.example.org` */
  readonly origin: string
  /** What its addresses begin with after that. */
  readonly basePath: string
  /** The hub that the feeds name: its address, or `OWN_HUB`. */
  readonly hub?: string | undefined
}

/**
 * The `Link` field of a feed's document: the address that it names as its own, whatever address it was asked for at, and, unless it is an
 * archive, the hub (RFC 8288 §3, WebSub §4). Undefined for what is no feed.
 */
export function feedLinks(site: SiteAddress, path: SitePath): string | undefined {
  if (!isFeedFile(path)) return undefined
  const hub = isTopic(path) ? webAddress(hubAddress(site, site.hub)) : undefined
  return [...(hub === undefined ? [] : [`<${hub}>; rel="hub"`]), `<${urlOf(site, path)}>; rel="self"`].join(', ')
}
