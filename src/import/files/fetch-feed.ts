import { DownloadError, type DownloadLimits, download } from '../../platform/download.ts'
import { decodeText } from '../decode-text.ts'
import type { FeedDocument } from '../feed-document.ts'
import { ImportMistake } from '../import-mistake.ts'
import { type ReadDocument, readDocument } from '../read-feed.ts'
import type { Loss } from '../source.ts'
import { webAddress } from '../web-address.ts'

/** A document of a feed and where it was found. */
export interface FoundDocument {
  readonly feed: FeedDocument
  readonly address: string | undefined
}

const MAX_FEED_BYTES = 64 * 1024 * 1024
const FEED_TIMEOUT_MS = 60_000

// A chain of archives as long as this would be a century of them.
const MAX_DOCUMENTS = 2000

/** Downloads and reads one document. @throws DownloadError, ImportMistake */
export async function fetchDocument(
  address: string,
  { allowPrivate }: Pick<DownloadLimits, 'allowPrivate'>,
): Promise<{ readonly document: ReadDocument; readonly address: string }> {
  const found = await download(address, { maxBytes: MAX_FEED_BYTES, timeoutMs: FEED_TIMEOUT_MS, allowPrivate })
  return { document: readDocument(decodeText(found.bytes, found.charset)), address: found.address }
}

/** A feed's older documents, as far back as they are named and can be had (RFC 5005 §3, §4; JSON Feed `next_url`). */
export async function olderDocuments(
  first: FoundDocument,
  limits: Pick<DownloadLimits, 'allowPrivate'>,
): Promise<{ readonly documents: readonly FoundDocument[]; readonly losses: readonly Loss[] }> {
  const documents: FoundDocument[] = []
  const seen = new Set([first.address, first.feed.self])
  for (let { feed, address } = first; documents.length < MAX_DOCUMENTS; ) {
    const older = webAddress(feed.older, address ?? webAddress(feed.self) ?? feed.home)
    if (older === undefined || seen.has(older)) return { documents, losses: [] }
    seen.add(older)
    try {
      const found = await fetchDocument(older, limits)
      if (found.document.kind !== 'feed') return { documents, losses: [] }
      feed = found.document.feed
      address = found.address
      documents.push({ feed, address })
    } catch (error) {
      if (!(error instanceof DownloadError || error instanceof ImportMistake)) throw error
      return { documents, losses: [{ from: older, what: `older stories could not be had: ${error.message}` }] }
    }
  }
  return {
    documents,
    losses: [{ from: String(first.address), what: `more than ${MAX_DOCUMENTS} documents: the rest is left` }],
  }
}
