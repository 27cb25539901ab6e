import { createServer, type RequestListener } from 'node:http'
import { EnvironmentError, isSystemError } from '../store/environment-error.ts'
import { portHolder } from './port-holder.ts'

/** A server that is listening. */
export interface RunningServer extends AsyncDisposable {
  /** Its address as a person opens it, without a slash at the end. */
  readonly address: string
}

/** How long a client may take, and how much it may say. */
export interface ServerLimits {
  /** For the headers of a request. */
  readonly headersTimeout: number
  /** For all of a request. */
  readonly requestTimeout: number
  /** Between two requests. */
  readonly keepAliveTimeout: number
  /** How often those are looked at. */
  readonly connectionsCheckingInterval: number
  /** Without taking a byte of the answer. */
  readonly idleTimeout: number
  /** Of headers, and of the request's first line with them. */
  readonly maxHeaderSize: number
}

/**
 * Node would wait a minute for headers, five for a request, for ever for somebody to take an answer, and serve any number of connections.
 * How many requests a connection brings is not limited: one that polls is cheaper than one that connects anew.
 */
export const LIMITS: ServerLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 5_000,
  idleTimeout: 60_000,
  maxHeaderSize: 8 * 1024,
}
const MAX_HEADERS = 100
const MAX_CONNECTIONS = 10_000
const DRAIN_MS = 3_000

// The port is taken or not for us; the address is not of this machine, or its name leads nowhere.
const REFUSALS = ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL', 'ENOTFOUND', 'EAI_AGAIN'] as const

/**
 * Listens, with limits that a test may set shorter. Disposing lets answers in hand finish, and ends idle connections at once.
 * @throws EnvironmentError when the port is taken
 */
export async function startServer(
  listener: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
  limits: ServerLimits = LIMITS,
): Promise<RunningServer> {
  let draining = false
  const server = createServer(limits, (request, response) => {
    if (draining) response.setHeader('Connection', 'close')
    listener(request, response)
  })
  server.timeout = limits.idleTimeout
  server.maxHeadersCount = MAX_HEADERS
  server.maxConnections = MAX_CONNECTIONS
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ host, port }, resolve))
  } catch (error) {
    if (!isSystemError(error, ...REFUSALS)) throw error
    const why = error.code === 'EADDRINUSE' ? `${listenerOn(port)} is listening there` : `the system refuses it (${error.code})`
    throw new EnvironmentError('port-taken', `cannot listen on ${host}:${port}: ${why}`, {
      remedy: 'name another with --port; --port 0 takes any that is free',
      cause: error,
    })
  }
  const bound = server.address()
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${typeof bound === 'object' ? bound?.port : port}`
  return {
    address,
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        draining = true
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref()
      }),
  }
}

/** Who has the port, as well as the system lets us see. */
function listenerOn(port: number): string {
  const holder = portHolder(port)
  return holder ? `${holder.name} (process ${holder.pid})` : 'another program'
}
