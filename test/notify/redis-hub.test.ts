import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { openRedisStore } from '../../src/notify/redis-hub-store.ts'
import { describeInstalled } from '../support/describe-installed.ts'
import { REDIS, RedisServer, sharedIn } from '../support/redis-server.ts'
import { describeHub } from './hub.ts'
import type { HubEngine } from './running-hub.ts'

let redis: RedisServer

function shared(): HubEngine {
  const newsroom = sharedIn(redis)
  // BullMQ asks the machine's clock.
  return { open: () => openRedisStore(newsroom), setClock: now => void vi.setSystemTime(now) }
}

describeInstalled('Hub on Redis', {
  ...REDIS,
  tests: () => {
    beforeAll(async () => {
      redis = await RedisServer.start()
    })
    afterAll(() => redis.end())
    beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
    afterEach(() => void vi.useRealTimers())
    describeHub('Hub on Redis', shared)
  },
})
