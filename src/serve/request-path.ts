import type { SitePath } from '../model/address.ts'

/**
 * The path of a request target (RFC 9112 §3.2), decoded; undefined for what is none. Never resolved as a URL: `//host/x` would
 * change the host.
 */
export function pathOf(target: string): SitePath | undefined {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] || '/'
  const decoded = decodedPath(path)
  return decoded?.startsWith('/') && !decoded.includes('\0') ? `/${decoded.slice(1)}` : undefined
}

/** Undefined for what is not UTF-8 in percent-encoding. */
export function decodedPath(path: string): string | undefined {
  try {
    return decodeURIComponent(path).normalize('NFC')
  } catch {
    return undefined
  }
}
