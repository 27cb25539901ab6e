import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { LIMITS, startServer } from '../../src/serve/server.ts'
import { newsroomOf, story } from '../support/newsroom.ts'
import { rawExchange } from './raw-exchange.ts'
import { ask, serve } from './site.ts'

const newsroom = newsroomOf({ 'a.md': story(), 'static/robots.txt': 'User-agent: *\n' })
const { out } = newsroom.paths
const LOCAL = { host: '127.0.0.1', port: 0 } as const

beforeAll(async () => {
  await newsroom.publish()
})

describe('a server asked by rough clients', () => {
  test.each([
    ['nothing of HTTP', 'news please\r\n\r\n', 400],
    ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc', 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['a header without a colon', 'GET / HTTP/1.1\r\nHost: x\r\nnews\r\n\r\n', 400],
    ['NUL in a header', 'GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n', 400],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost : x\r\n\r\n', 400],
    ['two lengths', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['a length and chunks', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
    ['a version to come', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n', 505],
    ['a method to come', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', 501],
    ['a tunnel', 'CONNECT news.example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n', 501],
    ['two hosts in one', 'GET / HTTP/1.1\r\nHost: x, y\r\nConnection: close\r\n\r\n', 400],
    ['a host with a path', 'GET / HTTP/1.1\r\nHost: x/y\r\nConnection: close\r\n\r\n', 400],
    ['a host with a name before it', 'GET / HTTP/1.1\r\nHost: a@x\r\nConnection: close\r\n\r\n', 400],
    ['a host with a port that is none', 'GET / HTTP/1.1\r\nHost: x:y\r\nConnection: close\r\n\r\n', 400],
    ['an empty host', 'GET /robots.txt HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n', 200],
    ['a host by its number', 'GET /robots.txt HTTP/1.1\r\nHost: [::1]:8080\r\nConnection: close\r\n\r\n', 200],
    ['a host in other letters', 'GET /robots.txt HTTP/1.1\r\nHost: xn--bcher-kva.example\r\nConnection: close\r\n\r\n', 200],
    ['an endless header', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(9000)}\r\n\r\n`, 431],
    ['an endless address', `GET /${'a'.repeat(9000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 414],
    ['an address without an end', `GET /${'a'.repeat(9000)}`, 414],
    ['an endless address in two pieces', [`GET /${'a'.repeat(5000)}`, `${'a'.repeat(4000)} HTTP/1.1\r\n`], 414],
    ['an endless header in two pieces', [`GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(5000)}`, 'a'.repeat(4000)], 431],
    ['endlessly many headers', `GET / HTTP/1.1\r\nHost: x\r\n${'A: a\r\n'.repeat(2000)}\r\n`, 431],
    ['an address that is none', 'GET feed.rss HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    ['a broken encoding', 'GET /%E0%A4%A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    ['the server itself', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 405],
    ['an upgrade', 'GET /robots.txt HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n', 200],
    [
      'a body that nobody wants',
      'GET /robots.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n\r\nnews',
      200,
    ],
    ['one letter at a time', [...'GET /robots.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'], 200],
    ['HTTP/1.0', 'GET /robots.txt HTTP/1.0\r\n\r\n', 200],
  ])('answers %s with a status, and goes on', async (_, sent, status) => {
    const { address } = await serve(out)
    const answer = await rawExchange(address, ...[sent].flat())
    expect(Number(answer.split(' ', 2)[1])).toBe(status)
    expect(answer).toMatch(/\r\nDate: \w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT\r\n/)
    expect((await ask(address, '/robots.txt')).status).toBe(200)
  })

  test('says what is wrong with an address, and with two hosts', async () => {
    const { address } = await serve(out)
    const exchange = (lines: string) => rawExchange(address, `GET ${lines}\r\nConnection: close\r\n\r\n`)
    expect(await exchange('/%E0%A4%A HTTP/1.1\r\nHost: x')).toMatch(/\r\n\r\nThis address cannot be read\.$/)
    expect(await exchange('/ HTTP/1.1\r\nHost: x\r\nHost: y')).toMatch(/\r\n\r\nThis request names no host that could be\.$/)
  })

  test('puts no refusal into an answer that has begun', async () => {
    await using server = await startServer((_, response) => {
      response.writeHead(200, { 'Content-Length': '8' }).write('half')
    }, LOCAL)
    const socket = connect(Number(new URL(server.address).port), '127.0.0.1').setEncoding('latin1')
    let text = ''
    socket
      .on('error', () => {})
      .on('data', part => {
        text += part
      })
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    // However slow the machine is, the answer has begun.
    await once(socket, 'data')
    socket.write('news please\r\n\r\n')
    await once(socket, 'close')
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nhalf$/)
  })

  test('answers requests that come at once in their order', async () => {
    const { address } = await serve(out)
    const one = (path: string, more = ''): string => `HEAD ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`
    const text = await rawExchange(address, one('/robots.txt') + one('/never/') + one('/a') + one('/', 'Connection: close\r\n'))
    expect([...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status)).toEqual(['200', '404', '301', '200'])
  })
})

describe('startServer: a client that asks without waiting for answers', () => {
  const one = 'HEAD /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n'

  test('gets some dozens', async () => {
    const { address } = await serve(out)
    const text = await rawExchange(address, `${one.repeat(30)}${one.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')}`)
    expect(text.match(/^HTTP\/1\.1 200/gm)).toHaveLength(31)
  })

  test('is cut off when it asks for more, before anything is made of them', async () => {
    let asked = 0
    await using server = await startServer((_, response) => {
      asked++
      setImmediate(() => response.end())
    }, LOCAL)
    await rawExchange(server.address, one.repeat(1000))
    expect(asked).toBeGreaterThan(30)
    expect(asked).toBeLessThan(40)
  })
})

describe('startServer: slow clients', () => {
  const limits = { ...LIMITS, headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 20, idleTimeout: 200 }
  /** For who asks in one go: a busy machine may hand that on late. */
  const prompt = { ...limits, headersTimeout: 30_000, requestTimeout: 60_000 }
  /** For who goes on, with pauses that a busy machine may make longer. */
  const patient = { ...prompt, idleTimeout: 2000 }

  test.each([
    ['headers', 'GET / HTTP/1.1\r\nHost: x\r\nA: '],
    ['a body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nnews'],
  ])('waits for %s no longer than it must', async (_, sent) => {
    await using server = await startServer(() => {}, LOCAL, { limits })
    expect(await rawExchange(server.address, sent)).toMatch(/^HTTP\/1\.1 408 /)
  })

  test('lets go of a connection that says nothing', async () => {
    await using server = await startServer(() => {}, LOCAL, { limits })
    expect(await rawExchange(server.address)).toMatch(/^(HTTP\/1\.1 408 |$)/)
  })

  test('lets go of a connection that asks no more', async () => {
    await using server = await startServer((_, response) => void response.end('news'), LOCAL, { limits: prompt })
    const answer = await rawExchange(server.address, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\nConnection: keep-alive\r\n[\s\S]*news$/)
  })

  test('keeps a connection that goes on asking', async () => {
    await using server = await startServer((_, response) => void response.end('news'), LOCAL, { limits: patient })
    const socket = connect(Number(new URL(server.address).port), '127.0.0.1').setEncoding('latin1')
    onTestFinished(() => void socket.destroy())
    for (let asked = 0; asked < 16; asked++) {
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
      const [answer] = await once(socket, 'data')
      expect(answer).toMatch(/news$/)
      await setTimeout(150)
    }
  })

  test('waits for who takes the answer slowly, but takes it', async () => {
    const size = 16 * 1024 * 1024
    await using server = await startServer((_, response) => void response.end(Buffer.alloc(size)), LOCAL, { limits: patient })
    const slow = connect({ port: Number(new URL(server.address).port), host: '127.0.0.1' })
    onTestFinished(() => void slow.destroy())
    slow.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    let taken = 0
    for await (const bytes of slow) {
      const before = Math.floor(taken / 1024 / 1024)
      taken += (bytes as Buffer).length
      if (Math.floor(taken / 1024 / 1024) > before) await setTimeout(150)
    }
    expect(taken).toBeGreaterThan(size)
  })

  test('lets go of who does not take the answer', async () => {
    const { promise: cut, resolve } = Promise.withResolvers<void>()
    await using server = await startServer(
      (_, response) => {
        response.on('close', resolve)
        response.end(Buffer.alloc(64 * 1024 * 1024))
      },
      LOCAL,
      { limits: prompt },
    )
    const deaf = connect(Number(new URL(server.address).port), '127.0.0.1').on('error', () => {})
    onTestFinished(() => void deaf.destroy())
    deaf.pause().write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await cut
  })
})
