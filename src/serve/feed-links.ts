import { webAddress } from '../feed/web-address.ts'
import { type SitePath, urlOf } from '../model/address.ts'
import { isFeedFile } from './feed-file.ts'

/** Where the site is, as readers know it, and what its feeds name. */
export interface SiteAddress {
  /** `https://news.example.org` */
  readonly origin: string
  /** What its addresses begin with after that. */
  readonly basePath: string
  /** Address of the WebSub hub that the feeds name. */
  readonly hub?: string | undefined
}

/**
 * The `Link` field of a feed's document, current or archive: the hub, and the address that it names as its own, whatever address it
 * was asked for at (RFC 8288 §3, WebSub §4). Undefined for what is no feed.
 */
export function feedLinks(site: SiteAddress, path: SitePath): string | undefined {
  if (!isFeedFile(path)) return undefined
  const hub = webAddress(site.hub)
  return [...(hub === undefined ? [] : [`<${hub}>; rel="hub"`]), `<${urlOf(site, path)}>; rel="self"`].join(', ')
}
