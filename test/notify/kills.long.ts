import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Command, startCourant, until } from '../cli/courant.ts'
import { Random } from '../publish/random.ts'
import { newsroomOf, story, writeFiles } from '../support/newsroom.ts'
import { type Subscriber, subscriber } from './subscriber.ts'

const KILLS = 25
const TOPIC = 'https://news.example.org/feed.atom'

/** The number of the edit that each document shows which a subscriber got, in the order in which it got them. */
function editsAt({ arrivals }: Subscriber): readonly number[] {
  return arrivals.map(({ body }) => Number(/edit (\d+)\b/.exec(body.toString())?.[1]))
}

/** Whether the hub took it: it may have been killed in the middle of an answer. */
async function asks(address: string, reader: Subscriber): Promise<boolean> {
  const body = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.callback': reader.address, 'hub.topic': TOPIC })
  return await fetch(`${address}/hub`, { method: 'POST', body }).then(
    ({ status }) => status === 202,
    () => false,
  )
}

test(`courant run, killed ${KILLS} times: nobody who was accepted is forgotten, nothing is lost, and nothing older follows`, async () => {
  const chance = new Random(20260601)
  const newsroom = newsroomOf({ 'a.md': story({ title: 'edit 0' }) })
  writeFiles(newsroom.root, { 'courant.yaml': 'schedule: "0 0 1 1 *"\nhub: self\nprivateCallbacks: true\n' })
  const start = async (): Promise<{ readonly run: Command; readonly address: string }> => {
    const run = startCourant(['run', '--log', 'text', '--port', '0'], { cwd: newsroom.root })
    const [, address = ''] = await run.says(/^Serving it at (http:\S+)\/ \(/m)
    return { run, address }
  }
  const accepted: Subscriber[] = []
  let edit = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const { run, address } = await start()
    for (let edits = chance.between(0, 3); edits >= 0; edits--) {
      newsroom.write({ 'a.md': story({ title: `edit ${++edit}` }) })
      await pause(chance.next() * 150)
    }
    const reader = await subscriber()
    // Some answer late, and are cut off by the kill.
    reader.answers = response => setTimeout(() => response.writeHead(204).end(), chance.next() * 200)
    const isAccepted = asks(address, reader)
    await pause(chance.next() * 120)
    run.kill('SIGKILL')
    await run.ended
    if (await isAccepted) accepted.push(reader)
  }
  expect(accepted.length).toBeGreaterThan(5)
  const { run } = await start()
  await until(() => (accepted.every(({ intents }) => intents.length > 0) ? true : undefined))
  await pause(500)
  newsroom.write({ 'a.md': story({ title: `edit ${++edit}` }) })
  await until(() => (accepted.every(reader => editsAt(reader).at(-1) === edit) ? true : undefined))
  run.kill('SIGTERM')
  expect(await run.ended).toMatchObject({ code: 0 })
  for (const reader of accepted) expect(editsAt(reader)).toEqual(editsAt(reader).toSorted((a, b) => a - b))
})
