import type { PublishedFile } from './published.ts'
import { qualityValues } from './quality-values.ts'

const FEED_IN_XML = /^application\/(?:rss|atom)\+xml/
const XML = 'application/xml'

/**
 * The file as a client wants it (RFC 9110 §12.5.1). Browsers show the source of `application/rss+xml` and `application/atom+xml`,
 * and ask for `application/xml` by name before anything that they do not know: under that type they follow the feed's style.
 * Readers name the feeds' own types, or none, and get the exact one.
 */
export function shownAs(file: PublishedFile, accept: string | undefined): PublishedFile & { readonly varies: boolean } {
  const [exact = ''] = file.type.split(';', 1)
  if (!FEED_IN_XML.test(exact)) return { ...file, varies: false }
  if (qualityOf(XML, accept) <= qualityOf(exact, accept)) return { ...file, varies: true }
  // Another representation, so another entity tag (RFC 9110 §8.8.1).
  return { ...file, varies: true, type: file.type.replace(exact, XML), etag: file.etag.replace(/"$/, '-xml"') }
}

/** How much a type is wanted, from 0 to 1: by its name, else as any of its kind, else as anything. */
function qualityOf(type: string, accept = '*/*'): number {
  const ranges = qualityValues(accept)
  return ranges.get(type) ?? ranges.get('application/*') ?? ranges.get('*/*') ?? 0
}
