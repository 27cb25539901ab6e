import { join } from 'node:path'
import { feedPath } from '../model/edition.ts'
import { isObject } from '../platform/json-lines.ts'
import { readJson } from '../platform/read-json.ts'

/** Where a site is, as readers know it. */
export interface PublishedAddress {
  /** `https://news.example.org` */
  readonly origin: string
  /** What its addresses begin with after that. */
  readonly basePath: string
}

const FEED = feedPath({ path: '/' }, 'json')

/** The address that `out/` was published for, as its feed names it: for who serves it and cannot read the newsroom. Undefined where nothing was published. */
export function publishedAddress(out: string): PublishedAddress | undefined {
  const feed = readJson(join(out, FEED))
  const own = isObject(feed) && typeof feed.feed_url === 'string' ? URL.parse(feed.feed_url) : null
  if (!own?.pathname.endsWith(FEED)) return undefined
  return { origin: own.origin, basePath: own.pathname.slice(0, -FEED.length) }
}
