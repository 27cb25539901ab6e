import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hrefOf, urlOf } from '../../src/model/address.ts'
import type { Page } from '../../src/model/page.ts'
import type { Site } from '../../src/model/site.ts'
import { renderPage } from '../../src/page/render-page.ts'
import { themeFiles } from '../../src/page/theme-files.ts'
import {
  ARABIC_BODY,
  ARABIC_PAGE,
  ARCHIVE_PAGE,
  ARTICLE_PAGE,
  BODY,
  FEEDS_PAGE,
  GONE_PAGE,
  HOME_PAGE,
  IMAGE,
  MONTH_PAGE,
  NOT_FOUND_PAGE,
  SEARCH_PAGE,
  SITE,
  STANDING_PAGE,
  TOPIC_PAGE,
  YEAR_PAGE,
} from './example-pages.ts'

/** One page of every kind, and a story from right to left. */
export const PAGES: readonly { readonly name: string; readonly page: Page; readonly body: string }[] = [
  { name: 'home', page: HOME_PAGE, body: '' },
  { name: 'article', page: ARTICLE_PAGE, body: BODY },
  { name: 'arabic', page: ARABIC_PAGE, body: ARABIC_BODY },
  { name: 'topic', page: TOPIC_PAGE, body: '' },
  { name: 'archive', page: ARCHIVE_PAGE, body: '' },
  { name: 'year', page: YEAR_PAGE, body: '' },
  { name: 'month', page: MONTH_PAGE, body: '' },
  { name: 'standing', page: STANDING_PAGE, body: BODY },
  { name: 'feeds', page: FEEDS_PAGE, body: '' },
  { name: 'search', page: SEARCH_PAGE, body: '' },
  { name: 'not-found', page: NOT_FOUND_PAGE, body: '' },
  { name: 'gone', page: GONE_PAGE, body: '' },
]

/** A drawing in place of a photograph. */
const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800" width="1200" height="800">
<defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="#5b7f95"/><stop offset="1" stop-color="#d8cdb8"/></linearGradient></defs>
<path fill="url(#g)" d="M0 0h1200v800H0z"/><path fill="#4d3f33" d="M0 800l260-260h680l260 260z"/>
<path fill="#f1ece2" d="M380 590h120l-14 60H352zM560 590h90l4 60h-100zM710 590h120l28 60H724z"/>
<path fill="#2d4555" d="M120 160h240v250H120zM480 160h240v250H480zM840 160h240v250H840z" opacity=".5"/></svg>`

/** The example pages, their stylesheet and image on a port of this machine; `close` ends it. */
export async function servePages(): Promise<{ readonly origin: string; readonly close: () => Promise<void> }> {
  const files = new Map<string, { readonly type: string; readonly content: string }>()
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '')
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.type ?? 'text/plain' }).end(file?.content)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${portOf(server.address())}`
  const site: Site = { ...SITE, origin }
  for (const { page, body } of PAGES) {
    files.set(hrefOf(site, page.head.permalink), {
      type: 'text/html; charset=utf-8',
      content: renderPage(page, { site, body }),
    })
  }
  for (const { path, content, type } of themeFiles(site)) files.set(hrefOf(site, path), { type, content })
  files.set(hrefOf(site, IMAGE.path), { type: IMAGE.type, content: DRAWING })
  return { origin: urlOf(site, '/').slice(0, -1), close: () => new Promise(resolve => server.close(() => resolve())) }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port')
  return address.port
}
