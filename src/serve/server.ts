import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { EnvironmentError, isSystemError } from '../platform/environment-error.ts'
import { portHolder } from './port-holder.ts'
import { refuseClient, refuseTunnel } from './refuse-client.ts'
import { sendText } from './send-text.ts'

/** A server that is listening. */
export interface RunningServer extends AsyncDisposable {
  /** Its address as a person opens it, without a slash at the end. */
  readonly address: string
  /** What it is bound to: an address of the machine, and a port. */
  readonly bound: { readonly address: string; readonly port: number }
}

/** How long a client may take, and how much it may say. */
export interface ServerLimits {
  /** For the headers of a request. */
  readonly headersTimeout: number
  /** For all of a request. */
  readonly requestTimeout: number
  /** How often those are looked at, and which connections are quiet. */
  readonly connectionsCheckingInterval: number
  /** Between two requests, and without taking a byte of an answer. */
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
  connectionsCheckingInterval: 5_000,
  idleTimeout: 60_000,
  maxHeaderSize: 8 * 1024,
}
const MAX_HEADERS = 100
const MAX_CONNECTIONS = 10_000
/** Requests of a connection that wait for the answer to another. */
const MAX_WAITING = 32
const DRAIN_MS = 3_000

/** How a server listens. */
export interface ServerOptions {
  /** Shorter ones are for tests. */
  readonly limits?: ServerLimits
  /** Told the status with which a request is refused that the listener never sees. */
  readonly onRefused?: (status: number) => void
}

