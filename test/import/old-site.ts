import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A page of the old site: its content, in which `{{base}}` stands for the server's address; or an answer of one's own. */
export type OldPage = string | Uint8Array | ((request: IncomingMessage, response: ServerResponse) => void)

/** A server that an import comes from. */
export interface OldSite {
  /** `http://127.0.0.1:1234` */
  readonly base: string
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[]
}

const TYPES: Readonly<Record<string, string>> = {
  rss: 'application/rss+xml',
  xml: 'application/xml',
  json: 'application/feed+json',
  png: 'image/png',
  pdf: 'application/pdf',
  html: 'text/html',
}

/** Serves pages by their path until the test ends. */
export async function serveOldSite(pages: Readonly<Record<string, OldPage>>): Promise<OldSite> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    asked.push(path)
    const page = pages[path]
    if (typeof page === 'function') return page(request, response)
    if (page === undefined) return void response.writeHead(404).end()
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const type = TYPES[path.split('.').at(-1) ?? ''] ?? 'application/xml'
    response
      .writeHead(200, { 'content-type': type })
      .end(typeof page === 'string' ? page.replaceAll('{{base}}', base) : Buffer.from(page))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

/** A fixture's bytes. */
export function bytesOf(name: string): Buffer {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url))
}

/** A fixture's text. */
export function textOf(name: string): string {
  return bytesOf(name).toString('utf8')
}

/** The pictures and the paper that the fixtures' feeds show. */
export const OLD_FILES: Readonly<Record<string, OldPage>> = {
  '/images/quay.png': bytesOf('hugo/static/images/quay.png'),
  '/images/ferry.png': bytesOf('hugo/content/news/ferry/ferry.png'),
  '/files/timetable.pdf': bytesOf('hugo/content/news/ferry/timetable.pdf'),
}
