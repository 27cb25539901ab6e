import type { IncomingMessage, ServerResponse } from 'node:http'
import { hrefOf, type SitePath } from '../model/address.ts'
import { type Compress, compressor } from './compressed.ts'
import { type Encoded, encodedAs } from './encoded-as.ts'
import { feedLinks, type SiteAddress } from './feed-links.ts'
import type { PublishedFile, PublishedSite } from './published.ts'
import { decodedPath, pathOf } from './request-path.ts'
import { securityHeaders } from './security-headers.ts'
import { shownAs } from './shown-as.ts'

const SECURITY_HEADERS = securityHeaders("'none'")

/**
 * Answers a request for a published file (RFC 9110): GET and HEAD, conditional, compressed for who takes that, under the site's
 * address, whose parts are asked for at every request, since the newsroom may change them.
 */
export function answer(site: PublishedSite, base: SiteAddress): (request: IncomingMessage, response: ServerResponse) => void {
  const compress = compressor()
  return (request, response) => {
    response.setHeaders(SECURITY_HEADERS)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD')
      sendText(response, 405, 'Only GET and HEAD are answered here.')
      return
    }
    const { basePath } = base
    const below = decodedPath(basePath) ?? basePath
    const path = pathOf(request.url ?? '/')
    if (path === undefined) sendText(response, 400, 'This address cannot be read.')
    else if (path.startsWith(`${below}/`))
      sendFound(`/${path.slice(below.length + 1)}`, { site, base, request, response, compress })
    else if (path === below || path === '/') redirect(response, `${basePath}/`)
    else notFound(site, { request, response, compress })
  }
}

function sendFound(
  path: SitePath,
  { site, base, ...exchange }: Exchange & { readonly site: PublishedSite; readonly base: SiteAddress },
): void {
  const found = site.find(path)
  if (!found) notFound(site, exchange)
  else if ('redirect' in found) redirect(exchange.response, hrefOf(base, found.redirect))
  else sendFile(found, { ...exchange, link: feedLinks(base, path) })
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly compress: Compress
}

function sendFile(published: PublishedFile, { link, ...exchange }: Exchange & { readonly link: string | undefined }): void {
  const { request, response } = exchange
  const file = shownAs(published, request.headers.accept)
  const encoded = encodedAs(file, request.headers['accept-encoding'])
  const varies = [file.varies && 'Accept', encoded.varies && 'Accept-Encoding'].filter(name => name !== false)
  if (varies.length > 0) response.setHeader('Vary', varies.join(', '))
  response.setHeader('ETag', encoded.etag)
  if (isDatedSurely(file)) response.setHeader('Last-Modified', file.lastModified.toUTCString())
  response.setHeader('Cache-Control', 'no-cache')
  if (file.status === 200 && isUnchanged(request, { ...file, etag: encoded.etag })) {
    response.writeHead(304).end()
    return
  }
  if (link !== undefined) response.setHeader('Link', link)
  // Shown as XML it is the same bytes: they are compressed once for both.
  sendBody({ ...file, etag: published.etag }, { ...exchange, coding: encoded.coding, status: file.status })
}

function sendBody(
  file: PublishedFile,
  { request, response, compress, coding, status }: Exchange & Pick<Encoded, 'coding'> & { readonly status: number },
): void {
  const body = coding ? compress(file, coding) : file.body
  if (coding) response.setHeader('Content-Encoding', coding)
  response.writeHead(status, { 'Content-Type': file.type, 'Content-Length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
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

function notFound(site: PublishedSite, exchange: Exchange): void {
  const page = site.find('/404.html')
  if (!page || 'redirect' in page) {
    sendText(exchange.response, 404, 'Nothing is published here.')
    return
  }
  const { coding, varies } = encodedAs(page, exchange.request.headers['accept-encoding'])
  if (varies) exchange.response.setHeader('Vary', 'Accept-Encoding')
  sendBody(page, { ...exchange, coding, status: 404 })
}

function redirect(response: ServerResponse, to: string): void {
  response.writeHead(301, { Location: to, 'Content-Length': 0 }).end()
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': Buffer.byteLength(text) })
    .end(text)
}
