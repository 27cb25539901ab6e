import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { textIfThere } from '../../src/store/if-there.ts'
import { describeInstalled } from '../support/describe-installed.ts'
import { story } from '../support/newsroom.ts'
import { REDIS } from '../support/redis-server.ts'
import { courant, startCourant, until } from './courant.ts'
import { has, LEADS, Replicated, serves, subscribed } from './replicas.ts'

describeInstalled('courant run, two processes with a Redis', {
  ...REDIS,
  tests: () => {
    test('one publishes, both serve and deliver; the other goes on where it ends, and what is due goes out at its second', async () => {
      const house = await Replicated.of({ 'a.md': story({ title: 'First' }) })
      const { newsroom } = house
      const { leader, follower } = await house.both()
      await serves(follower, '/a/', 'First')
      const [one, other] = [await subscribed(leader), await subscribed(follower)]

      newsroom.write({ 'a.md': story({ title: 'Second' }) })
      await serves(follower, '/a/', 'Second')
      await Promise.all([has(one, 'Second'), has(other, 'Second')])
      const env = { REDIS_URL: house.redis.url }
      const { code, stderr } = await courant(['publish'], { cwd: newsroom.root, env })
      expect([code, stderr]).toEqual([
        3,
        expect.stringMatching(/^another Courant publishes this newsroom \(\S+, process \d+\)\n {2}wait for it, or stop it\n$/),
      ])

      const due = Math.ceil(Date.now() / 1000) * 1000 + 6_000
      newsroom.write({ 'due.md': story({ title: 'On time', date: new Date(due).toISOString() }) })
      leader.run.kill('SIGTERM')
      expect(await leader.run.ended).toMatchObject({ code: 0 })
      await follower.run.says(LEADS)
      await serves(follower, '/due/', 'On time')
      await Promise.all([has(one, 'On time'), has(other, 'On time')])
      expect(Date.now() - due).toBeGreaterThanOrEqual(0)
      // Each once.
      for (const reader of [one, other]) expect(reader.arrivals.length).toBe(2)
      follower.run.kill('SIGTERM')
      expect(await follower.run.ended).toMatchObject({ code: 0 })
    })

    test('one that follows confirms who subscribes to a feed that the other has just published', async () => {
      const house = await Replicated.of({ 'a.md': story({ title: 'First' }) })
      const { leader, follower } = await house.both()
      house.newsroom.write({ 'a.md': story({ title: 'First', topics: ['Rivers'] }) })
      await serves(leader, '/topics/rivers/feed.atom', 'First')
      const reader = await subscribed(follower, 'topics/rivers/feed.atom')
      house.newsroom.write({ 'a.md': story({ title: 'Second', topics: ['Rivers'] }) })
      await has(reader, 'Second')
    })

    test('subscriptions from when one was alone come along once it has a Redis, however late', async () => {
      const house = await Replicated.of({ 'a.md': story({ title: 'First' }) })
      const { newsroom, redis } = house
      const alone = startCourant(['run', '--log', 'text', '--port', '0'], { cwd: newsroom.root })
      const [, address = ''] = await alone.says(/^Serving it at (http:\S+)\/ \(/m)
      const reader = await subscribed({ address })
      alone.kill('SIGTERM')
      await alone.ended
      await redis.end()
      const later = startCourant(['run', '--log', 'text', '--port', '0'], {
        cwd: newsroom.root,
        env: { REDIS_URL: redis.url },
      })
      await later.says(/\] Redis gives no answer/)
      await redis.start()
      await later.says(LEADS)
      newsroom.write({ 'a.md': story({ title: 'Second' }) })
      await has(reader, 'Second')
      expect(existsSync(join(newsroom.paths.state, 'hub.sqlite'))).toBe(false)
    })

    test('what was published is delivered again after a rollback, though one of them has the right to publish', async () => {
      const house = await Replicated.of({ 'a.md': story({ title: 'First' }) }, 'deliver: [{ releases: live }]\n')
      const { newsroom, redis } = house
      const { leader } = await house.both()
      const env = { REDIS_URL: redis.url }
      const live = async (words: string) =>
        await until(() => textIfThere(join(newsroom.root, 'live/current/a/index.html'))?.includes(words) || undefined)
      await live('First')
      newsroom.write({ 'a.md': story({ title: 'Second' }) })
      await live('Second')
      expect((await courant(['rollback'], { cwd: newsroom.root, env })).code).toBe(0)
      await live('First')
      newsroom.write({ 'a.md': story({ title: 'Third' }) })
      await serves(leader, '/a/', 'Third')
      expect(await courant(['rollback', '--resume'], { cwd: newsroom.root, env })).toMatchObject({ code: 0 })
      await live('Third')
    })
  },
})
