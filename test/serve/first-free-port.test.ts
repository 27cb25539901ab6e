import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startOnFirstFreePort } from '../../src/serve/first-free-port.ts'

/** Takes a port that is free, and keeps it until the test ends. */
async function takePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void holder.close())
  await once(holder, 'listening')
  const bound = holder.address()
  return typeof bound === 'object' ? (bound?.port ?? 0) : 0
}

const listener = (): void => {}

test('startOnFirstFreePort goes on to the next port where another program has the first', async () => {
  const taken = await takePort()
  await using server = await startOnFirstFreePort(listener, { host: '127.0.0.1', firstPort: taken, ports: 20 })
  expect(Number(new URL(server.address).port)).toBeGreaterThan(taken)
})

test('startOnFirstFreePort tries no more ports than it is given', async () => {
  const taken = await takePort()
  const asked = startOnFirstFreePort(listener, { host: '127.0.0.1', firstPort: taken, ports: 1 })
  await expect(asked).rejects.toMatchObject({ code: 'port-taken' })
})
