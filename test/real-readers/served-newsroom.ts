import { onTestFinished } from 'vitest'
import type { Diagnostic } from '../../src/model/diagnostic.ts'
import { answer } from '../../src/serve/answer.ts'
import { publishedSite } from '../../src/serve/published.ts'
import { startServer } from '../../src/serve/server.ts'
import { type Files, newsroomOf, type TemporaryNewsroom } from '../support/newsroom.ts'

/** A request for a feed, as the server answered it. */
interface Asked {
  readonly path: string
  readonly status: number
  /** Whether the reader sent back what it knows the feed's last version by (RFC 9110 §13.1). */
  readonly conditional: boolean
}

/** A newsroom that Courant's own server serves, at the address that its feeds name. */
export interface ServedNewsroom {
  readonly newsroom: TemporaryNewsroom
  /** Without a slash at the end. */
  readonly address: string
  /** Publishes the newsroom as it is at an instant, RFC 3339. */
  readonly publishAt: (instant: string) => Promise<void>
  /** The same where mistakes are expected: their codes. */
  readonly mistakesAt: (instant: string) => Promise<readonly string[]>
  /** Every request for a feed since the last call, in order. */
  readonly asked: () => readonly Asked[]
}

/** Serves a newsroom of these files until the test ends; nothing is published yet. */
export async function serveNewsroom(files: Files): Promise<ServedNewsroom> {
  const newsroom = newsroomOf()
  const site = publishedSite(newsroom.paths.out)
  const listener = answer(site, { origin: 'http://127.0.0.1', basePath: '' })
  const requests: Asked[] = []
  const server = await startServer(
    (request, response) => {
      const path = request.url ?? ''
      const conditional = 'if-none-match' in request.headers || 'if-modified-since' in request.headers
      if (/\/feed\.\w+$/.test(path))
        response.once('finish', () => requests.push({ path, status: response.statusCode, conditional }))
      listener(request, response)
    },
    { host: '127.0.0.1', port: 0 },
  )
  onTestFinished(() => server[Symbol.asyncDispose]())
  newsroom.write({ 'site.yaml': siteYaml(server.address), ...files })
  const publishIt = async (instant: string): Promise<readonly Diagnostic[]> => {
    const { diagnostics } = await newsroom.publish({ asOf: Date.parse(instant), accept: false })
    site.refresh()
    return diagnostics
  }
  return {
    newsroom,
    address: server.address,
    mistakesAt: async instant => (await publishIt(instant)).map(({ code }) => code),
    publishAt: async instant => {
      const diagnostics = await publishIt(instant)
      if (diagnostics.length > 0) throw new Error(`the newsroom has mistakes: ${JSON.stringify(diagnostics)}`)
    },
    asked: () => requests.splice(0),
  }
}

function siteYaml(url: string): string {
  return `title: AT&T <b> & “é” Қ
description: News of the example.
url: ${url}
idPrefix: "tag:news.example.org,2026:"
timezone: UTC
lang: en
rights: © Example Newsroom
email: newsroom@example.org
`
}
