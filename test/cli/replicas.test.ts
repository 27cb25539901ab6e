import { expect, test } from 'vitest'
import { describeInstalled } from '../support/describe-installed.ts'
import { story } from '../support/newsroom.ts'
import { REDIS } from '../support/redis-server.ts'
import { courant } from './courant.ts'
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

    test('where Redis and the one that publishes are gone, somebody publishes without it, and the next goes on from there', async () => {
      const house = await Replicated.of({ 'a.md': story({ title: 'First' }) })
      const { newsroom } = house
      const leader = await house.start()
      await leader.run.says(LEADS)
      const reader = await subscribed(leader)
      await house.redis.end()
      leader.run.kill('SIGKILL')
      await leader.run.ended
      newsroom.write({ 'a.md': story({ title: 'Second' }) })
      const cwd = newsroom.root
      const refused = await courant(['publish'], { cwd, env: { REDIS_URL: house.redis.url } })
      expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('Redis')])
      expect(newsroom.read('a/index.html')).toContain('First')
      expect(await courant(['publish'], { cwd, env: { REDIS_URL: '' } })).toMatchObject({ code: 0 })
      expect(newsroom.read('a/index.html')).toContain('Second')

      await house.redis.start()
      const next = await house.start()
      await next.run.says(LEADS)
      await has(reader, 'Second')
      newsroom.write({ 'a.md': story({ title: 'Third' }) })
      await Promise.all([serves(next, '/a/', 'Third'), has(reader, 'Third')])
      next.run.kill('SIGTERM')
      expect(await next.run.ended).toMatchObject({ code: 0 })
    })
  },
})
