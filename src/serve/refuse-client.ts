import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

// What Node's parser stumbles over, where it is something else than a request that cannot be read.
const STATUSES: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
}

// Of a request line that is one (RFC 9112 §3).
const OF_A_REQUEST_LINE: Readonly<Record<string, number>> = { HPE_INVALID_METHOD: 501, HPE_INVALID_VERSION: 505 }
const REQUEST_LINE = /^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\/\d\.\d\r\n/
const BEGUN_REQUEST_LINE = /^[\w!#$%&'*+.^`|~-]+ \S+$/

/** What the parser says of a request that it gives up. */
export interface ClientError extends Error {
  readonly code?: string
  /** What came last. */
  readonly rawPacket?: Buffer
  /** How much of it was read. */
  readonly bytesParsed?: number
}

/**
 * Refuses what never became a request, and lets go of the connection: as Node would, but with a date, which an answer must have (RFC 9110
 * §6.6.1), and with a status of its own for methods and versions that are not known here (§15.6.2, §15.6.6), and for a target that is too long (§15.5.15).
 */
export function refuseClient(error: ClientError, socket: Duplex, onRefused: (status: number) => void): void {
  // Between the bytes of another answer it would be taken for a part of that.
  if (socket.writable && !isAnswering(socket)) {
    const status = statusOf(error)
    socket.write(refusal(status))
    onRefused(status)
  }
  socket.destroy(error)
}

/** Refuses a tunnel (CONNECT): this is no proxy. */
export function refuseTunnel(socket: Duplex, onRefused: (status: number) => void): void {
  socket.end(refusal(501))
  onRefused(501)
}

function statusOf({ code = '', rawPacket, bytesParsed = 0 }: ClientError): number {
  if (code === 'HPE_HEADER_OVERFLOW' && rawPacket && isInTarget(rawPacket, bytesParsed)) return 414
  const line = OF_A_REQUEST_LINE[code]
  if (line !== undefined && rawPacket && REQUEST_LINE.test(rawPacket.toString('latin1', 0, 8192))) return line
  return STATUSES[code] ?? 400
}

/** Whether what was read ends within a request's target, or with it. Of one in several pieces only the end tells. */
function isInTarget(packet: Buffer, length: number): boolean {
  return (
    packet.toString('latin1', length, length + 6) === ' HTTP/' || BEGUN_REQUEST_LINE.test(packet.toString('latin1', 0, length))
  )
}

function refusal(status: number): string {
  const date = new Date().toUTCString()
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nDate: ${date}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`
}

/** Whether an answer has begun on this connection; Node tells by its own field alone, and asks it for the same. */
function isAnswering(socket: Duplex & { readonly _httpMessage?: { readonly headersSent: boolean } | null }): boolean {
  return socket._httpMessage?.headersSent ?? false
}
