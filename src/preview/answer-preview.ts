import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { isPublishable } from '../images/media-types.ts'
import { hrefOf, type OutPath, outPathOf, type SitePath, type SourcePath } from '../model/address.ts'
import { feedNamed } from '../model/feed-names.ts'
import type { Instant } from '../model/instant.ts'
import { SEARCH_SCRIPTS } from '../model/search.ts'
import { contentType } from '../output/content-type.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { readIfThere } from '../platform/open-within.ts'
import { decodedPath, pathOf } from '../serve/request-path.ts'
import { type AllowedScripts, securityHeaders } from '../serve/security-headers.ts'
import { shownAs } from '../serve/shown-as.ts'
import type { Access, PreviewAccess } from './access.ts'
import type { LivePages } from './live-pages.ts'
import type { Preview, ShownPage } from './preview.ts'
import { previewBar } from './preview-bar.ts'
import { previewDocument } from './preview-document.ts'
import { previewFeed } from './preview-feed.ts'
import { OWN_PATHS, SCRIPT } from './script.ts'
import { STYLE } from './style.ts'

/** What answers are made from. */
export interface PreviewServer {
  readonly preview: Preview
  readonly pages: LivePages
  /** The newsroom's folder, as the person at the command knows it. */
  readonly root: string
  /** The moment that was asked for. */
  readonly at: ((timezone: string) => Instant) | undefined
  readonly access: PreviewAccess
  readonly onError: (error: unknown) => void
}

/** What is shown here is not public yet: nothing of another site is loaded, whose address could carry a draft there. */
const HEADERS = securityHeaders({ mediaFrom: 'site' })
HEADERS.set('Cache-Control', 'no-store')
HEADERS.set('Cross-Origin-Resource-Policy', 'same-origin')
HEADERS.set('X-Robots-Tag', 'noindex')

/** On pages that Courant made: the script that loads them again, and the search page's, which says that there is no search here. */
function pageScripts(basePath: string): AllowedScripts {
  return { basePath, scripts: [OWN_PATHS.script, SEARCH_SCRIPTS.page], webAssembly: false }
}

/** Answers requests of a preview: what would be at each address, rendered now. Nothing is cached, and nobody else may read along. */
export function answerPreview(server: PreviewServer): RequestListener {
  return (request, response) => {
    response.setHeaders(HEADERS)
    answer(server, { request, response }).catch((error: unknown) => {
      server.onError(error)
      if (response.headersSent) response.destroy()
      else sendText({ request, response }, { status: 500, text: 'This could not be shown; the terminal says why.' })
    })
  }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

async function answer(server: PreviewServer, exchange: Exchange): Promise<void> {
  const { request } = exchange
  const access = server.access(request)
  if (access.kind !== 'granted') return answerStranger(exchange, access)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    exchange.response.setHeader('Allow', 'GET, HEAD')
    return sendText(exchange, { status: 405, text: 'Only GET and HEAD are answered here.' })
  }
  const path = pathOf(request.url ?? '/')
  const { basePath } = server.preview.previewed.site
  const below = decodedPath(basePath) ?? basePath
  if (path === undefined) return sendText(exchange, { status: 400, text: 'This address cannot be read.' })
  if (path.startsWith(`${below}/`)) return answerInSite(`/${path.slice(below.length + 1)}`, server, exchange)
  return redirect(exchange, `${basePath}/`)
}

/** Answers who may not see the preview, or not yet. */
function answerStranger(exchange: Exchange, access: Exclude<Access, { readonly kind: 'granted' }>): void {
  if (access.kind === 'entered') {
    exchange.response.setHeader('Set-Cookie', access.cookie)
    redirect(exchange, access.location)
  } else sendText(exchange, REFUSALS[access.kind])
}

const REFUSALS = {
  'other-host': { status: 421, text: 'This preview answers to the address that it was started at.' },
  'no-token': {
    status: 403,
    text: 'This preview needs its link, which has a token. The terminal in which it was started shows the link.',
  },
} as const

