import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { onTestFinished } from 'vitest'
import type { RealS3 } from './real-s3.ts'

/** A request on its way: its method and its key, `PUT feed.rss`. */
export type OnTheWay = string

/** Stands before a real S3 and sees every request. */
export interface S3Proxy {
  readonly address: string
  /** What came, in order. */
  readonly seen: OnTheWay[]
  /** Requests that were handed on and are not answered yet. */
  readonly open: number
  /** Called with each before it goes on: with a status, it is answered so and goes nowhere; with `lost`, the connection breaks off. */
  before: (request: OnTheWay) => Promise<number | 'lost' | undefined> | number | 'lost' | undefined
}

/** Starts a proxy until the test ends. */
export async function s3Proxy(s3: RealS3): Promise<S3Proxy> {
  const self: S3Proxy & { address: string; open: number } = { address: '', seen: [], open: 0, before: () => undefined }
  const server = createServer(async (request, response) => {
    const body: Buffer[] = []
    for await (const part of request) body.push(part)
    const what = shownRequest(request)
    self.seen.push(what)
    const instead = await self.before(what)
    if (instead === 'lost') request.socket.destroy()
    else if (instead !== undefined) response.writeHead(instead, { 'Content-Type': 'application/xml' }).end(ERRORS[instead])
    else {
      self.open++
      await handOn(request, { body: Buffer.concat(body), response, s3 })
      self.open--
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const bound = server.address()
  self.address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`
  return self
}

const ERRORS: Readonly<Record<number, string>> = {
  403: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
  404: '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>',
  503: '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>',
}

/** A listing is the request for its start. */
function shownRequest({ method, url = '/' }: IncomingMessage): OnTheWay {
  const { pathname, searchParams } = new URL(url, 'http://proxy')
  const key = decodeURI(pathname.split('/').slice(2).join('/'))
  return searchParams.has('list-type') ? `LIST ${searchParams.get('prefix')}` : `${method} ${key}`
}

function handOn(
  { method, url, headers }: IncomingMessage,
  { body, response, s3 }: { readonly body: Buffer; readonly response: ServerResponse; readonly s3: RealS3 },
): Promise<void> {
  const { hostname, port } = new URL(s3.address)
  const { host: _, ...rest } = headers
  return new Promise(resolve => {
    send({ hostname, port, method, path: url, headers: rest }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
      answer.once('close', resolve)
    })
      .on('error', () => {
        response.destroy()
        resolve()
      })
      .end(body)
  })
}
