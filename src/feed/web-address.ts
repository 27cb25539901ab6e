/**
 * The address as a valid, absolute URL, percent-encoded; undefined when it is none, or of a kind that no reader should
 * follow: a feed never carries a relative or invalid IRI (RFC 4287 §2).
 */
export function webAddress(address: string | undefined): string | undefined {
  const url = address === undefined ? null : URL.parse(address)
  return url !== null && FOLLOWED.has(url.protocol) ? escaped(url.href) : undefined
}

const FOLLOWED: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:'])

/** What no URI holds unescaped (RFC 3986 §2), and a percent sign that escapes nothing. */
const UNSAFE = /[\s<>"\\^`{|}]|%(?![\da-f]{2})/gi

/**
 * The parser of URLs lets much pass that RFC 3986 does not: most of it in `mailto:`, some in queries and fragments. Brackets stand
 * around an IPv6 address alone.
 */
function escaped(href: string): string {
  const authority = /^https?:\/\/[^/?#]*/.exec(href)?.[0] ?? ''
  const [hierarchy = '', ...fragments] = href.slice(authority.length).split('#')
  const rest = fragments.length === 0 ? hierarchy : `${hierarchy}#${fragments.join('%23')}`
  return `${authority}${rest.replace(/[[\]]/g, encodeURIComponent)}`.replace(UNSAFE, encodeURIComponent)
}

/** The e-mail address when it is one in the plain form that feeds allow (RFC 4287 §3.2.3). */
export function mailAddress(address: string | undefined): string | undefined {
  return address !== undefined && /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(\.[a-z\d-]+)+$/i.test(address) ? address : undefined
}
