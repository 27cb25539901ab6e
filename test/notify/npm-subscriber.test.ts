import { once } from 'node:events'
import { promisify } from 'node:util'
import { type Client, createServer } from 'pubsubhubbub'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Command, startCourant } from '../cli/courant.ts'
import { has, subscribed } from '../cli/replicas.ts'
import { describeInstalled } from '../support/describe-installed.ts'
import { newsroomOf, story, writeFiles } from '../support/newsroom.ts'
import { REDIS, RedisServer } from '../support/redis-server.ts'

const TOPIC = 'https://news.example.org/feed.atom'

/** What the client tells of a delivery. */
interface Delivery {
  readonly topic: string
  readonly hub: string
  readonly feed: Buffer
}

/**
 * A subscriber of somebody else's making. Without a secret: this client sends one that it makes from its own and the topic, and
 * then holds deliveries to its own, so that it passes over whatever a hub signs.
 */
async function npmSubscriber(): Promise<Client> {
  const client = createServer({ leaseSeconds: 86_400 })
  client.listen(0, '127.0.0.1')
  await once(client, 'listen')
  onTestFinished(() => {
    client.server.closeAllConnections()
    client.server.close()
  })
  const bound = client.server.address()
  client.callbackUrl = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}/in`
  return client
}

async function runningHub(redis: RedisServer | undefined): Promise<{
  readonly run: Command
  readonly address: string
  readonly edit: (title: string) => void
  readonly state: string
}> {
  const newsroom = newsroomOf({ 'a.md': story({ title: 'First' }) })
  writeFiles(newsroom.root, { 'courant.yaml': 'schedule: "0 0 1 1 *"\nhub: self\nprivateCallbacks: true\n' })
  const env = redis ? { REDIS_URL: redis.url } : {}
  const run = startCourant(['run', '--log', 'text', '--port', '0'], { cwd: newsroom.root, env })
  const [, address = ''] = await run.says(/^Serving it at (http:\S+)\/ \(/m)
  return { run, address, state: newsroom.paths.state, edit: title => newsroom.write({ 'a.md': story({ title }) }) }
}

/** Subscribes with the npm client, has a story, leaves, and has no more. */
async function subscribesReadsAndLeaves(redis?: RedisServer): Promise<void> {
  const { run, address, edit, state } = await runningHub(redis)
  const hub = `${address}/hub`
  const client = await npmSubscriber()
  const deliveries: Delivery[] = []
  client.on('feed', (delivery: Delivery) => deliveries.push(delivery))

  const confirmed = once(client, 'subscribe')
  await promisify(client.subscribe.bind(client))(TOPIC, hub)
  const [{ topic, lease }] = await confirmed
  expect(topic).toBe(TOPIC)
  expect(lease - Date.now() / 1000).toBeGreaterThan(86_000)

  const delivered = once(client, 'feed')
  edit('Second')
  await delivered
  expect(deliveries).toMatchObject([{ topic: TOPIC, hub: 'https://news.example.org/hub' }])
  expect(deliveries[0]?.feed.toString()).toContain('>Second</title>')

  const left = once(client, 'unsubscribe')
  await promisify(client.unsubscribe.bind(client))(TOPIC, hub)
  await left
  // Who comes after it has what it would have had.
  const witness = await subscribed({ address, ...(redis ? { redis } : { state }) })
  edit('Third')
  await has(witness, 'Third')
  run.kill('SIGTERM')
  expect(await run.ended).toMatchObject({ code: 0 })
  expect(deliveries).toHaveLength(1)
}

test('pubsubhubbub, from npm, subscribes, has what is published, and leaves', () => subscribesReadsAndLeaves())

let redis: RedisServer

describeInstalled('The hub on Redis', {
  ...REDIS,
  tests: () => {
    beforeAll(async () => {
      redis = await RedisServer.start()
    })
    afterAll(() => redis.end())
    test('serves pubsubhubbub as well', () => subscribesReadsAndLeaves(redis))
  },
})