/** A host as a URL has it, or nothing (RFC 9112 §3.2). A proxy may have heeded one of two, or a part of what is none. */
const HOST = /^(?:\[[\da-f:.]+\]|[\w.~%!$&'()*+;=-]*)(?::\d*)?$/i

const CLOSING = { more: ['Connection', 'close'] }

// The port is taken, or not for us.
const OF_THE_PORT = ['EADDRINUSE', 'EACCES'] as const
const OTHER_PORT = 'with --port; --port 0 takes any that is free'
const OTHER_HOST = 'with --host'

// The address is not of this machine, or its name leads nowhere.
const OF_THE_HOST = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL', 'ENOTFOUND', 'EAI_AGAIN'] as const

/** Where to listen, and how whoever runs it names another place. */
export interface ListeningPlace {
  readonly host: string
  readonly port: number
  readonly otherHost?: string
  readonly otherPort?: string
}

/**
 * Listens. Disposing lets answers in hand finish, and ends idle connections at once.
 * @throws EnvironmentError when the port is taken
 */
export async function startServer(
  listener: RequestListener,
  place: ListeningPlace,
  { limits = LIMITS, onRefused = () => {} }: ServerOptions = {},
): Promise<RunningServer> {
  const { host, port } = place
  let draining = false
  const isHasty = hastyClients()
  const refuse = (response: ServerResponse, status: number, text: string): void => {
    sendText(response, { ...CLOSING, status, text })
    onRefused(status)
  }
  const options = {
    ...limits,
    // A time of its own between two requests would be set anew for each, which costs as much as finding the answer.
    keepAliveTimeout: 0,
    // Joined, two hosts can be told from one.
    joinDuplicateHeaders: true,
    // Node's own refusal could not be counted.
    requireHostHeader: false,
    optimizeEmptyRequests: true,
  }
  const server = createServer(options, (request, response) => {
    if (isHasty(request, response)) {
      request.socket.destroy()
      return
    }
    if (draining) response.setHeader('Connection', 'close')
    const problem = problemOf(request)
    if (problem === undefined) listener(request, response)
    else refuse(response, 400, problem)
  })
  endQuietConnections(server, { idleTimeout: limits.idleTimeout, lookEvery: limits.connectionsCheckingInterval })
  server.maxHeadersCount = MAX_HEADERS
  server.maxConnections = MAX_CONNECTIONS
  server.on('clientError', (error, socket) => refuseClient(error, socket, onRefused))
  server.on('connect', (_, socket) => refuseTunnel(socket, onRefused))
  server.on('checkExpectation', (_, response) => refuse(response, 417, 'Of expectations, 100-continue alone is met here.'))
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ host, port }, resolve))
  } catch (error) {
    throw isSystemError(error, ...OF_THE_PORT, ...OF_THE_HOST) ? refusedBy(error, place) : error
  }
  const listening = server.address()
  const bound = listening !== null && typeof listening === 'object' ? listening : { address: host, port }
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`,
    bound: { address: bound.address, port: bound.port },
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        draining = true
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref()
      }),
  }
}

/** What is wrong with a request, whatever it asks for. */
function problemOf({ headers, httpVersion }: IncomingMessage): string | undefined {
  const { host = httpVersion === '1.1' ? undefined : '', 'transfer-encoding': coding = 'chunked' } = headers
  if (host === undefined || !HOST.test(host)) return 'This request names no host that could be.'
  // Where it ends cannot be told (RFC 9112 §6.3).
  return coding.toLowerCase() === 'chunked' ? undefined : 'Of codings, chunked alone is understood here.'
}

/**
 * Whether a client asks again and again without waiting for an answer: each request takes kilobytes until its turn comes, and two thousand
 * come in one packet. Only such a request is without a connection of its own, so that all others cost nothing here.
 */
function hastyClients(): (request: IncomingMessage, response: ServerResponse) => boolean {
  const waiting = new WeakMap<Socket, number>()
  return ({ socket }, response) => {
    if (response.socket) return false
    const count = (waiting.get(socket) ?? 0) + 1
    waiting.set(socket, count)
    response.once('close', () => waiting.set(socket, (waiting.get(socket) ?? 1) - 1))
    return count > MAX_WAITING
  }
}

function refusedBy(
  error: NodeJS.ErrnoException,
  { host, port, otherHost = OTHER_HOST, otherPort = OTHER_PORT }: ListeningPlace,
): EnvironmentError {
  const why = error.code === 'EADDRINUSE' ? `${listenerOn(port)} is listening there` : `the system refuses it (${error.code})`
  const notRoots = error.code === 'EACCES' ? ' above 1023, since those below are for root,' : ''
  const remedy = isSystemError(error, ...OF_THE_PORT)
    ? `name another${notRoots} ${otherPort}`
    : `name an address of this machine ${otherHost}: 127.0.0.1 for itself alone, 0.0.0.0 for every network`
  return new EnvironmentError('port-taken', `cannot listen on ${host}:${port}: ${why}`, { remedy, cause: error })
}

/** Who has the port, as well as the system lets us see. */
function listenerOn(port: number): string {
  const holder = portHolder(port)
  return holder ? `${holder.name} (process ${holder.pid})` : 'another program'
}

/**
 * Ends connections over which nothing goes for `idleTimeout` milliseconds, and for no longer than two looks more. Node's own timer notices
 * that an answer is still taken, but is set anew several times for every request, a twenty-fifth of an answer: it is set only for a
 * connection that a look finds as the last one left it.
 */
function endQuietConnections(server: Server, { idleTimeout, lookEvery }: { idleTimeout: number; lookEvery: number }): void {
  const carried = new Map<Socket, number>()
  const look = (): void => {
    for (const [socket, before] of carried) {
      const bytes = socket.bytesRead + socket.bytesWritten
      const isQuiet = bytes === before
      if (isQuiet !== Boolean(socket.timeout)) socket.setTimeout(isQuiet ? idleTimeout : 0)
      carried.set(socket, bytes)
    }
  }
  // A port that is taken leaves a server that never closes.
  server.once('listening', () => {
    const looks = setInterval(look, lookEvery).unref()
    server.once('close', () => clearInterval(looks))
  })
  server.on('connection', (socket: Socket) => {
    carried.set(socket, 0)
    socket.once('close', () => carried.delete(socket))
  })
}
