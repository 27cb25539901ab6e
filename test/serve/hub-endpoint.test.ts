import { expect, test } from 'vitest'
import { SITE, TOPIC } from '../notify/running-hub.ts'
import { subscriber } from '../notify/subscriber.ts'
import { OWN, servedHub } from './hub.ts'
import { ask } from './site.ts'

test('hubEndpoint: takes a form, whose type may have parameters', async () => {
  const address = await servedHub()
  const reader = await subscriber()
  const body = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.callback': reader.address, 'hub.topic': TOPIC })
  const taken = await fetch(`${address}/hub?x`, { method: 'POST', body })
  expect([taken.status, await taken.text()]).toEqual([202, 'Accepted: the callback is asked next.'])
  const refused = await fetch(`${address}/hub`, { method: 'POST', body: new URLSearchParams({ 'hub.mode': 'x' }) })
  expect([refused.status, await refused.text()]).toEqual([400, 'hub.mode must be subscribe or unsubscribe.'])
})

test('hubEndpoint: refuses other methods, other types, and what is too long', async () => {
  const hub = `${await servedHub()}/hub`
  const asked = async (init: RequestInit) => {
    const response = await fetch(hub, init)
    return [response.status, response.headers.get('allow'), await response.text()]
  }
  expect(await asked({})).toEqual([405, 'POST', 'This is a WebSub hub: subscribers ask it by POST.'])
  expect(await asked({ method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } })).toEqual([
    415,
    null,
    'Ask with application/x-www-form-urlencoded.',
  ])
  const body = new URLSearchParams({ 'hub.callback': 'x'.repeat(20_000) })
  expect(await asked({ method: 'POST', body })).toEqual([413, null, 'Ask with 16384 bytes at most.'])
})

test('hubEndpoint: stands below the base path of the site, and nothing else is any different', async () => {
  const address = await servedHub({ ...OWN, basePath: '/press' })
  const ask = (path: string) => fetch(`${address}${path}`, { method: 'POST', body: new URLSearchParams() })
  expect((await ask('/press/hub')).status).toBe(400)
  expect((await ask('/hub')).status).toBe(405)
  expect((await fetch(`${address}/press/feed.atom`)).headers.get('link')).toContain(
    '<https://news.example.org/press/hub>; rel="hub"',
  )
})

test('hubEndpoint: is found by every spelling of its address', async () => {
  const address = await servedHub()
  for (const target of ['/%68ub', 'http://news.example.org/hub'])
    expect((await ask(address, target, { method: 'POST' })).status).toBe(415)
})

test.each([undefined, 'https://hub.example.org/'])('hubEndpoint: is not there where the feeds name %s', async hub => {
  const address = await servedHub({ ...SITE, hub })
  expect((await fetch(`${address}/hub`, { method: 'POST', body: new URLSearchParams() })).status).toBe(405)
  expect((await fetch(`${address}/hub`)).status).toBe(404)
})
