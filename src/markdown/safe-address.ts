import { hrefOf, type SitePath } from '../model/address.ts'
import { SITE_MARK } from '../model/body.ts'
import { hasControls } from './source-text.ts'

/** What an address within the newsroom leads to. */
export type ResolvedTarget =
  | { readonly kind: 'page'; readonly path: SitePath }
  | {
      readonly kind: 'file'
      readonly path: SitePath
      readonly width?: number
      readonly height?: number
      /** Of an image: the widths in which it also stands. */
      readonly widths?: readonly number[]
    }
  | { readonly kind: 'unpublished' }
  /** `meant` is what its author likely meant, as it is to be written. */
  | { readonly kind: 'missing'; readonly meant?: string }
  /** A file of a kind that stories do not bring with them. */
  | { readonly kind: 'unsuitable' }
  /** An image that cannot be published, and why. */
  | { readonly kind: 'broken'; readonly problem: string; readonly remedy: string }

/** What an address is for: something to go to, or to show in its place. */
export type AddressUse = 'link' | 'media'

/** How addresses of one body are resolved. */
export interface AddressContext {
  /** Where the body itself is published: what `#fragment` alone refers to. */
  readonly permalink: SitePath
  /** Looks up the path part, percent-decoded, of an address that names no scheme and no host. */
  readonly resolve: (target: string, use: AddressUse) => ResolvedTarget
}

/** An address that may be published, or why it may not. */
export type Address =
  | { readonly kind: 'safe'; readonly href: string; readonly width?: number; readonly height?: number }
  | { readonly kind: 'unsafe' | 'unpublished' | 'unsuitable' | 'empty' }
  | { readonly kind: 'missing'; readonly meant?: string }
  | { readonly kind: 'broken'; readonly problem: string; readonly remedy: string }

const SCHEME = /^([a-z][a-z0-9+.-]*):/i
const MEDIA_SCHEMES: ReadonlySet<string> = new Set(['http', 'https'])
const LINK_SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'mailto', 'tel'])

/** An absolute address of RFC 3986 that needs no rewriting: scheme in lower case, a host, no character to encode. */
const PLAIN_HTTP = /^https?:\/\/[\w~:@!$&'()*+,;=%.-]+(?:[/?#][\w~:/?#@!$&'()*+,;=%.-]*)?$/

/**
 * The one way by which an address comes into a body. The result is `http(s):`, for links also `mailto:` and `tel:`, or
 * begins with `SITE_MARK`; every other scheme, however it is spelled, is unsafe. Reads as browsers do (URL Standard
 * §4.4): white space around is nothing, tabs and line ends within are nothing, a backslash at the start is a slash.
 */
export function safeAddress(written: string, use: AddressUse, context: AddressContext): Address {
  const address = written.replace(/[\t\n\r]/g, '').trim()
  if (address === '') return { kind: 'empty' }
  const scheme = SCHEME.exec(address)?.[1]?.toLowerCase()
  if (scheme !== undefined) {
    const allowed = use === 'link' ? LINK_SCHEMES : MEDIA_SCHEMES
    return allowed.has(scheme) ? absolute(scheme, address) : { kind: 'unsafe' }
  }
  if (/^[/\\]{2}/.test(address)) return absolute('https', `https:${address}`)
  return within(address, use, context)
}

function absolute(scheme: string, address: string): Address {
  if (PLAIN_HTTP.test(address) && URL.canParse(address)) return { kind: 'safe', href: address }
  if (scheme === 'mailto' || scheme === 'tel') {
    const rest = encodeRest(address.slice(scheme.length + 1))
    return rest === '' ? { kind: 'unsafe' } : { kind: 'safe', href: `${scheme}:${rest}` }
  }
  const url = URL.parse(address)
  return url === null ? { kind: 'unsafe' } : { kind: 'safe', href: url.href }
}

function within(address: string, use: AddressUse, context: AddressContext): Address {
  const end = address.search(/[?#]/)
  const path = decodePath(end < 0 ? address : address.slice(0, end))
  const rest = end < 0 ? '' : encodeRest(address.slice(end))
  const target: ResolvedTarget = path === '' ? { kind: 'page', path: context.permalink } : resolveSafely(path, use, context)
  if (target.kind !== 'page' && target.kind !== 'file') return target
  if (target.kind === 'page' && use === 'media') return { kind: 'missing' }
  return { ...target, kind: 'safe', href: hrefOf({ basePath: SITE_MARK }, target.path) + rest }
}

function resolveSafely(path: string, use: AddressUse, context: AddressContext): ResolvedTarget {
  return hasControls(path) ? { kind: 'missing' } : context.resolve(path, use)
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // A percent sign that begins no escape is meant as it stands: `100%.pdf`.
    return path
  }
}

/** Query and fragment, or what follows `mailto:`, with only those characters in it that RFC 3986 allows there. */
function encodeRest(rest: string): string {
  return rest
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(/[^\w~:/?#@!$&'()*+,;=%.-]/gu, encodeURIComponent)
    .replace(/(?!^)#/g, '%23')
    .replace(/^(\?.*?)%23/, '$1#')
}
