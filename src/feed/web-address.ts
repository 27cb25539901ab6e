/**
 * The address as a valid, absolute URL, percent-encoded; undefined when it is none, or of a kind that no reader should
 * follow: a feed never carries a relative or invalid IRI (RFC 4287 §2).
 */
export function webAddress(address: string | undefined): string | undefined {
  const url = address === undefined ? null : URL.parse(address)
  return url !== null && FOLLOWED.has(url.protocol) ? url.href : undefined
}

const FOLLOWED: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:'])

/** The e-mail address when it is one in the plain form that feeds allow (RFC 4287 §3.2.3). */
export function mailAddress(address: string | undefined): string | undefined {
  return address !== undefined && /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(\.[a-z\d-]+)+$/i.test(address) ? address : undefined
}
