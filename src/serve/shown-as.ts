import { qualityValues } from './quality-values.ts'

const FEED_IN_XML = /^application\/(?:rss|atom)\+xml(?=;|$)/
const XML = 'application/xml'

/** Whether a file of this type is shown under another to who prefers that. */
export function isShownAsAsked(type: string): boolean {
  return FEED_IN_XML.test(type)
}

/**
 * The type under which a client can show a file (RFC 9110 §12.5.1). Browsers show the source of `application/rss+xml` and
 * `application/atom+xml`, and ask for `application/xml` by name before anything that they do not know: under that type they follow the
 * feed's style. Readers name the feeds' own types, or none, and get the exact one.
 */
export function shownAs(type: string, accept: string | undefined): string {
  const [exact] = FEED_IN_XML.exec(type) ?? []
  if (exact === undefined || qualityOf(XML, accept) <= qualityOf(exact, accept)) return type
  return type.replace(exact, XML)
}

/** How much a type is wanted, from 0 to 1: by its name, else as any of its kind, else as anything. */
function qualityOf(type: string, accept = '*/*'): number {
  const ranges = qualityValues(accept)
  return ranges.get(type) ?? ranges.get('application/*') ?? ranges.get('*/*') ?? 0
}
