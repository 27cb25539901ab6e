import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below the ports that systems give to whoever asks for any: nobody gets one of these by chance while a test's program starts. */
const [FIRST, COUNT] = [20_000, 10_000] as const

/** Each process of the tests begins at another one. */
let next: number = Math.floor(Math.random() * COUNT)

/** A port of this machine that nobody listens on just now. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < COUNT; tries++) {
    const port = FIRST + (next++ % COUNT)
    if (await isFree(port)) return port
  }
  throw new Error('no port is free')
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const failed = once(server, 'error').then(() => false)
  const listens = new Promise<boolean>(resolve => server.listen(port, '127.0.0.1', () => resolve(true)))
  const isFree = await Promise.race([listens, failed])
  if (isFree) await new Promise(resolve => server.close(resolve))
  return isFree
}
