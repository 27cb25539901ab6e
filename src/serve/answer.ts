import type { IncomingMessage, ServerResponse } from 'node:http'
import { hrefOf } from '../model/address.ts'
import type { PublishedFile, PublishedSite } from './published.ts'
import { shownAs } from './shown-as.ts'

/** What every answer carries: no sniffing, no script or frame from anywhere, no more referrer than needed. */
const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy':
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src 'self' https: data:; media-src 'self' https:",
  'Referrer-Policy': 'strict-origin-when-cross-origin',
} as const

/**
 * Answers a request for a published file (RFC 9110): GET and HEAD, conditional, under the site's base path, which is asked for
 * at every request, since the newsroom may change it.
 */
export function answer(
  site: PublishedSite,
  base: { readonly basePath: string },
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD')
      sendText(response, 405, 'Only GET and HEAD are answered here.')
      return
    }
    const { basePath } = base
    const below = decodedPath(basePath) ?? basePath
    const path = pathOf(request.url ?? '/')
    if (path === undefined) sendText(response, 400, 'This address cannot be read.')
    else if (path.startsWith(`${below}/`)) sendFound(site.find(path.slice(below.length)), { site, basePath, request, response })
    else if (path === below || path === '/') redirect(response, `${basePath}/`)
    else notFound(site, { request, response })
  }
}

function sendFound(
  found: ReturnType<PublishedSite['find']>,
  { site, basePath, ...exchange }: Exchange & { readonly site: PublishedSite; readonly basePath: string },
): void {
  if (!found) notFound(site, exchange)
  else if ('redirect' in found) redirect(exchange.response, hrefOf({ basePath }, found.redirect))
  else sendFile(found, exchange)
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/**
 * The path of a request target (RFC 9112 §3.2), decoded; undefined for what is none. Never resolved as a URL: `//host/x` would
 * change the host.
 */
function pathOf(target: string): string | undefined {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] || '/'
  const decoded = decodedPath(path)
  return decoded?.startsWith('/') && !decoded.includes('\0') ? decoded : undefined
}

function decodedPath(path: string): string | undefined {
  try {
    return decodeURIComponent(path).normalize('NFC')
  } catch {
    return undefined
  }
}

function sendFile(published: PublishedFile, { request, response }: Exchange): void {
  const file = shownAs(published, request.headers.accept)
  if (file.varies) response.setHeader('Vary', 'Accept')
  response.setHeader('ETag', file.etag)
  if (isDatedSurely(file)) response.setHeader('Last-Modified', file.lastModified.toUTCString())
  response.setHeader('Cache-Control', 'no-cache')
  if (file.status === 200 && isUnchanged(request, file)) {
    response.writeHead(304).end()
    return
  }
  response.writeHead(file.status, { 'Content-Type': file.type, 'Content-Length': file.body.length })
  response.end(request.method === 'HEAD' ? undefined : file.body)
}

/**
 * Whether the file's date says which version it is. Dates of HTTP are whole seconds, and readers built on libcurl throw an answer away
 * that is dated as the last one was, whatever its entity tag: while this second may bring another version, there is no date.
 */
function isDatedSurely({ lastModified }: PublishedFile): boolean {
  return secondOf(lastModified.getTime()) < secondOf(Date.now())
}

function secondOf(at: number): number {
  return Math.floor(at / 1000)
}

/** `If-None-Match` before `If-Modified-Since` (RFC 9110 §13.2.2). */
function isUnchanged({ headers }: IncomingMessage, { etag, lastModified }: PublishedFile): boolean {
  const known = headers['if-none-match']
  if (known !== undefined) return known.trim() === '*' || known.split(',').some(tag => tag.trim().replace(/^W\//, '') === etag)
  const since = Date.parse(headers['if-modified-since'] ?? '')
  return since >= secondOf(lastModified.getTime()) * 1000
}

function notFound(site: PublishedSite, { request, response }: Exchange): void {
  const page = site.find('/404.html')
  if (!page || 'redirect' in page) {
    sendText(response, 404, 'Nothing is published here.')
    return
  }
  response.writeHead(404, { 'Content-Type': page.type, 'Content-Length': page.body.length })
  response.end(request.method === 'HEAD' ? undefined : page.body)
}

function redirect(response: ServerResponse, to: string): void {
  response.writeHead(301, { Location: to, 'Content-Length': 0 }).end()
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': Buffer.byteLength(text) })
    .end(text)
}
