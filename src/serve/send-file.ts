import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { ASK_EACH_TIME } from '../output/cache-control.ts'
import { type ByteRange, byteRange } from './byte-range.ts'
import { type HeaderBlock, SECURITY_BLOCK } from './header-block.ts'
import { isRangeOfThis, preconditions } from './preconditions.ts'
import type { PublishedFile } from './published-file.ts'
import { partOf, type Representation } from './representation.ts'
import { sendText, sendUnreadable } from './send-text.ts'

/** A request, what answers it, and the representation that it is about. */
export interface Sent {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly shown: Representation
}

/** Sends a published file, as far as the request's conditions and its range ask for it. */
export function sendFile(file: PublishedFile, { request, response, shown }: Sent): void {
  // Both are about what would be answered with 200 (RFC 9110 §13.2.1, §14.2).
  const outcome = file.status === 200 ? preconditions(request.headers, shown) : undefined
  const part = file.status === 200 ? partAsked(request, shown) : undefined
  if (outcome === 304) response.writeHead(304, shown.notModified).end()
  else if (outcome === 412) sendText(response, { status: 412, text: 'This is about another version than the one published.' })
  else if (part === 'unsatisfiable') sendBeyond(response, shown.size)
  else if (request.method === 'HEAD') response.writeHead(file.status, shown.whole).end()
  else if (part) sendBytes(file, { response, shown, status: 206, block: partOf(shown, part), part })
  else if (shown.body) response.writeHead(file.status, shown.whole).end(shown.body)
  else sendBytes(file, { response, shown, status: file.status, block: shown.whole, part: { start: 0, end: shown.size - 1 } })
}

/** Sends a page in place of what is not there (RFC 9110 §15.5.5). */
export function sendMissing({ request, response, shown }: Sent): void {
  response
    .writeHead(404, [...shown.described, 'Cache-Control', ASK_EACH_TIME, ...SECURITY_BLOCK])
    .end(request.method === 'HEAD' ? undefined : shown.body)
}

/** Of the bytes as they are alone: another Courant may compress them to others under the same entity tag. */
function partAsked({ method, headers }: IncomingMessage, shown: Representation): ByteRange | 'unsatisfiable' | undefined {
  if (headers.range === undefined || method !== 'GET' || shown.coding) return undefined
  return isRangeOfThis(headers['if-range']?.toString(), shown) ? byteRange(headers.range, shown.size) : undefined
}

function sendBeyond(response: ServerResponse, size: number): void {
  const more = ['Content-Range', `bytes */${size}`]
  sendText(response, { status: 416, text: 'This is beyond the end of the file.', more })
}

interface Bytes extends Pick<Sent, 'response' | 'shown'> {
  readonly status: number
  readonly block: HeaderBlock
  readonly part: ByteRange
}

/** From memory, or from the disk as fast as the client takes it. The open file stays what it was, whatever is put in its place. */
function sendBytes(file: PublishedFile, { response, shown, status, block, part }: Bytes): void {
  const fd = shown.body ? undefined : file.open()
  if (shown.body) response.writeHead(status, block).end(shown.body.subarray(part.start, part.end + 1))
  else if (fd === undefined) sendUnreadable(response)
  // Where a client breaks off or a disk fails, the connection ends: there is nobody left to tell.
  else pipeline(createReadStream('', { fd, ...part }), response.writeHead(status, block), () => {})
}