async function answerInSite(path: SitePath, server: PreviewServer, exchange: Exchange): Promise<void> {
  const { preview, pages } = server
  const { request, response } = exchange
  if (path === OWN_PATHS.events) return pages.listen(request, response, preview.version)
  if (path === OWN_PATHS.script) return send(exchange, { body: SCRIPT, type: 'text/javascript; charset=utf-8' })
  if (path === OWN_PATHS.style) return send(exchange, { body: STYLE, type: 'text/css; charset=utf-8' })
  const feed = await previewFeed(preview, path)
  if (feed !== undefined) return sendFeed(exchange, { path, feed })
  const { places, unreadable, site } = preview.previewed
  const file = outPathOf(path)
  const place = places.get(file)
  if (place?.kind === 'text' && place.answer?.status === 301) return redirect(exchange, hrefOf(site, place.answer.to))
  if (place?.kind === 'text') return send(exchange, { body: place.text(), type: contentType(file) })
  if (!place && !unreadable.has(file)) {
    const folder = `${file}/index.html`
    if (places.has(folder) || unreadable.has(folder)) return redirect(exchange, hrefOf(site, `${path}/`))
  }
  const source = place?.kind === 'file' ? place.source : isPublishable(file) ? file : undefined
  const bytes = source === undefined || place?.kind === 'page' ? undefined : readNewsroomFile(preview, source)
  if (bytes) return send(exchange, { body: bytes, type: contentType(file) })
  const named = place || unreadable.has(file) ? undefined : feedNamed(path)
  if (named && (await previewFeed(preview, named)) !== undefined) return redirect(exchange, hrefOf(site, named))
  return sendPage(exchange, { server, page: await preview.page(file) })
}

/** A file passed through, or one that stands beside the stories; undefined where there is none. */
function readNewsroomFile({ previewed }: Preview, source: SourcePath): Buffer | undefined {
  const file = previewed.read.files.get(source)
  if (!file) return undefined
  try {
    return readIfThere(file)
  } catch (error) {
    if (isSystemError(error, 'EACCES', 'EPERM')) return undefined
    throw error
  }
}

function sendPage(exchange: Exchange, { server, page }: { readonly server: PreviewServer; readonly page: ShownPage }): void {
  const { preview, root, at } = server
  const { site, targets, unreadable } = preview.previewed
  const bar = previewBar(page.mistakes, {
    site,
    root,
    at: at?.(site.timezone),
    hasFile: page.source !== undefined,
    addressOf: path => targets.pages.get(path) ?? addressOf([...unreadable].find(([, source]) => source === path)?.[0]),
  })
  const body = previewDocument(page.html, { site, bar, version: page.version })
  exchange.response.setHeaders(securityHeaders({ mediaFrom: 'site', allowed: pageScripts(site.basePath) }))
  send(exchange, { body, type: 'text/html; charset=utf-8', status: page.status })
}

function addressOf(file: OutPath | undefined): SitePath | undefined {
  return file === undefined ? undefined : `/${file.replace(/(^|\/)index\.html$/, '$1')}`
}

/** Browsers show the source of feeds under their own types; they get a type under which they follow the feed's style. */
function sendFeed(exchange: Exchange, { path, feed }: { readonly path: SitePath; readonly feed: string }): void {
  send(exchange, { body: feed, type: shownAs(contentType(path), exchange.request.headers.accept) })
}

function send(
  { request, response }: Exchange,
  { body, type, status = 200 }: { readonly body: string | Buffer; readonly type: string; readonly status?: number },
): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function sendText(exchange: Exchange, { status, text }: { readonly status: number; readonly text: string }): void {
  send(exchange, { body: text, type: 'text/plain; charset=utf-8', status })
}

/** For now: the next save may bring something else to the address. */
function redirect({ response }: Exchange, to: string): void {
  response.writeHead(302, { Location: to, 'Content-Length': 0 }).end()
}
