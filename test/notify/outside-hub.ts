import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'

/** Somebody else's hub, which keeps what it is told. */
export interface OutsideHub {
  readonly address: string
  /** Topics of its pings, as they came. */
  readonly pings: string[]
  /** All that it was sent, heads and bodies. */
  readonly heard: string[]
  /** What it answers from now on; undefined for nothing at all. */
  status: number | undefined
}

/** Starts somebody else's hub, until the test ends. */
export async function outsideHub(): Promise<OutsideHub> {
  const self: OutsideHub & { address: string } = { address: '', pings: [], heard: [], status: 204 }
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', part => {
      text += part
    })
    request.on('end', () => {
      const form = new URLSearchParams(text)
      self.heard.push([request.url, ...request.rawHeaders, text].join('\n'))
      if (form.get('hub.mode') === 'publish') self.pings.push(form.get('hub.url') ?? '')
      if (self.status !== undefined) response.writeHead(self.status).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const bound = server.address()
  self.address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}/`
  return self
}
