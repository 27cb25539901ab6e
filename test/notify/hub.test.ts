import { expect, test } from 'vitest'
import { until } from '../cli/courant.ts'
import { describeHub } from './hub.ts'
import { embedded, HubOnTrial } from './running-hub.ts'
import { subscriber } from './subscriber.ts'

describeHub('Hub', embedded)

/** Each at a host of its own for every ten: so many go to one host at once. */
const SILENT = 1_600

test('Hub: who does not answer leaves its place to others, however many they are', async () => {
  const hub = new HubOnTrial()
  hub.place({ 'feed.atom': '1' })
  await hub.open()
  const [silent, reader] = [await subscriber('0.0.0.0'), await subscriber()]
  silent.answers = () => {}
  const { port } = new URL(silent.address)
  const callbacks = Array.from({ length: SILENT }, (_, number) => `http://127.1.1.${1 + (number % 200)}:${port}/${number}`)
  for (const callback of callbacks) await hub.ask({ 'hub.callback': callback })
  await until(() => (hub.verified === SILENT ? true : undefined))
  await hub.subscribe(reader.address)
  hub.publish({ 'feed.atom': '2' })
  await until(() => hub.deliveries[0])
  expect(hub.deliveries).toEqual(['delivered'])
  expect(reader.arrivals).toHaveLength(1)
})
