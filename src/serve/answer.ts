import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { SiteAddress } from '../feed/feed-links.ts'
import { hrefOf, NOT_FOUND_FILE, type SitePath } from '../model/address.ts'
import { isSystemFault } from '../platform/environment-error.ts'
import type { PublishedSite } from './published.ts'
import { remembered } from './remembered.ts'
import { type Represent, representing } from './representation.ts'
import { decodedPath, pathOf } from './request-path.ts'
import { sendFile, sendMissing } from './send-file.ts'
import { redirect, sendText, sendUnreadable } from './send-text.ts'

const pathAsked = remembered(pathOf)

interface Exchange {
  readonly site: PublishedSite
  readonly base: SiteAddress
  readonly represent: Represent
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/**
 * Answers a request for a published file (RFC 9110): GET and HEAD, conditional, in parts, compressed for who takes that, under the site's
 * address, whose parts are asked for at every request, since the newsroom may change them.
 */
export function answer(site: PublishedSite, base: SiteAddress): RequestListener {
  const represent = representing(base)
  return (request, response) => attempt({ site, base, represent, request, response })
}

function attempt(exchange: Exchange): void {
  try {
    answerOne(exchange)
  } catch (error) {
    // Whatever the disk refuses, for want of handles, rights or a mount, the others are answered.
    if (!isSystemFault(error)) throw error
    if (exchange.response.headersSent) exchange.response.destroy()
    else sendUnreadable(exchange.response)
  }
}

function answerOne(exchange: Exchange): void {
  const { base, request, response } = exchange
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    sendText(response, { status: 405, text: 'Only GET and HEAD are answered here.', more: ['Allow', 'GET, HEAD'] })
    return
  }
  const below = base.basePath === '' ? '' : (decodedPath(base.basePath) ?? base.basePath)
  const path = pathAsked(request.url ?? '/')
  if (path === undefined) sendText(response, { status: 400, text: 'This address cannot be read.' })
  else if (below === '') answerInSite(path, exchange)
  else if (path.startsWith(`${below}/`)) answerInSite(`/${path.slice(below.length + 1)}`, exchange)
  else if (path === below || path === '/') redirect(response, `${base.basePath}/${queryOf(request)}`)
  else answerMissing(exchange)
}

function answerInSite(path: SitePath, exchange: Exchange): void {
  const { site, base, represent, request, response } = exchange
  const found = site.find(path)
  if (!found) answerMissing(exchange)
  else if ('redirect' in found) redirect(response, hrefOf(base, found.redirect) + queryOf(request))
  else {
    const shown = represent(found, request.headers)
    if (shown instanceof Promise) answerAfter(shown, exchange)
    else sendFile(found, { request, response, shown })
  }
}

/** With its question mark; a search that is asked for without its last slash is still that search. */
function queryOf({ url = '' }: IncomingMessage): string {
  return /\?[^#]*/.exec(url)?.[0] ?? ''
}

function answerMissing(exchange: Exchange): void {
  const { site, represent, request, response } = exchange
  const page = site.isWhole() ? site.find(`/${NOT_FOUND_FILE}`) : undefined
  const shown = page && 'body' in page && page.body ? represent(page, request.headers) : undefined
  // A reader's program that is told 404 may forget the feed.
  if (!shown) sendUnreadable(response)
  else if (shown instanceof Promise) answerAfter(shown, exchange)
  else sendMissing({ request, response, shown })
}

/** Answers once what is being made beside this thread is there. */
function answerAfter(coming: Promise<unknown>, exchange: Exchange): void {
  const again = (): void => attempt(exchange)
  void coming.then(again, again)
}
