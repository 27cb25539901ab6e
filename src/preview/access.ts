import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Whether somebody may see the preview. */
export type Access =
  | { readonly kind: 'granted' }
  /** The request came to a host that is none of ours: another site's name may have been led to this machine (DNS rebinding). */
  | { readonly kind: 'other-host' }
  | { readonly kind: 'no-token' }
  /** The link was opened that has the token: from now on the browser has it as a cookie, and addresses are without it. */
  | { readonly kind: 'entered'; readonly location: string; readonly cookie: string }

/** Decides about a request. */
export type PreviewAccess = (request: Pick<IncomingMessage, 'headers' | 'url'>) => Access

const LOOPBACK = /^(?:127(?:\.\d+){3}|localhost|\[?::1\]?)$/i

/** Whether a host to listen on can be reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host)
}

/** A preview for this machine alone, which answers to the machine's own names. */
export const localAccess: PreviewAccess = ({ headers }) => {
  const host = headers.host?.replace(/:\d+$/, '') ?? ''
  return { kind: isLoopback(host) ? 'granted' : 'other-host' }
}

/** The field of an address that has the token. */
const FIELD = 'token'

/**
 * A preview for the network: it answers at these origins only (`http://192.168.1.5:8081`), and only who has the token, which is in the
 * links that were printed.
 */
export function networkAccess({
  origins,
  token,
}: {
  readonly origins: readonly string[]
  readonly token: string
}): PreviewAccess {
  const hosts = new Set(origins.map(origin => new URL(origin).host))
  return ({ headers, url = '/' }) => {
    const { host = '', cookie = '' } = headers
    const origin = originOf(host)
    if (!origin || !hosts.has(origin.host)) return { kind: 'other-host' }
    // Cookies are of a host, whatever the port: two previews on a machine must not take each other's.
    const name = `courant-preview-${origin.port || '80'}`
    const asked = URL.parse(`${origin.origin}${url.startsWith('/') ? url : '/'}`)
    if (asked && isSame(asked.searchParams.get(FIELD) ?? '', token))
      return { kind: 'entered', location: withoutToken(asked), cookie: `${name}=${token}; Path=/; HttpOnly; SameSite=Lax` }
    const given = cookie.split(/; */).some(pair => pair.startsWith(`${name}=`) && isSame(pair.slice(name.length + 1), token))
    return { kind: given ? 'granted' : 'no-token' }
  }
}

/** The link to a preview at an origin. */
export function linkTo(origin: string, { basePath, token }: { readonly basePath: string; readonly token: string }): string {
  return `${origin}${basePath}/?${FIELD}=${token}`
}

function originOf(host: string): URL | undefined {
  return URL.parse(`http://${host}`) ?? undefined
}

/** Never the address of another site, as `//example.org/` would be. */
function withoutToken(asked: URL): string {
  asked.searchParams.delete(FIELD)
  return `${asked.pathname.replace(/^\/+/, '/')}${asked.search}`
}

/** In a time that does not say how much of it is right. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map(text => createHash('sha256').update(text).digest())
  return first !== undefined && second !== undefined && timingSafeEqual(first, second)
}
