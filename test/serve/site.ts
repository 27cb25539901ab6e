import { connect } from 'node:net'
import { onTestFinished } from 'vitest'
import { answer } from '../../src/serve/answer.ts'
import { publishedSite } from '../../src/serve/published.ts'
import { type RunningServer, startServer } from '../../src/serve/server.ts'

/** A site that is served, to a test that publishes. */
export interface ServedSite extends Pick<RunningServer, 'address'> {
  /** For who published and wants it to be seen at once. */
  readonly refresh: () => void
}

/** Serves a published folder until the test ends. */
export async function serve(out: string, basePath = '', hub?: string): Promise<ServedSite> {
  const site = publishedSite(out)
  const server = await startServer(answer(site, { origin: 'https://news.example.org', basePath, hub }), {
    host: '127.0.0.1',
    port: 0,
  })
  onTestFinished(() => server[Symbol.asyncDispose]())
  return { address: server.address, refresh: site.refresh }
}

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** Asks with a request line of one's own, which no client library would send. */
export async function ask(
  address: string,
  target: string,
  { method = 'GET', headers = {} }: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(address)
  const lines = Object.entries({ Host: hostname, Connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}`)
  const text = await exchange(Number(port), `${[`${method} ${target} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`)
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [status = '', ...fields] = head.split('\r\n')
  return {
    status: Number(status.split(' ')[1]),
    headers: new Map(
      fields.map(field => [field.slice(0, field.indexOf(':')).toLowerCase(), field.slice(field.indexOf(':') + 2)]),
    ),
    body: rest.join('\r\n\r\n'),
  }
}

function exchange(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    let text = ''
    socket.on('data', part => {
      text += part
    })
    socket.on('error', reject).on('end', () => resolve(text))
    socket.write(request, 'latin1')
  })
}
