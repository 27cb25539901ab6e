import type { SitePath } from '../model/address.ts'
import type { PublicationRecord, RecordEntry } from '../model/record.ts'
import { isObject } from '../platform/json-lines.ts'

/** Reads a JSON Feed at an address, or undefined when nothing is there. */
export type ReadFeed = (address: string) => Promise<string | undefined>

// A chain of archives as long as this would be a century of them.
const MAX_DOCUMENTS = 10_000

/**
 * A record rebuilt from a published JSON Feed and its archives (`next_url`): ids, addresses and dates, which are what must not
 * change. Paths and hashes are not known from feeds: stories are told by their addresses, until the next publish.
 * @throws SyntaxError for what is no JSON; Error where an archive is missing: what it had would get new ids
 */
export async function recordFromFeeds(first: string, read: ReadFeed): Promise<PublicationRecord> {
  const record = new Map<string, RecordEntry>()
  const seen = new Set<string>()
  for (let address: string | undefined = first; address !== undefined && !seen.has(address) && seen.size < MAX_DOCUMENTS; ) {
    seen.add(address)
    const text = await read(address)
    if (text === undefined) throw new Error(`${address} is missing`)
    const feed: unknown = JSON.parse(text)
    if (!isObject(feed)) throw new Error(`${address} is no feed`)
    const home = typeof feed.home_page_url === 'string' ? feed.home_page_url : ''
    for (const entry of entriesOf(feed.items, home)) if (!record.has(entry.id)) record.set(entry.id, entry)
    address = typeof feed.next_url === 'string' ? feed.next_url : undefined
  }
  return record
}

function entriesOf(items: unknown, home: string): readonly RecordEntry[] {
  return (Array.isArray(items) ? items : []).flatMap((item: unknown) => {
    if (!isObject(item) || typeof item.id !== 'string' || typeof item.url !== 'string') return []
    const permalink = permalinkIn(item.url, home)
    const published = Date.parse(String(item.date_published))
    if (permalink === undefined || Number.isNaN(published)) return []
    const modified = Date.parse(String(item.date_modified))
    const updated = modified > published ? { updated: modified } : {}
    return [{ id: item.id, path: '', permalink, hash: '', published, ...updated, former: [], gone: undefined }]
  })
}

/** The address within the site, decoded; undefined for one that is not below its home. */
function permalinkIn(url: string, home: string): SitePath | undefined {
  if (home === '' || !url.startsWith(home)) return undefined
  try {
    return `/${decodeURIComponent(url.slice(home.length).replace(/^\//, ''))}`
  } catch {
    return undefined
  }
}
