import type { IncomingMessage, ServerResponse } from 'node:http'

// Less than what proxies and browsers take for a connection that died.
const STILL_HERE_MS = 15_000

/** The open pages, which are told of every new version (HTML, server-sent events). Disposing lets go of them. */
export class LivePages implements Disposable {
  readonly #listening = new Set<ServerResponse>()
  readonly #stillHere: NodeJS.Timeout = setInterval(() => this.#send(': still here\n\n'), STILL_HERE_MS).unref()

  /** Tells a page the version that is newest now, and every later one. */
  listen(request: IncomingMessage, response: ServerResponse, version: string): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
    response.write(`retry: 500\n${eventOf(version)}`)
    this.#listening.add(response)
    request.once('close', () => this.#listening.delete(response))
  }

  tell(version: string): void {
    this.#send(eventOf(version))
  }

  #send(text: string): void {
    for (const response of this.#listening) response.write(text)
  }

  [Symbol.dispose](): void {
    clearInterval(this.#stillHere)
    for (const response of this.#listening) response.end()
  }
}

function eventOf(version: string): string {
  return `data: ${version}\n\n`
}
