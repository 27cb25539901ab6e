import { createHmac } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { until } from '../cli/courant.ts'
import { type HubEngine, HubOnTrial, REACH, TOPIC } from './running-hub.ts'
import { type Subscriber, subscriber } from './subscriber.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

async function arrived(reader: Subscriber, count: number): Promise<void> {
  await until(() => (reader.arrivals.length >= count ? true : undefined))
}

/** Publishes, and waits until a subscriber of this feed that came last has it: by then, everybody would. */
async function publishedToAll(hub: HubOnTrial, feeds: Readonly<Record<string, string>>, feed = 'feed.atom'): Promise<void> {
  const witness = await subscriber()
  await hub.subscribe(witness.address, { 'hub.topic': `https://news.example.org/${feed}` })
  hub.publish(feeds)
  await arrived(witness, 1)
  await hub.close()
}

/** What a hub does, whichever engine keeps it. */
export function describeHub(name: string, engine: () => HubEngine): void {
  async function hubWith(feeds: Readonly<Record<string, string>> = { 'feed.atom': '<feed>1</feed>' }): Promise<HubOnTrial> {
    const hub = new HubOnTrial(engine())
    hub.place(feeds)
    return await hub.open()
  }

  describe(`${name}: a typical subscription (WebSub §5, §7)`, () => {
    test('asks the callback with all it needs to know, its own query kept to the letter, and delivers what is published next', async () => {
      const hub = await hubWith()
      const reader = await subscriber()
      expect(await hub.ask({ 'hub.callback': `${reader.address}/in?a=%7E+b&c`, 'hub.lease_seconds': '86400' })).toMatchObject({
        status: 202,
      })
      await until(() => (hub.verified === 1 ? true : undefined))
      const [intent] = reader.intents
      expect(Object.fromEntries(intent ?? [])).toEqual({
        a: '~ b',
        c: '',
        'hub.mode': 'subscribe',
        'hub.topic': TOPIC,
        'hub.challenge': expect.stringMatching(/^[\w-]{43}$/),
        'hub.lease_seconds': '86400',
      })
      await publishedToAll(hub, { 'feed.atom': '<feed>2</feed>' })
      expect(reader.arrivals).toHaveLength(1)
      const [{ path, headers, body } = { path: '', headers: {}, body: Buffer.alloc(0) }] = reader.arrivals
      expect(path).toBe('/in?a=%7E+b&c')
      expect(body.toString()).toBe('<feed>2</feed>')
      expect(headers).toMatchObject({
        'content-type': 'application/atom+xml; charset=utf-8',
        link: '<https://news.example.org/hub>; rel="hub", <https://news.example.org/feed.atom>; rel="self"',
      })
      expect(headers).not.toHaveProperty('x-hub-signature')
    })

    test.each([
      ['feed.rss', 'application/rss+xml; charset=utf-8'],
      ['topics/a/feed.json', 'application/feed+json; charset=utf-8'],
    ])('delivers %s under its exact type', async (feed, type) => {
      const hub = await hubWith({ [feed]: '1' })
      const reader = await subscriber()
      await hub.subscribe(reader.address, { 'hub.topic': `https://news.example.org/${feed}` })
      hub.publish({ [feed]: '2' })
      await arrived(reader, 1)
      expect(reader.arrivals[0]?.headers['content-type']).toBe(type)
    })

    test('signs with sha256 for who gave a secret', async () => {
      const hub = await hubWith()
      const reader = await subscriber()
      await hub.subscribe(reader.address, { 'hub.secret': 'between us' })
      hub.publish({ 'feed.atom': 'signed' })
      await arrived(reader, 1)
      expect(reader.arrivals[0]?.headers['x-hub-signature']).toBe(
        `sha256=${createHmac('sha256', 'between us').update('signed').digest('hex')}`,
      )
    })

    test('passes over parameters that it does not know', async () => {
      const hub = await hubWith()
      const reader = await subscriber()
      await hub.subscribe(reader.address, { 'hub.foo': 'bar', other: 'x' })
      hub.publish({ 'feed.atom': '2' })
      await arrived(reader, 1)
    })

    test('a subscriber that asks again overrides its secret and its lease, and gets each document once', async () => {
      const hub = await hubWith()
      const reader = await subscriber()
      await hub.subscribe(reader.address, { 'hub.secret': 'old', 'hub.lease_seconds': '60' })
      await hub.subscribe(reader.address, { 'hub.secret': 'new', 'hub.lease_seconds': '864000' })
      hub.now += 2 * DAY_MS
      await publishedToAll(hub, { 'feed.atom': '2' })
      expect(reader.arrivals).toHaveLength(1)
      expect(reader.arrivals[0]?.headers['x-hub-signature']).toBe(
        `sha256=${createHmac('sha256', 'new').update('2').digest('hex')}`,
      )
    })

    test('asks about leaving too, and then delivers nothing more', async () => {
      const hub = await hubWith()
      const reader = await subscriber()
      await hub.subscribe(reader.address)
      await hub.subscribe(reader.address, { 'hub.mode': 'unsubscribe' })
      expect(reader.intents[1]?.get('hub.mode')).toBe('unsubscribe')
      expect(reader.intents[1]?.has('hub.lease_seconds')).toBe(false)
      await publishedToAll(hub, { 'feed.atom': '2' })
      expect(reader.arrivals).toEqual([])
    })

    test('a lease ends', async () => {
      const hub = await hubWith()
      const reader = await subscriber()
      await hub.subscribe(reader.address, { 'hub.lease_seconds': '3600' })
      hub.now += HOUR_MS
      await publishedToAll(hub, { 'feed.atom': '2' })
      expect(reader.arrivals).toEqual([])
    })

    test('a clock that jumps ahead ends no lease for good: once it is put right, what was published meanwhile arrives', async () => {
      const hub = await hubWith()
      const reader = await subscriber()
      await hub.subscribe(reader.address)
      hub.pass(11 * DAY_MS)
      hub.publish({ 'feed.atom': '2' })
      await until(() => (hub.subscriptions === 0 ? true : undefined))
      hub.pass(1_000 - 11 * DAY_MS)
      await arrived(reader, 1)
      expect(reader.arrivals[0]?.body.toString()).toBe('2')
      await until(() => (hub.subscriptions === 1 ? true : undefined))
    })

    test('delivers nothing where nothing changed, and nothing of another feed', async () => {
      const hub = await hubWith({ 'feed.atom': '1', 'feed.rss': '1' })
      const reader = await subscriber()
      await hub.subscribe(reader.address)
      await publishedToAll(hub, { 'feed.atom': '1', 'feed.rss': '2' }, 'feed.rss')
      expect(reader.arrivals).toEqual([])
    })
  })

  describe(`${name}: intents that are not meant`, () => {
    test.each([
      ['another challenge', (response: ServerResponse) => response.end('something')],
      ['a challenge with a line end', (response: ServerResponse, challenge: string) => response.end(`${challenge}\n`)],
      ['404 with the challenge', (response: ServerResponse, challenge: string) => response.writeHead(404).end(challenge)],
      ['an endless answer', (response: ServerResponse) => response.end('x'.repeat(100_000))],
    ])('%s is no confirmation', async (_, answer) => {
      const hub = await hubWith()
      const reader = await subscriber()
      reader.confirms = (query, response) => answer(response, query.get('hub.challenge') ?? '')
      await hub.subscribe(reader.address)
      await publishedToAll(hub, { 'feed.atom': '2' })
      expect(reader.arrivals).toEqual([])
    })

    test('nor is an answer that does not come in time', async () => {
      const hub = new HubOnTrial(engine())
      hub.place({ 'feed.atom': '1' })
      await hub.open({ reach: { ...REACH, timeouts: { ...REACH.timeouts, verificationMs: 100 } } })
      const reader = await subscriber()
      reader.confirms = () => {}
      await hub.subscribe(reader.address)
      expect(hub.counted).toContainEqual({ kind: 'verification', outcome: 'refused' })
    })

    test('a redirect is not followed', async () => {
      const hub = await hubWith()
      const [reader, elsewhere] = [await subscriber(), await subscriber()]
      reader.confirms = (query, response) => {
        const location = `${elsewhere.address}/?hub.challenge=${query.get('hub.challenge')}`
        response.writeHead(302, { location }).end()
      }
      await hub.subscribe(reader.address)
      expect(elsewhere.intents).toEqual([])
      expect(hub.counted).toContainEqual({ kind: 'verification', outcome: 'refused' })
    })

    test('nobody unsubscribes another', async () => {
      const hub = await hubWith()
      const reader = await subscriber()
      await hub.subscribe(reader.address)
      reader.confirms = (_, response) => response.writeHead(404).end()
      await hub.subscribe(reader.address, { 'hub.mode': 'unsubscribe' })
      hub.publish({ 'feed.atom': '2' })
      await arrived(reader, 1)
    })

    test('who asks for a feed that leaves meanwhile is told that it gets nothing', async () => {
      const hub = await hubWith({ 'feed.atom': '1', 'topics/a/feed.atom': '1' })
      const reader = await subscriber()
      rmSync(`${hub.out}/topics`, { recursive: true })
      await hub.subscribe(reader.address, { 'hub.topic': 'https://news.example.org/topics/a/feed.atom' })
      expect(Object.fromEntries(reader.intents[0] ?? [])).toEqual({
        'hub.mode': 'denied',
        'hub.topic': 'https://news.example.org/topics/a/feed.atom',
        'hub.reason': 'There is no such feed any more.',
      })
    })
  })

  describe(`${name}: a feed that moved`, () => {
    test('is confirmed to nobody, though the page that leads on stands in its place', async () => {
      const hub = await hubWith({ 'feed.atom': '1', 'topics/a/feed.atom': '1' })
      const reader = await subscriber()
      const manifest = join(hub.out, 'manifest.jsonl')
      const moved = `${JSON.stringify({ path: 'topics/a/feed.atom', sha256: '1', size: 1, answer: { status: 301, to: '/feed.atom' } })}\n`
      writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/^.*topics\/a\/feed\.atom.*\n/m, moved))
      await hub.subscribe(reader.address, { 'hub.topic': 'https://news.example.org/topics/a/feed.atom' })
      expect(reader.intents[0]?.get('hub.mode')).toBe('denied')
    })
  })

  describe(`${name}: deliveries that fail`, () => {
    test('are made again, and what was published last is delivered, once', async () => {
      const hub = await hubWith()
      const reader = await subscriber()
      await hub.subscribe(reader.address)
      reader.answers = 500
      hub.publish({ 'feed.atom': '2' })
      await until(() => (hub.deliveries.length === 1 ? true : undefined))
      reader.answers = 204
      await publishedToAll(hub, { 'feed.atom': '3' })
      expect(reader.arrivals).toHaveLength(1)
      hub.now += HOUR_MS
      await hub.open()
      await arrived(reader, 2)
      await hub.close()
      expect(reader.arrivals.map(({ body }) => body.toString())).toEqual(['2', '3'])
    })

    test('by a redirect go nowhere else', async () => {
      const hub = await hubWith()
      const [reader, elsewhere] = [await subscriber(), await subscriber()]
      await hub.subscribe(reader.address)
      reader.answers = response => response.writeHead(307, { location: elsewhere.address }).end()
      hub.publish({ 'feed.atom': '2' })
      await until(() => (hub.deliveries.length === 1 ? true : undefined))
      expect(hub.deliveries).toEqual(['failed'])
      expect(elsewhere.arrivals).toEqual([])
    })

    test('410 ends the subscription', async () => {
      const hub = await hubWith()
      const reader = await subscriber()
      await hub.subscribe(reader.address)
      reader.answers = 410
      hub.publish({ 'feed.atom': '2' })
      await until(() => (hub.deliveries.includes('gone') ? true : undefined))
      hub.now += DAY_MS
      await publishedToAll(hub, { 'feed.atom': '3' })
      expect(reader.arrivals).toHaveLength(1)
    })

    test('keep nobody else waiting', async () => {
      const hub = await hubWith()
      for (let host = 1; host <= 5; host++) {
        const silent = await subscriber(`127.0.1.${host}`)
        silent.answers = () => {}
        await hub.subscribe(silent.address)
      }
      const reader = await subscriber()
      await hub.subscribe(reader.address)
      hub.publish({ 'feed.atom': '2' })
      await arrived(reader, 1)
      expect(hub.deliveries).not.toContain('failed')
    })

    test('asked for again and again, one is verified once in its turn, as it was asked for last', async () => {
      const hub = await hubWith()
      const silent = await subscriber('127.0.0.2')
      const unanswered: ServerResponse[] = []
      silent.confirms = (_, response) => void unanswered.push(response)
      for (let number = 1; number <= 10; number++) await hub.ask({ 'hub.callback': `${silent.address}/${number}` })
      await until(() => (silent.intents.length === 10 ? true : undefined))
      for (let number = 1; number <= 50; number++)
        await hub.ask({ 'hub.callback': `${silent.address}/last`, 'hub.lease_seconds': String(86_400 + number) })
      silent.confirms = (_, response) => void response.writeHead(404).end()
      for (const response of unanswered) response.writeHead(404).end()
      await until(() => (silent.intents.length > 10 ? true : undefined))
      await hub.close()
      expect(silent.intents.slice(10).map(intent => intent.get('hub.lease_seconds'))).toEqual(['86450'])
    })

    test('to one host keep only that host waiting', async () => {
      const hub = await hubWith()
      const silent = await subscriber('127.0.0.2')
      silent.answers = () => {}
      for (let number = 1; number <= 30; number++) await hub.subscribe(`${silent.address}/${number}`)
      await publishedToAll(hub, { 'feed.atom': '2' })
      expect(silent.arrivals).toHaveLength(10)
    })

    test('while one is on its way, no other is, and what was published meanwhile follows', async () => {
      const hub = await hubWith()
      const reader = await subscriber()
      await hub.subscribe(reader.address)
      let finish = (): void => {}
      reader.answers = response => {
        finish = () => response.writeHead(204).end()
      }
      hub.publish({ 'feed.atom': '2' })
      await arrived(reader, 1)
      const witness = await subscriber()
      await hub.subscribe(witness.address)
      hub.publish({ 'feed.atom': '3' })
      hub.publish({ 'feed.atom': '4' })
      await until(() => (witness.arrivals.at(-1)?.body.toString() === '4' ? true : undefined))
      expect(reader.arrivals).toHaveLength(1)
      reader.answers = 204
      finish()
      await arrived(reader, 2)
      expect(reader.arrivals.map(({ body }) => body.toString())).toEqual(['2', '4'])
    })
  })

  describe(`${name}: what it refuses at once`, () => {
    const MODE = 'hub.mode must be subscribe or unsubscribe.'
    const CALLBACK = 'hub.callback must be an http or https address without a name and password.'
    const TOPIC_TEXT = 'hub.topic must be the address of a feed of this site, as the feed itself names it.'
    const LEASE = 'hub.lease_seconds must be a whole number above 0.'

    test.each([
      ['no mode', { 'hub.mode': '' }, 400, MODE],
      ['publishing', { 'hub.mode': 'publish' }, 400, MODE],
      ['no callback', { 'hub.callback': '' }, 400, CALLBACK],
      ['a callback of another kind', { 'hub.callback': 'file:///etc/passwd' }, 400, CALLBACK],
      ['a callback with a password', { 'hub.callback': 'http://a:b@reader.example/' }, 400, CALLBACK],
      [
        'a callback without end',
        { 'hub.callback': `http://reader.example/${'x'.repeat(3000)}` },
        400,
        'hub.callback must be no longer than 2048 characters.',
      ],
      ['no topic', { 'hub.topic': '' }, 404, TOPIC_TEXT],
      ['a topic of another site', { 'hub.topic': 'https://other.example/feed.atom' }, 404, TOPIC_TEXT],
      ['a page', { 'hub.topic': 'https://news.example.org/' }, 404, TOPIC_TEXT],
      ['an archive', { 'hub.topic': 'https://news.example.org/archive/2026-05/feed.atom' }, 404, TOPIC_TEXT],
      ['what leads out of the site', { 'hub.topic': 'https://news.example.org/%2e%2e/feed.atom%00' }, 404, TOPIC_TEXT],
      ['a secret of 200 bytes', { 'hub.secret': 'é'.repeat(100) }, 400, 'hub.secret must be shorter than 200 bytes.'],
      ['a lease of no length', { 'hub.lease_seconds': '0' }, 400, LEASE],
      ['a lease that is no number', { 'hub.lease_seconds': '-1' }, 400, LEASE],
    ])('%s', async (_, fields, status, text) => {
      const hub = await hubWith({ 'feed.atom': '1', 'archive/2026-05/feed.atom': '1', 'index.html': '1' })
      expect(await hub.ask({ 'hub.callback': 'http://reader.example/', ...fields })).toEqual({ status, text })
    })

    test('a secret of 199 bytes is none of that, and a lease is cut to what the hub gives', async () => {
      const hub = await hubWith()
      const reader = await subscriber()
      await hub.subscribe(reader.address, { 'hub.secret': 's'.repeat(199), 'hub.lease_seconds': '999999999' })
      expect(reader.intents[0]?.get('hub.lease_seconds')).toBe(String(30 * 24 * 3600))
    })

    test('more subscriptions than a host may have; who has one may ask again', async () => {
      const hub = new HubOnTrial(engine())
      hub.place({ 'feed.atom': '1' })
      await hub.open({ limits: { perHost: 2, all: 3 } })
      const [reader, other] = [await subscriber(), await subscriber('127.0.0.2')]
      await hub.subscribe(`${reader.address}/1`)
      await hub.subscribe(`${reader.address}/2`)
      expect(await hub.ask({ 'hub.callback': `${reader.address}/3` })).toMatchObject({ status: 429 })
      await hub.subscribe(`${reader.address}/1`)
      await hub.subscribe(`${other.address}/1`)
      expect(await hub.ask({ 'hub.callback': `${other.address}/2` })).toMatchObject({ status: 429 })
    })
  })

  describe(`${name}: opened again`, () => {
    test('asks about what it was asked before, and tells of what was published while it was away', async () => {
      const hub = await hubWith()
      const reader = await subscriber()
      await hub.subscribe(reader.address)
      await hub.close()
      hub.place({ 'feed.atom': '2' })
      await hub.open()
      await arrived(reader, 1)
      await hub.close()
      expect(reader.arrivals.map(({ body }) => body.toString())).toEqual(['2'])
    })

    test('delivers nothing twice where everything was delivered', async () => {
      const hub = await hubWith()
      const reader = await subscriber()
      await hub.subscribe(reader.address)
      hub.publish({ 'feed.atom': '2' })
      await arrived(reader, 1)
      await hub.close()
      await hub.open()
      await publishedToAll(hub, { 'feed.atom': '3' })
      expect(reader.arrivals.map(({ body }) => body.toString())).toEqual(['2', '3'])
    })
  })
}
