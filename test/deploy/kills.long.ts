import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Delivery } from '../../src/model/delivery.ts'
import { Command, runCommand, until } from '../cli/courant.ts'
import { readFeeds } from '../publish/published-set.ts'
import { Random } from '../publish/random.ts'
import { describeInstalled } from '../support/describe-installed.ts'
import { FEED_NAMES } from '../support/feed-redirects.ts'
import { differingPaths, newsroomOf, SITE_YAML, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { currentIn, deliverTo, folderOf, servedIn } from './folder.ts'
import { NEEDS_S3, RealBucket, startS3 } from './real-s3.ts'
import { s3Proxy } from './s3-proxy.ts'

const ONCE = fileURLToPath(new URL('./deliver-once.ts', import.meta.url))
const KILLER = fileURLToPath(new URL('../publish/kill-at-step.ts', import.meta.url))

/** More than any delivery here takes. */
const MANY_STEPS = 1000
/** From one request at which it is killed to the next. */
const STRIDE = 3

function requestOf({ paths }: TemporaryNewsroom, delivery: Delivery): string {
  return JSON.stringify({ paths, deliveries: [delivery], basePath: '' })
}

test('a delivery to a folder, killed before any of its changes of the disk, leaves one release served whole, and the next mends all', async () => {
  const newsroom = newsroomOf({
    'site.yaml': `${SITE_YAML}search: false\n`,
    'a.md': story(),
    'b.md': story({ topics: ['Fish'] }),
  })
  const live = folderOf(newsroom)
  await newsroom.publish()
  await deliverTo(newsroom, live)
  const before = servedIn(live)
  newsroom.write({ 'a.md': story({ title: 'Edited' }), 'c.md': story() })
  newsroom.remove('b.md')
  await newsroom.publish({ accept: true })
  const after = newsroom.out()
  const saved = join(newsroom.root, 'saved')
  cpSync(live.folder, saved, { recursive: true, verbatimSymlinks: true })

  let steps = 0
  for (let isKilled = true; isKilled && steps < MANY_STEPS; steps++) {
    const command = [process.execPath, '--import', KILLER, ONCE, requestOf(newsroom, live)]
    const { code, stderr } = await runCommand(command, { cwd: newsroom.root, env: { KILL_AT_STEP: String(steps + 1) } })
    expect([undefined, 0], stderr).toContain(code)
    isKilled = code === undefined
    const served = servedIn(live)
    const round = `killed before change ${steps + 1}`
    expect(Math.min(differingPaths(served, before).length, differingPaths(served, after).length), round).toBe(0)
    await deliverTo(newsroom, live)
    expect(differingPaths(servedIn(live), after), round).toEqual([])
    const left = [...readdirSync(live.folder), ...readdirSync(join(live.folder, 'releases'))].filter(name =>
      name.startsWith('.'),
    )
    expect([left, currentIn(live).slice(0, 6)], round).toEqual([[], '000002'])
    rmSync(live.folder, { recursive: true })
    cpSync(saved, live.folder, { recursive: true, verbatimSymlinks: true })
  }
  expect(steps).toBeGreaterThan(40)
  expect(steps).toBeLessThan(MANY_STEPS)
})

describeInstalled('a delivery to a real S3', {
  ...NEEDS_S3,
  tests: () => {
    test('killed at any request, shows nobody a feed that names what is not there, and the next one mends all', async () => {
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'courant', AWS_SECRET_ACCESS_KEY: 'secret' })
      using s3 = await startS3()
      const bucket = await RealBucket.make(s3)
      const proxy = await s3Proxy(s3)
      const delivery = bucket.delivery({ endpoint: proxy.address })
      const newsroom = newsroomOf({ 'site.yaml': `${SITE_YAML}search: false\n`, 'first.md': story({ title: 'First' }) })
      await newsroom.publish()
      await deliverTo(newsroom, delivery)
      const random = new Random(20261125)
      await using reader = pollingReader(bucket)

      let requests = 0
      for (let isKilled = true; isKilled && requests < MANY_STEPS; requests += STRIDE) {
        newsroom.write({ [`story-${requests}.md`]: story({ title: `Story ${requests}`, topics: [`Topic ${requests}`] }) })
        if (requests > 0) newsroom.remove(`story-${requests - STRIDE}.md`)
        await newsroom.publish({ accept: true })
        isKilled = await isKilledAt(requests + 1)
        const round = `killed at request ${requests + 1}`
        expect(readFeeds(await bucket.tree()).problems, round).toEqual([])
        // Every other one is killed on top of what the last kill left.
        if (isKilled && random.chance(0.5)) continue
        await deliverTo(newsroom, delivery)
        expect(differingPaths(await bucket.tree(), newsroom.out()), round).toEqual([...FEED_NAMES, 'manifest.jsonl'].sort())
      }
      expect(requests).toBeGreaterThan(30)
      expect(reader.looks).toBeGreaterThan(requests)
      expect(reader.problems).toEqual([])

      async function isKilledAt(last: number): Promise<boolean> {
        const command = new Command([process.execPath, ONCE, requestOf(newsroom, delivery)], { cwd: newsroom.root })
        let count = 0
        proxy.before = () => {
          if (++count < last) return undefined
          command.kill('SIGKILL')
          return 'lost'
        }
        const { code, stderr } = await command.ended
        proxy.before = () => undefined
        // What was on its way arrives.
        await until(() => proxy.open === 0 || undefined)
        expect([undefined, 0], stderr).toContain(code)
        return code === undefined
      }
    })
  },
})

/** Reads a feed and then every page that it names, again and again, as a subscriber does. */
function pollingReader(bucket: RealBucket) {
  const problems: string[] = []
  let looks = 0
  let isEnded = false
  const namedPages = async (): Promise<readonly string[]> => {
    const feed = await (await bucket.get('feed.atom')).text()
    return [...feed.matchAll(/<link href="https:\/\/news\.example\.org\/([^"]*\/)"\/>/g)].map(([, path]) => `${path}index.html`)
  }
  const poll = async (): Promise<void> => {
    while (!isEnded) {
      looks++
      for (const page of await namedPages()) {
        if ((await bucket.get(page)).status === 200) continue
        // Gone since: then the feed names it no more.
        if ((await namedPages()).includes(page)) problems.push(`look ${looks}: ${page} is named and not there`)
      }
    }
  }
  const polling = poll()
  return {
    problems,
    get looks() {
      return looks
    },
    [Symbol.asyncDispose]: async () => {
      isEnded = true
      await polling
    },
  }
}
