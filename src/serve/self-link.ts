import { type SitePath, urlOf } from '../model/address.ts'
import { FEED_FORMATS } from '../model/edition.ts'

/**
 * The `Link` field of a feed's document, current or archive: the address that it names as its own, whatever address it was asked
 * for at (RFC 8288 §3, WebSub §4). Undefined for what is no feed.
 */
export function selfLink(site: { readonly origin: string; readonly basePath: string }, path: SitePath): string | undefined {
  const isFeed = Object.values(FEED_FORMATS).some(({ file }) => path.endsWith(`/${file}`))
  return isFeed ? `<${urlOf(site, path)}>; rel="self"` : undefined
}
