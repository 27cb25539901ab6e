import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ask } from '../../src/notify/ask.ts'

// No test waits for that long: a machine that is busy with others may be slow.
const QUESTION = { method: 'GET', timeoutMs: 60_000, maxBytes: 10, signal: new AbortController().signal } as const

/** A server that answers with these bytes, and leaves the connection as `after` does. */
async function answering(text: string, after: (socket: Socket) => void = socket => socket.end()): Promise<URL> {
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => socket.write(text, () => after(socket)))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const bound = server.address()
  return new URL(`http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}/`)
}

const OPEN = (): void => {}

test('ask: gives status and body, of a redirect too', async () => {
  const address = await answering('HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 2\r\n\r\nhi')
  const { status, body } = await ask(address, QUESTION)
  expect([status, body.toString()]).toEqual([302, 'hi'])
})

test('ask: with no body wanted, does not wait for it', async () => {
  const address = await answering('HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n', OPEN)
  expect(await ask(address, { ...QUESTION, maxBytes: 0 })).toMatchObject({ status: 200 })
})

test('ask: who says that all is well before all has come gets the rest of it; who refuses does not', async () => {
  const body = Buffer.alloc(32 * 1024 * 1024)
  const taken: number[] = []
  for (const status of ['200 OK', '410 Gone']) {
    const { promise, resolve } = Promise.withResolvers<number>()
    const address = await answering(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`, socket => {
      let length = 0
      socket.on('data', part => {
        length += part.length
      })
      socket.on('close', () => resolve(length))
    })
    const post = { ...QUESTION, method: 'POST', body, maxBytes: 0 } as const
    expect(await ask(address, post)).toMatchObject({ status: Number.parseInt(status, 10) })
    taken.push(await promise)
  }
  expect(taken[0]).toBeGreaterThan(body.length - 1024 * 1024)
  expect(taken[1]).toBeLessThan(body.length / 2)
})

test.each([
  ['a body without end', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(100)}`, OPEN, 'the answer is longer than 10 bytes'],
  ['headers without end', `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(10_000)}`, OPEN, 'Header overflow'],
  ['an end in the middle', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nx', undefined, 'aborted'],
  ['an end before anything', '', undefined, 'socket hang up'],
  [
    'a change of protocol',
    'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
    OPEN,
    'ended without an answer',
  ],
  ['what is no HTTP', 'SSH-2.0-OpenSSH\r\n', OPEN, 'Parse Error'],
] as const)('ask: %s is no answer', async (_, text, after, problem) => {
  await expect(ask(await answering(text, after), QUESTION)).rejects.toThrow(problem)
})

test.each([
  ['nothing at all', ''],
  ['a body that never ends', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nx'],
])('ask: %s is no answer once the time is up', async (_, text) => {
  const asked = ask(await answering(text, OPEN), { ...QUESTION, timeoutMs: 300 })
  await expect(asked).rejects.toThrow('no answer within 0.3 seconds')
})

test('ask: ends when it is told to', async () => {
  const ending = new AbortController()
  const asked = ask(await answering('', OPEN), { ...QUESTION, signal: ending.signal })
  ending.abort()
  await expect(asked).rejects.toThrow('aborted')
})
