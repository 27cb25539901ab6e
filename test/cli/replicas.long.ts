import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { textIfThere } from '../../src/platform/if-there.ts'
import type { Subscriber } from '../notify/subscriber.ts'
import { Random } from '../publish/random.ts'
import { describeInstalled } from '../support/describe-installed.ts'
import { differingPaths, type Files, SITE_YAML, story } from '../support/newsroom.ts'
import { REDIS } from '../support/redis-server.ts'
import { courant, startCourant, until } from './courant.ts'
import { has, LEADS, type Replica, Replicated, serves, subscribed } from './replicas.ts'

const KILLS = 8
/** Longer than a lease, and a delivery's too. */
const LONG_MS = 10_000

/** So many stories that putting all of their pages in place takes a while. */
const STORIES: Files = Object.fromEntries(
  Array.from({ length: 600 }, (_, number) => [
    `2026/s${number}.md`,
    story({ title: `Story ${number}` }, 'Words.\n\n'.repeat(20)),
  ]),
)

/** Changes every page. */
function named(title: string): Files {
  return { 'site.yaml': SITE_YAML.replace('Example News', title) }
}

/** Whether what stands is what a publish that remembers nothing comes to. */
async function isWhole({ newsroom }: Replicated): Promise<void> {
  const before = newsroom.out()
  rmSync(join(newsroom.root, '.courant'), { recursive: true })
  expect((await courant(['publish', '--no-ping'], { cwd: newsroom.root })).code).toBe(0)
  const isOfSearch = (path: string): boolean => path.startsWith('search/')
  expect(differingPaths(before, newsroom.out()).filter(path => !isOfSearch(path))).toEqual([])
}

async function end(...replicas: readonly Replica[]): Promise<void> {
  for (const { run } of replicas) run.kill('SIGTERM')
  for (const { run } of replicas) expect(await run.ended).toMatchObject({ code: 0 })
}

function editsAt({ arrivals }: Subscriber): readonly number[] {
  return arrivals.map(({ body }) => Number(/Edit (\d+)/.exec(body.toString())?.[1] ?? 0))
}

describeInstalled('courant run, two processes with a Redis', {
  ...REDIS,
  tests: () => {
    test(`killed ${KILLS} times in the middle of publishing, the one that leads leaves its work to the other`, async () => {
      const chance = new Random(20261125)
      const house = await Replicated.of({ ...STORIES, ...named('Edit 0') })
      let { leader, follower } = await house.both()
      const reader = await subscribed(follower)
      for (let kill = 1; kill <= KILLS; kill++) {
        house.newsroom.write(named(`Edit ${kill}`))
        await pause(chance.next() * 1_500)
        leader.run.kill('SIGKILL')
        await follower.run.says(LEADS)
        await serves(follower, '/2026/s599/', `Edit ${kill}`)
        await has(reader, `Edit ${kill}`)
        leader = follower
        follower = await house.start()
      }
      expect(editsAt(reader)).toEqual(editsAt(reader).toSorted((a, b) => a - b))
      await end(leader, follower)
      await isWhole(house)
    })

    test('stopped in the middle of publishing for longer than its lease, it finds itself overtaken, and what it wrote is mended', async () => {
      const house = await Replicated.of({ ...STORIES, ...named('Edit 0') })
      const { leader, follower } = await house.both()
      house.newsroom.write(named('Edit 1'))
      // In the midst of putting pages in place.
      await until(() => (house.newsroom.read('2026/s0/index.html').includes('Edit 1') ? true : undefined))
      leader.run.kill('SIGSTOP')
      await follower.run.says(LEADS)
      house.newsroom.write(named('Edit 2'))
      await serves(follower, '/2026/s599/', 'Edit 2')
      await serves(follower, '/feed.atom', 'Edit 2')
      leader.run.kill('SIGCONT')
      await leader.run.says(/\] Another process publishes \(/)
      await pause(LONG_MS)
      await serves(leader, '/2026/s0/', 'Edit 2')
      await end(leader, follower)
      await isWhole(house)
    })

    test('killed in the middle of delivering, it leaves its deliveries to the other', async () => {
      const house = await Replicated.of({ 'a.md': story({ title: 'Edit 0' }) })
      const { leader, follower } = await house.both()
      const readers = await Promise.all(Array.from({ length: 12 }, () => subscribed(leader)))
      for (const reader of readers) reader.answers = () => {}
      house.newsroom.write({ 'a.md': story({ title: 'Edit 1' }) })
      await until(() => (readers.every(({ arrivals }) => arrivals.length > 0) ? true : undefined))
      leader.run.kill('SIGKILL')
      for (const reader of readers) reader.answers = 204
      await until(() => (readers.every(({ arrivals }) => arrivals.length > 1) ? true : undefined))
      for (const reader of readers) expect(editsAt(reader)).toEqual([1, 1])
      await end(follower)
    })

    test('publishes without its Redis, and delivers once that is back, with all who had subscribed', async () => {
      const house = await Replicated.of({ 'a.md': story({ title: 'Edit 0' }) })
      const { leader, follower } = await house.both()
      const reader = await subscribed(follower)
      await house.redis.end()
      await leader.run.says(/\] Redis gives no answer \(.*\): this process goes on publishing\.$/m)
      await follower.run.says(/\] Redis gives no answer \(.*\): whoever published last goes on, and nobody else begins\.$/m)
      await pause(LONG_MS)
      house.newsroom.write({ 'a.md': story({ title: 'Edit 1' }) })
      await serves(follower, '/a/', 'Edit 1')
      expect(reader.arrivals).toEqual([])
      await house.redis.start()
      await leader.run.says(/\] Redis answers again\.$/m)
      await has(reader, 'Edit 1')
      house.newsroom.write({ 'a.md': story({ title: 'Edit 2' }) })
      await has(reader, 'Edit 2')
      expect(editsAt(reader)).toEqual([1, 2])
      await end(leader, follower)
    })

    test('publishes while its Redis hangs or is full, and delivers afterwards', async () => {
      const house = await Replicated.of({ 'a.md': story({ title: 'Edit 0' }) })
      const { leader, follower } = await house.both()
      const reader = await subscribed(follower)
      house.redis.signal('SIGSTOP')
      await leader.run.says(/\] Redis gives no answer \(/)
      house.newsroom.write({ 'a.md': story({ title: 'Edit 1' }) })
      await serves(follower, '/a/', 'Edit 1')
      house.redis.signal('SIGCONT')
      await has(reader, 'Edit 1')
      await house.redis.ask('CONFIG SET maxmemory 1')
      house.newsroom.write({ 'a.md': story({ title: 'Edit 2' }) })
      await serves(follower, '/a/', 'Edit 2')
      await leader.run.says(/\] The hub cannot work just now: .*OOM/)
      await pause(LONG_MS)
      await house.redis.ask('CONFIG SET maxmemory 0')
      await has(reader, 'Edit 2')
      await leader.run.says(/\] The hub works again\.$/m)
      await end(leader, follower)
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
      const reader = await subscribed({ address, state: newsroom.paths.state })
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
