import { beforeAll, expect, test } from 'vitest'
import { newsroomOf, story } from '../support/newsroom.ts'
import { rawExchange } from './raw-exchange.ts'
import { ask, serve } from './site.ts'

const newsroom = newsroomOf({ 'a.md': story() })
const { out } = newsroom.paths

beforeAll(async () => {
  await newsroom.publish()
})

/** What a proxy in front may take for the text of the first request, and a careless server for a second one. */
const HIDDEN = 'GET /hidden/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
const POST = 'POST / HTTP/1.1\r\nHost: x\r\n'
const GET = 'GET / HTTP/1.1\r\nHost: x\r\n'

/** Requests of which nobody can say where they end (RFC 9112 §6.3, §11.2), or that are none: one refusal, and nothing more is read. */
const AMBIGUOUS: Readonly<Record<string, string>> = {
  'a length and chunks': `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'chunks and a length': `${POST}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'two lengths': `${POST}Content-Length: 0\r\nContent-Length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
  'two lengths that are one': `${POST}Content-Length: 0\r\nContent-Length: 0\r\n\r\n${HIDDEN}`,
  'a list of lengths': `${POST}Content-Length: 0, 0\r\n\r\n${HIDDEN}`,
  'a length with a sign': `${POST}Content-Length: +0\r\n\r\n${HIDDEN}`,
  'a length below nothing': `${POST}Content-Length: -1\r\n\r\n${HIDDEN}`,
  'a length in hexadecimal': `${POST}Content-Length: 0x0\r\n\r\n${HIDDEN}`,
  'a length beyond all numbers': `${POST}Content-Length: 18446744073709551616\r\n\r\n${HIDDEN}`,
  'an empty length': `${POST}Content-Length: \r\n\r\n${HIDDEN}`,
  'a coding that ends in something else': `${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a coding like chunks': `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a coding that is not chunks, of what has no text': `${GET}Transfer-Encoding: gzip\r\n\r\n${HIDDEN}`,
  'chunks twice': `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a space before the colon': `${POST}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a folded line': `${POST}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a tab of another kind': `${POST}Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a size of a chunk beyond all numbers': `${POST}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n${HIDDEN}`,
  'a size of a chunk with a sign': `${POST}Transfer-Encoding: chunked\r\n\r\n-1\r\n${HIDDEN}`,
  'a size of a chunk in decimal and more': `${POST}Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n${HIDDEN}`,
  'a chunk without its end': `${POST}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n${HIDDEN}`,
  'bare line feeds': `GET / HTTP/1.1\nHost: x\n\n${HIDDEN}`,
  'a bare line feed between headers': `GET / HTTP/1.1\r\nA: b\nHost: x\r\n\r\n${HIDDEN}`,
  'a bare carriage return': `GET / HTTP/1.1\r\nHost: x\r\nA: b\rC: d\r\n\r\n${HIDDEN}`,
  'a header folded into the next': `${GET}A: b\r\n c\r\n\r\n${HIDDEN}`,
  'a header without a name': `${GET}: b\r\n\r\n${HIDDEN}`,
  'two hosts': `GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n${HIDDEN}`,
  'NUL in the target': `GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n${HIDDEN}`,
  'a space in the target': `GET /a b HTTP/1.1\r\nHost: x\r\n\r\n${HIDDEN}`,
}

/** Requests that end where they say, whatever stands in them: an answer each, and what is inside is no request. */
const PLAIN: Readonly<Record<string, string>> = {
  'a request as a text': `${POST}Connection: close\r\nContent-Length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
  'a request as a text that nobody expects': `${GET}Connection: close\r\nContent-Length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
  'a request as a chunk': `${POST}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n${HIDDEN.length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`,
  'no version': `GET /\r\n\r\n${HIDDEN}`,
  'a header that is to be a line': `${GET}Connection: close\r\nX: ${HIDDEN.replaceAll('\r\n', '%0d%0a')}\r\n\r\n`,
}

function statusesIn(text: string): readonly string[] {
  return [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status = '']) => status)
}

test.each(Object.entries(AMBIGUOUS))('a server sent %s refuses once, and lets go of the connection', async (_, sent) => {
  const { address } = await serve(out)
  expect(statusesIn(await rawExchange(address, sent))).toEqual([expect.stringMatching(/^40[05]$/)])
  expect((await ask(address, '/a/')).status).toBe(200)
})

test.each(Object.entries(PLAIN))('a server sent %s answers once', async (_, sent) => {
  const { address } = await serve(out)
  expect(statusesIn(await rawExchange(address, sent))).toEqual([expect.stringMatching(/^(200|405)$/)])
})

test('what is hidden would be answered, were it a request', async () => {
  const { address } = await serve(out)
  expect(statusesIn(await rawExchange(address, `${GET}\r\n${HIDDEN}`))).toEqual(['200', '404'])
})
