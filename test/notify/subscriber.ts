import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'

/** A delivery as it arrived. */
export interface Arrival {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** What a subscriber does about a delivery: a status, or whatever it wants with the response. */
export type OnDelivery = number | ((response: ServerResponse, arrival: Arrival) => void)

/** A server that subscribes to things: confirms every intent unless it is told otherwise, and keeps what it gets. */
export interface Subscriber {
  readonly address: string
  readonly arrivals: readonly Arrival[]
  /** The queries of what it was asked, as they came. */
  readonly intents: readonly URLSearchParams[]
  /** What it answers deliveries with from now on. */
  answers: OnDelivery
  /** What it answers to a question about an intent; undefined where it says nothing. */
  confirms: (query: URLSearchParams, response: ServerResponse) => void
}

/** Answers with the challenge, as a subscriber that meant it does (WebSub §5.3). */
function echo(query: URLSearchParams, response: ServerResponse): void {
  response.writeHead(200).end(query.get('hub.challenge') ?? '')
}

/** Starts a subscriber, until the test ends. */
export async function subscriber(host = '127.0.0.1'): Promise<Subscriber> {
  const arrivals: Arrival[] = []
  const intents: URLSearchParams[] = []
  const self: Subscriber & { address: string } = { address: '', arrivals, intents, answers: 204, confirms: echo }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('error', () => {})
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://subscriber.example')
      if (request.method === 'GET') {
        intents.push(url.searchParams)
        self.confirms(url.searchParams, response)
        return
      }
      const arrival: Arrival = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) }
      arrivals.push(arrival)
      if (typeof self.answers === 'number') response.writeHead(self.answers).end()
      else self.answers(response, arrival)
    })
  })
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const bound = server.address()
  self.address = `http://${host.includes(':') ? `[${host}]` : host}:${typeof bound === 'object' ? bound?.port : 0}`
  return self
}
