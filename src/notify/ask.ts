import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'

/** One request to another's server, and how far its answer may go. */
export interface Question {
  readonly method: 'GET' | 'POST'
  readonly headers?: OutgoingHttpHeaders
  readonly body?: Uint8Array | string
  /** From the first look at the name to the end of the answer. */
  readonly timeoutMs: number
  /** Of the answer's body; with 0 it is not read. */
  readonly maxBytes: number
  readonly lookup?: LookupFunction | undefined
  /** Ends it early. */
  readonly signal: AbortSignal
}

/** What was answered. */
export interface Reply {
  readonly status: number
  readonly body: Buffer
}

/**
 * Asks once, on a connection of its own, so that each is looked at before it is made. A redirect is an answer like any other.
 * @throws Error with the reason, for people
 */
export async function ask(address: URL, question: Question): Promise<Reply> {
  const { timeoutMs, maxBytes } = question
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const answer = await exchange(address, question, AbortSignal.any([timeout, question.signal]))
    return { status: answer.statusCode ?? 0, body: await bodyOf(answer, maxBytes) }
  } catch (error) {
    if (timeout.aborted) throw new Error(`no answer within ${timeoutMs / 1000} seconds`, { cause: error })
    throw error
  }
}

function exchange(address: URL, { method, headers, body, lookup }: Question, signal: AbortSignal): Promise<IncomingMessage> {
  const request = address.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const asked = request(address, {
      method,
      signal,
      agent: false,
      headers: { 'User-Agent': 'courant', ...headers },
      ...(lookup && { lookup }),
    })
    asked
      .on('response', answer => {
        // Who says that all is well before all was sent is to have the rest of it; who refuses needs none.
        if (asked.writableFinished || !isSuccess(answer.statusCode)) resolve(answer)
        else asked.once('finish', () => resolve(answer))
      })
      .on('error', reject)
      // An answer that is none, such as a change of protocol, or one to half a request.
      .on('close', () => reject(new Error('the connection ended without an answer')))
      .end(body)
  })
}

/** Whether a status is one of success (RFC 9110 §15.3). */
export function isSuccess(status = 0): boolean {
  return status >= 200 && status < 300
}

async function bodyOf(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    if (maxBytes > 0)
      for await (const chunk of answer) {
        length += chunk.length
        if (length > maxBytes) throw new Error(`the answer is longer than ${maxBytes} bytes`)
        chunks.push(chunk)
      }
  } finally {
    answer.destroy()
  }
  return Buffer.concat(chunks)
}
