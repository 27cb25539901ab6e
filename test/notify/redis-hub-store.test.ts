import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { HubStore } from '../../src/notify/hub-store.ts'
import { moveHub } from '../../src/notify/move-hub.ts'
import { openRedisStore } from '../../src/notify/redis-hub-store.ts'
import { readSqliteHub } from '../../src/notify/sqlite-hub-file.ts'
import { openSqliteStore } from '../../src/notify/sqlite-hub-store.ts'
import { keyPrefix, type Shared } from '../../src/platform/redis.ts'
import { until } from '../cli/courant.ts'
import { describeInstalled } from '../support/describe-installed.ts'
import { temporaryFolder } from '../support/newsroom.ts'
import { REDIS, RedisServer, redisOfTest, sharedIn } from '../support/redis-server.ts'
import { describeHubStore, INTENT, LIMITS, START } from './hub-store.ts'

let redis: RedisServer

describeInstalled('openRedisStore', {
  ...REDIS,
  tests: () => {
    beforeAll(async () => {
      redis = await RedisServer.start()
    })
    afterAll(() => redis.end())
    // BullMQ asks the machine's clock.
    beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START }))
    afterEach(() => void vi.useRealTimers())

    describeHubStore('openRedisStore', async () => {
      const shared = sharedIn(redis)
      return {
        store: await opened(shared),
        again: async () => {
          await forgetHolders(shared)
          const next = await opened(shared, 100)
          await until(async () =>
            (await redis.ask(`LLEN ${keyPrefix(shared)}deliveries:active`)) === ':0\r\n' ? true : undefined,
          )
          return next
        },
      }
    })

    test('two processes: what one has taken, the other does not get, and both get their share', async () => {
      const { one, other } = await both()
      await subscribe(one, 40)
      await one.note(new Map([['feed.atom', 'two']]), START)
      const [ones, others] = [await one.take(START, 15), await other.take(START, 100)]
      expect([ones.length, others.length]).toEqual([15, 25])
      expect(new Set([...ones, ...others].map(({ callback }) => callback)).size).toBe(40)
    })

    test('two processes: a request is seen to by the one that took it, and by the other once that is gone', async () => {
      const { one, other } = await both()
      await one.request(INTENT, LIMITS, START)
      expect(await other.pending(START + 1_000)).toEqual([])
      expect(await other.pending(START + 60_000)).toHaveLength(1)
      expect(await one.pending(START + 60_000)).toEqual([])
    })

    test('what is noted by an earlier fence than the last one given out is refused', async () => {
      const { one, other, shared } = await both()
      await redis.ask(`SET ${keyPrefix(shared)}fence 7`)
      await one.note(new Map([['feed.atom', 'new']]), START, 7)
      await other.note(new Map([['feed.atom', 'old']]), START, 6)
      expect(await other.topics()).toEqual(new Map([['feed.atom', 'new']]))
    })

    test('thousands get their deliveries, whoever goes on with it', async () => {
      const { one, other } = await both()
      await subscribe(one, 2_500)
      await one.note(new Map([['feed.atom', 'two']]), START)
      const taken = new Set<string>()
      for (const store of [one, other, one, other])
        for (const { callback } of await store.take(START, 2_500)) taken.add(callback)
      expect(taken.size).toBe(2_500)
      expect(await one.nextDue(START)).toBeUndefined()
    })

    test('takes over what a hub that was alone knows, and sends again what was still to be delivered', async () => {
      const file = join(temporaryFolder(), 'hub.sqlite')
      await using alone = openSqliteStore(file)
      const here = { ...INTENT, secret: 's', leaseSeconds: 3600 }
      await alone.note(
        new Map([
          ['feed.atom', 'one'],
          ['feed.rss', 'one'],
        ]),
        START,
      )
      for (const topic of ['feed.atom', 'feed.rss']) {
        const pending = await alone.request({ ...here, topic }, LIMITS, START)
        if (pending) await alone.confirm(pending, START)
      }
      await alone.note(new Map([['feed.rss', 'two']]), START)
      const store = await opened(sharedIn(redis))
      for (let time = 0; time < 2; time++) await moveHub(readSqliteHub(file), { store, at: START + 600_000, fence: 1 })
      await store.note(
        new Map([
          ['feed.atom', 'one'],
          ['feed.rss', 'two'],
        ]),
        START + 600_000,
        1,
      )
      expect(await store.take(START + 600_000, 10)).toMatchObject([{ topic: 'feed.rss', secret: 's', sha256: 'two' }])
      expect([await store.count(START + 3_599_000), await store.count(START + 3_600_000)]).toEqual([2, 0])
    })

    test('fails while there is no Redis, and works once there is', async () => {
      const own = await redisOfTest()
      await own.end()
      const store = await opened(sharedIn(own))
      await expect(store.take(START, 10)).rejects.toThrow('no connection to Redis')
      await own.start()
      await until(() => store.topics().catch(() => undefined))
      await store.note(new Map([['feed.atom', 'one']]), START)
      await subscribe(store, 1)
      await store.note(new Map([['feed.atom', 'two']]), START)
      expect(await store.take(START, 10)).toHaveLength(1)
    })

    test('what a process leaves at its end is due at once', async () => {
      const { one, shared } = await both()
      await subscribe(one, 1)
      await one.note(new Map([['feed.atom', 'two']]), START)
      const leaving = await openRedisStore(shared)
      expect(await leaving.take(START, 10)).toHaveLength(1)
      await leaving[Symbol.asyncDispose]()
      expect(await one.take(START, 10)).toHaveLength(1)
    })
  },
})

async function both(): Promise<{ readonly shared: Shared; readonly one: HubStore; readonly other: HubStore }> {
  const shared = sharedIn(redis)
  const [one, other] = [await opened(shared), await opened(shared)]
  await one.note(new Map([['feed.atom', 'one']]), START)
  return { shared, one, other }
}

async function subscribe(store: HubStore, count: number): Promise<void> {
  const subscribeOne = async (number: number): Promise<void> => {
    const intent = { ...INTENT, callback: `https://reader.example/${number}` }
    const pending = await store.request(intent, { perHost: 10_000, all: 10_000 }, START)
    if (pending) await store.confirm(pending, START)
  }
  await Promise.all(Array.from({ length: count }, (_, number) => subscribeOne(number)))
}

/** A store whose clock is set to what each call says. */
async function opened(shared: Shared, lockMs?: number): Promise<HubStore> {
  const store = await openRedisStore(shared, lockMs === undefined ? {} : { lockMs })
  onTestFinished(() => store[Symbol.asyncDispose]())
  const take = store.take.bind(store)
  const conclude = store.conclude.bind(store)
  return Object.assign(store, {
    take: (...[at, ...most]: Parameters<HubStore['take']>) => {
      vi.setSystemTime(at)
      return take(at, ...most)
    },
    conclude: (...[outcomes, at]: Parameters<HubStore['conclude']>) => {
      vi.setSystemTime(at)
      return conclude(outcomes, at)
    },
  })
}

/** As when the processes that hold deliveries have been gone for a while. */
async function forgetHolders(shared: Shared): Promise<void> {
  const keys = (await redis.ask(`KEYS ${keyPrefix(shared)}*`)).split('\r\n').filter(key => /:(lock|stalled-check)$/.test(key))
  if (keys.length > 0) await redis.ask(`DEL ${keys.join(' ')}`)
}
