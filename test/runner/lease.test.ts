import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { raiseFence } from '../../src/output/fence.ts'
import { keyPrefix, type Shared } from '../../src/platform/redis.ts'
import { type Lease, type LeaseChange, openLease } from '../../src/runner/lease.ts'
import { until } from '../cli/courant.ts'
import { describeInstalled } from '../support/describe-installed.ts'
import { temporaryFolder } from '../support/newsroom.ts'
import { REDIS, RedisServer, redisOfTest, sharedIn } from '../support/redis-server.ts'

// A busy machine may answer late, and that late no answer counts: a quarter of it.
const LEASE_MS = 2400
const OTHER = 'elsewhere:7:x'
const MAKE_PIPE = 'mkfifo'

let redis: RedisServer

/** What processes that share a Redis and a disk have in common. */
function newsroom(): { readonly shared: Shared; readonly paths: { readonly state: string }; readonly key: string } {
  const shared = sharedIn(redis)
  return { shared, paths: { state: temporaryFolder() }, key: `${keyPrefix(shared)}lease` }
}

async function opened({ shared, paths }: ReturnType<typeof newsroom>): Promise<Lease> {
  const lease = await openLease(shared, { paths, leaseMs: LEASE_MS })
  onTestFinished(() => lease[Symbol.asyncDispose]())
  return lease
}

function changesOf(lease: Lease): readonly LeaseChange[] {
  const changes: LeaseChange[] = []
  lease.heed(change => changes.push(change))
  return changes
}

async function numberOf(lease: Lease): Promise<number> {
  return await until(() => lease.fence()?.number)
}

describeInstalled('openLease', {
  ...REDIS,
  tests: () => {
    beforeAll(async () => {
      redis = await RedisServer.start()
    })
    afterAll(() => redis.end())

    test('is given to one, and to the other under a later number once that one ends', async () => {
      const here = newsroom()
      const [one, other] = [await opened(here), await opened(here)]
      expect(one.fence()?.number).toBe(1)
      expect(other.fence()).toBeUndefined()
      expect(other.stands()).toMatchObject({ kind: 'follows', holder: expect.stringMatching(/, process \d+$/) })
      const changes = changesOf(other)
      await one[Symbol.asyncDispose]()
      expect(await numberOf(other)).toBe(2)
      expect(changes).toMatchObject([{ kind: 'leads', fence: { number: 2 } }])
    })

    test('of a process that was killed ends by itself, and that of one that lives does not', async () => {
      const here = newsroom()
      await redis.ask(`SET ${here.key} ${OTHER} PX ${LEASE_MS}`)
      const lease = await opened(here)
      expect(lease.fence()).toBeUndefined()
      const number = await numberOf(lease)
      await pause(2 * LEASE_MS)
      expect(lease.fence()?.number).toBe(number)
    })

    test('ends, and is given up, where the disk that is asked who published last does not answer', async () => {
      const here = newsroom()
      const lease = await opened(here)
      // Whoever reads it waits for somebody to write.
      const file = join(here.paths.state, 'fence.json')
      execFileSync(MAKE_PIPE, [file])
      onTestFinished(() => writeFileSync(file, ''))
      await pause(LEASE_MS / 2)
      expect(await redis.ask(`EXISTS ${here.key}`)).toBe(':1\r\n')
      await lease[Symbol.asyncDispose]()
      expect(await redis.ask(`EXISTS ${here.key}`)).toBe(':0\r\n')
    })

    test('is lost to who took it while this process was stopped, and that is found before a publish', async () => {
      const here = newsroom()
      const lease = await opened(here)
      const changes = changesOf(lease)
      await redis.ask(`SET ${here.key} ${OTHER} PX 60000`)
      await until(() => (changes.length > 0 ? true : undefined))
      expect(await lease.confirmed()).toBeUndefined()
      expect(changes).toEqual([{ kind: 'follows', holder: 'elsewhere, process 7' }])
    })

    test('stays with who has it while Redis is away, and nobody else gets it; even where Redis then knows nothing', async () => {
      const own = await redisOfTest()
      const here = { ...newsroom(), shared: sharedIn(own) }
      const [one, other] = [await opened(here), await opened(here)]
      const fence = one.fence()
      if (fence) raiseFence(here.paths, { ...fence, number: 41 })
      const changes = changesOf(one)
      await own.end()
      await until(() => (changes.length > 0 ? true : undefined))
      await until(() => other.problem())
      await pause(LEASE_MS)
      expect(await one.confirmed()).toEqual(fence)
      expect([one.problem(), other.fence()]).toEqual([undefined, undefined])
      await own.start()
      await own.ask('FLUSHALL')
      await until(() => (changes.length > 1 ? true : undefined))
      expect(changes.map(({ kind }) => kind).slice(0, 2)).toEqual(['away', 'back'])
      // Later than all that was published by, whatever Redis forgot.
      await until(() => (Math.max(one.fence()?.number ?? 0, other.fence()?.number ?? 0) > 41 ? true : undefined))
    })

    test('is kept where Redis is full, and given to nobody', async () => {
      const own = await redisOfTest(['--maxmemory-policy', 'noeviction'])
      const here = { ...newsroom(), shared: sharedIn(own) }
      const one = await opened(here)
      await own.ask('CONFIG SET maxmemory 1')
      await pause(2 * LEASE_MS)
      expect([one.fence()?.number, one.problem()]).toEqual([1, undefined])
      const other = await opened({ ...here, shared: sharedIn(own) })
      expect(other.problem()).toContain('OOM')
    })

    test('says that there is no Redis, and gets the lease once there is', async () => {
      const own = await redisOfTest()
      await own.end()
      const lease = await opened({ ...newsroom(), shared: sharedIn(own) })
      expect(lease.stands()).toEqual({ kind: 'away', why: expect.any(String) })
      await own.start()
      expect(await numberOf(lease)).toBe(1)
    })
  },
})
