import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { countMetrics } from '../../src/serve/metrics.ts'
import { counted, monitor } from '../../src/serve/monitor.ts'
import { startServer } from '../../src/serve/server.ts'
import { rawExchange } from './raw-exchange.ts'
import { ask } from './site.ts'

const LOCAL = { host: '127.0.0.1', port: 0 }

async function watched(problem?: string) {
  const metrics = countMetrics()
  const server = await startServer(monitor(metrics, { problem: () => problem }), LOCAL)
  const site = await startServer(
    counted(({ url }, response) => {
      if (url === '/later/') setImmediate(() => response.writeHead(200).end())
      else if (url === '/endless/') response.writeHead(206).write('news')
      else if (url !== '/never/') response.writeHead(304).end()
    }, metrics),
    LOCAL,
    { onRefused: metrics.refused },
  )
  onTestFinished(async () => {
    await server[Symbol.asyncDispose]()
    await site[Symbol.asyncDispose]()
  })
  const get = async (path: string) => {
    const response = await fetch(server.address + path)
    return { status: response.status, text: await response.text() }
  }
  return { metrics, get, site: site.address, monitored: server.address }
}

describe('monitor', () => {
  test('tells what was published, how late, and what is wrong in the newsroom now', async () => {
    const { metrics, get } = await watched()
    const diagnostic = { severity: 'error', code: 'yaml', path: 'a.md', line: 1, column: 1, message: '', remedy: '' } as const
    const states = { released: 3, withdrawn: 1, embargoed: 2, waiting: 0, draft: 4, expired: 0 } as const
    const publish = { reason: 'due', kind: 'published', seconds: 0.2, states, upcoming: 5, lateness: [0.04] } as const
    metrics.published({ ...publish, diagnostics: [diagnostic, diagnostic] })
    metrics.failed()
    const { text } = await get('/metrics')
    expect(text).toContain('courant_publishes_total{reason="due",outcome="published"} 1')
    expect(text).toContain('courant_publishes_total{reason="any",outcome="failed"} 1')
    expect(text).toContain('courant_release_lateness_seconds_bucket{le="0.05"} 1')
    for (const [state, count] of Object.entries(states)) expect(text).toContain(`courant_stories{state="${state}"} ${count}`)
    expect(text).toContain('courant_upcoming 5')
    expect(text).toContain('courant_mistakes{severity="error",code="yaml"} 2')
    metrics.published({ ...publish, diagnostics: [] })
    expect((await get('/metrics')).text).not.toContain('code="yaml"')
  })

  test('answers GET and HEAD, also of a whole address, and nothing else', async () => {
    const { monitored } = await watched()
    for (const path of ['/metrics', '/healthz', '/readyz']) {
      expect((await ask(monitored, `http://monitor.example.org${path}`)).status).toBe(200)
      const refused = await ask(monitored, path, { method: 'POST' })
      expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    }
  })

  test('counts answers, and subscribers as readers state them', async () => {
    const { get, site } = await watched()
    const asked = (path: string, agent: string) => fetch(site + path, { headers: { 'User-Agent': agent } })
    await asked('/feed.rss', 'Feedbin feed-id:1 - 42 subscribers')
    await asked('/feed.rss', 'Feedbin feed-id:1 - 43 subscribers')
    await asked('/page/', 'Somebody 99 subscribers')
    await asked('/feed.rss', 'curl/8.0')
    await asked('/later/', 'curl/8.0')
    const { text } = await get('/metrics')
    expect(text).toContain('courant_requests_total{status="304"} 4')
    expect(text).toContain('courant_requests_total{status="200"} 1')
    expect(text.match(/^courant_feed_subscribers.*/gm)).toEqual([
      'courant_feed_subscribers{feed="/feed.rss",reader="Feedbin"} 43',
    ])
  })

  test('counts answers that a client broke off, and none that never began', async () => {
    const { get, site } = await watched()
    for (const path of ['/never/', '/endless/']) {
      const socket = connect(Number(new URL(site).port), '127.0.0.1')
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
      await (path === '/never/' ? setTimeout(50) : once(socket, 'data'))
      socket.destroy()
    }
    const told = async () => (await get('/metrics')).text.match(/^courant_requests_total.*/gm)
    await expect.poll(told).toEqual(['courant_requests_total{status="206"} 1'])
  })

  test.each([
    ['a host that could be none', 'GET / HTTP/1.1\r\nHost: x/y\r\nConnection: close\r\n\r\n', 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['what is no request', 'news please\r\n\r\n', 400],
    ['another coding', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n', 400],
    ['another expectation', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: news\r\n\r\n', 417],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(9000)}\r\n\r\n`, 431],
    ['a method to come', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', 501],
    ['a tunnel', 'CONNECT news.example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n', 501],
  ])('counts the refusal of %s', async (_, sent, status) => {
    const { get, site } = await watched()
    expect(await rawExchange(site, sent)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect((await get('/metrics')).text.match(/^courant_requests_total.*/gm)).toEqual([
      `courant_requests_total{status="${status}"} 1`,
    ])
  })

  test('is alive always, and ready while nothing is wrong', async () => {
    const well = await watched()
    expect(await well.get('/healthz')).toEqual({ status: 200, text: 'alive\n' })
    expect(await well.get('/readyz')).toEqual({ status: 200, text: 'ready\n' })
    expect(await well.get('/feed.rss')).toEqual({ status: 404, text: 'Here are /metrics, /healthz and /readyz.\n' })
    const ill = await watched('the disk is full')
    expect((await ill.get('/healthz')).status).toBe(200)
    expect(await ill.get('/readyz')).toEqual({ status: 503, text: 'the disk is full\n' })
  })
})
