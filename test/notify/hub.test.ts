import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../../src/notify/sqlite-hub-store.ts'
import { until } from '../cli/courant.ts'
import { temporaryFolder } from '../support/newsroom.ts'
import { describeHub } from './hub.ts'
import { embedded, HubOnTrial } from './running-hub.ts'
import { type Subscriber, subscriber } from './subscriber.ts'

describeHub('Hub', embedded)

/** More than the hub takes at once: deliveries, or questions whether somebody subscribed. */
const MANY = 1_600

/** Addresses of one server, on hosts of which none has more than are asked at once. */
function callbacksAt({ address }: Subscriber): readonly string[] {
  const { port } = new URL(address)
  return Array.from({ length: MANY }, (_, number) => `http://127.1.1.${1 + (number % 200)}:${port}/${number}`)
}

test('Hub: who does not answer leaves its place to others, however many they are', async () => {
  const hub = new HubOnTrial()
  hub.place({ 'feed.atom': '1' })
  await hub.open()
  const [silent, reader] = [await subscriber('0.0.0.0'), await subscriber()]
  silent.answers = () => {}
  for (const callback of callbacksAt(silent)) await hub.ask({ 'hub.callback': callback })
  await until(() => (hub.verified === MANY ? true : undefined))
  await hub.subscribe(reader.address)
  hub.publish({ 'feed.atom': '2' })
  await until(() => hub.deliveries[0])
  expect(hub.deliveries).toEqual(['delivered'])
  expect(reader.arrivals).toHaveLength(1)
})

test('Hub: a flood of questions that nobody answers keeps no delivery waiting, and no more than a thousand open', async () => {
  const hub = new HubOnTrial()
  hub.place({ 'feed.atom': '1' })
  await hub.open()
  const [silent, reader] = [await subscriber('0.0.0.0'), await subscriber()]
  await hub.subscribe(reader.address)
  silent.confirms = () => {}
  for (const callback of callbacksAt(silent)) expect(await hub.ask({ 'hub.callback': callback })).toMatchObject({ status: 202 })
  await until(() => (silent.intents.length === 1_000 ? true : undefined))
  hub.publish({ 'feed.atom': '2' })
  await until(() => hub.deliveries[0])
  expect(hub.deliveries).toEqual(['delivered'])
  expect([silent.intents.length, hub.verified]).toEqual([1_000, 1])
})

test('Hub: that cannot write for a while says so once, confirms nobody meanwhile, and then makes good what it could not', async () => {
  const file = join(temporaryFolder(), 'hub.sqlite')
  const hub = new HubOnTrial({ open: async () => openSqliteStore(file) })
  hub.place({ 'feed.atom': '1' })
  await hub.open()
  const [reader, late] = [await subscriber(), await subscriber()]
  await hub.subscribe(reader.address)
  using disk = new DatabaseSync(file)
  // Refuses whatever is written, as a disk does that is full.
  for (const [table, what] of [
    ['intent', 'INSERT'],
    ['subscription', 'UPDATE'],
  ])
    disk.exec(`CREATE TRIGGER full_${table} BEFORE ${what} ON ${table} BEGIN SELECT RAISE(ABORT, 'no room'); END`)
  hub.publish({ 'feed.atom': '2' })
  await until(() => (hub.said.length > 0 ? true : undefined))
  await expect(hub.ask({ 'hub.callback': late.address })).rejects.toThrow('no room')
  expect([reader.arrivals, late.intents]).toEqual([[], []])
  disk.exec('DROP TRIGGER full_intent; DROP TRIGGER full_subscription')
  await until(() => reader.arrivals[0])
  await until(() => (hub.said.length > 1 ? true : undefined))
  expect(hub.said).toEqual([expect.stringMatching(/^The hub cannot work just now: no room/), 'The hub works again.'])
  await hub.subscribe(late.address)
  hub.publish({ 'feed.atom': '3' })
  await until(() => late.arrivals[0])
  expect(reader.arrivals.map(({ body }) => body.toString())).toEqual(['2', '3'])
})
