import type { RequestListener } from 'node:http'
import type { Metrics } from './metrics.ts'
import { pathOf } from './request-path.ts'

/** How the publisher stands, for who asks whether to send readers here. */
export interface Readiness {
  /** What is wrong; undefined when nothing is. */
  readonly problem: () => string | undefined
}

/**
 * Answers the operator's programs, on a port of their own: `/metrics` for Prometheus, `/healthz` as long as the process is alive,
 * `/readyz` once something was published and while the last publish did not fail.
 */
export function monitor(metrics: Metrics, { problem }: Readiness): RequestListener {
  return async (request, response) => {
    const path = pathOf(request.url ?? '/')
    const say = (status: number, type: string, text: string): void => {
      response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(text)
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD')
      say(405, PLAIN, 'Only GET and HEAD are answered here.\n')
    } else if (path === '/metrics')
      await metrics.text().then(
        text => say(200, metrics.contentType, text),
        () => say(500, PLAIN, 'the metrics cannot be told\n'),
      )
    else if (path === '/healthz') say(200, PLAIN, 'alive\n')
    else if (path === '/readyz') say(problem() === undefined ? 200 : 503, PLAIN, `${problem() ?? 'ready'}\n`)
    else say(404, PLAIN, 'Here are /metrics, /healthz and /readyz.\n')
  }
}

const PLAIN = 'text/plain; charset=utf-8'

/** Counts what a listener answers. */
export function counted(listener: RequestListener, { answered }: Metrics): RequestListener {
  return (request, response) => {
    const count = (): void =>
      answered({ status: response.statusCode, target: request.url ?? '', userAgent: request.headers['user-agent'] ?? '' })
    listener(request, response)
    // Nearly always it is answered by now: a listener for each would cost more than the counting.
    if (response.writableEnded) count()
    // One that was broken off was an answer all the same.
    else response.once('close', () => response.headersSent && count())
  }
}
