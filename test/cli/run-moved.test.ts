import { cpSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { storedInFile } from '../notify/stored-subscription.ts'
import { subscriber } from '../notify/subscriber.ts'
import { newsroomOf, story, TemporaryNewsroom, temporaryFolder, writeFiles } from '../support/newsroom.ts'
import { type Command, courant, startCourant, until } from './courant.ts'

const SETTINGS = 'schedule: "0 0 1 1 *"\nhub: self\nprivateCallbacks: true\n'
const TOPIC = 'https://news.example.org/feed.atom'

async function serving({ root }: TemporaryNewsroom): Promise<{ readonly run: Command; readonly address: string }> {
  const run = startCourant(['run', '--log', 'text', '--port', '0'], { cwd: root })
  const [, address = ''] = await run.says(/^Serving it at (http:\S+)\/ \(feeds/m)
  return { run, address }
}

async function ended(run: Command): Promise<void> {
  run.kill('SIGTERM')
  expect(await run.ended).toMatchObject({ code: 0 })
}

/** A newsroom with a subscriber of its hub, and a story that breaks once nobody runs it. */
async function subscribed() {
  const newsroom = newsroomOf({ 'a.md': story({}, 'The last good text.\n'), 'b.md': story({ title: 'B' }) })
  writeFiles(newsroom.root, { 'courant.yaml': SETTINGS })
  const reader = await subscriber()
  const { run, address } = await serving(newsroom)
  const form = { 'hub.mode': 'subscribe', 'hub.callback': reader.address, 'hub.topic': TOPIC }
  expect((await fetch(`${address}/hub`, { method: 'POST', body: new URLSearchParams(form) })).status).toBe(202)
  await storedInFile(newsroom.paths.state, { feed: 'feed.atom', callback: reader.address })
  expect(reader.intents).toHaveLength(1)
  await ended(run)
  newsroom.write({ 'a.md': '---\ntitle: [\n---\n' })
  return { newsroom, reader }
}

describe('courant run, of a newsroom that was moved', () => {
  test('keeps last good versions and the subscriptions of its hub', async () => {
    const { newsroom, reader } = await subscribed()
    const root = join(temporaryFolder(), 'moved')
    renameSync(newsroom.root, root)
    const moved = new TemporaryNewsroom(root)
    const { run, address } = await serving(moved)
    expect(await (await fetch(`${address}/a/`)).text()).toContain('The last good text.')
    expect(run.stderr).not.toContain('copy')
    moved.write({ 'b.md': story({ title: 'B, edited' }) })
    await until(() => (reader.arrivals.length > 0 ? true : undefined))
    expect(reader.arrivals[0]?.body.toString()).toContain('B, edited')
    await ended(run)
  })
})

describe('courant run, of a copy of a newsroom', () => {
  test('says so, and tells none of the original’s subscribers, who get what that one publishes', async () => {
    const { newsroom, reader } = await subscribed()
    const root = temporaryFolder()
    cpSync(newsroom.root, root, { recursive: true, preserveTimestamps: true })
    const copy = new TemporaryNewsroom(root)
    const dry = await courant(['publish', '--dry-run'], { cwd: root })
    const words = `${copy.paths.out} is a copy of ${newsroom.paths.out}: it gets an identity of its own, and no subscriptions of the built-in hub.`
    const remedy =
      'to move a newsroom with its subscriptions, remove the original before you publish the copy for the first time'
    expect(dry.stderr).toContain(`${words}\n  ${remedy}\n`)
    const { run } = await serving(copy)
    expect(run.stderr).toContain(`${words}\n  ${remedy}\n`)
    copy.write({ 'b.md': story({ title: 'B, in the copy' }) })
    await until(() => (readFileSync(join(copy.paths.out, 'feed.atom'), 'utf8').includes('in the copy') ? true : undefined))
    await ended(run)
    const again = await courant(['publish'], { cwd: root })
    expect(again.stderr).not.toContain('copy')

    const first = await serving(newsroom)
    newsroom.write({ 'b.md': story({ title: 'B, in the original' }) })
    await until(() => (reader.arrivals.length > 0 ? true : undefined))
    await ended(first.run)
    const bodies = reader.arrivals.map(({ body }) => body.toString())
    expect(bodies.filter(body => body.includes('in the copy'))).toEqual([])
    expect(bodies.at(-1)).toContain('in the original')
  })
})
