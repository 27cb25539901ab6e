import { request } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { portHolder } from '../../src/serve/port-holder.ts'
import { startServer } from '../../src/serve/server.ts'

const LOCAL = { host: '127.0.0.1', port: 0 } as const

describe('startServer', () => {
  test('ends at once while readers keep their connections open', async () => {
    const server = await startServer((_, response) => void response.end('news'), LOCAL)
    const idle = connect(Number(new URL(server.address).port), '127.0.0.1')
    onTestFinished(() => void idle.destroy())
    const ended = new Promise(resolve => idle.once('close', resolve))
    await new Promise<void>(resolve => {
      idle.once('data', () => resolve())
      idle.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    })
    await server[Symbol.asyncDispose]()
    await ended
  })

  test('finishes an answer in hand, and asks for no more on that connection', async () => {
    const { promise: asked, resolve: onAsked } = Promise.withResolvers<() => void>()
    const server = await startServer((_, response) => onAsked(() => void response.end('all of it')), LOCAL)
    const answered = new Promise<{ body: string; connection: string | undefined }>((resolve, reject) => {
      request(server.address, { agent: false, headers: { Connection: 'keep-alive' } }, response => {
        let body = ''
        response.setEncoding('utf8').on('data', part => {
          body += part
        })
        response.on('end', () => resolve({ body, connection: response.headers.connection }))
      })
        .on('error', reject)
        .end()
    })
    const finish = await asked
    const ended = server[Symbol.asyncDispose]()
    finish()
    expect(await answered).toMatchObject({ body: 'all of it' })
    await ended
  })

  test('waits for nobody who never finishes a request', async () => {
    const server = await startServer((_, response) => void response.end(), LOCAL)
    const slow = connect(Number(new URL(server.address).port), '127.0.0.1').on('error', () => {})
    onTestFinished(() => void slow.destroy())
    await new Promise<void>(resolve => slow.write('GET / HTTP/1.1\r\nHost', () => resolve()))
    await server[Symbol.asyncDispose]()
  })

  test('says that a port is taken, by whom, and what to do', async () => {
    await using server = await startServer((_, response) => void response.end(), LOCAL)
    const port = Number(new URL(server.address).port)
    await expect(startServer(() => {}, { host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringMatching(
        process.platform === 'linux' ? `: \\S+ \\(process ${process.pid}\\) is listening there$` : ': another program',
      ),
      remedy: 'name another with --port; --port 0 takes any that is free',
    })
  })

  test('writes an IPv6 address as a person opens it', async context => {
    const server = await startServer((_, response) => void response.end(), { host: '::1', port: 0 }).catch(() => undefined)
    if (!server) return context.skip('this machine has no IPv6')
    await using _server = server
    expect(server.address).toMatch(/^http:\/\/\[::1\]:\d+$/)
    expect((await fetch(server.address)).status).toBe(200)
  })
})

describe.runIf(process.platform === 'linux')('portHolder', () => {
  test('names the program that listens', async () => {
    await using server = await startServer(() => {}, LOCAL)
    expect(portHolder(Number(new URL(server.address).port))).toEqual({
      pid: process.pid,
      name: expect.stringContaining('node'),
    })
  })

  test('names nobody where nobody listens', async () => {
    const server = await startServer(() => {}, LOCAL)
    const port = Number(new URL(server.address).port)
    await server[Symbol.asyncDispose]()
    expect(portHolder(port)).toBeUndefined()
  })
})
