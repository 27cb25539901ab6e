import { storedInFile, storedInRedis } from '../notify/stored-subscription.ts'
import { type Subscriber, subscriber } from '../notify/subscriber.ts'
import { type Files, newsroomOf, type TemporaryNewsroom, writeFiles } from '../support/newsroom.ts'
import { type RedisServer, redisOfTest } from '../support/redis-server.ts'
import { type Command, startCourant, until } from './courant.ts'

/** One of several processes that run the same newsroom. */
export interface Replica {
  readonly run: Command
  readonly address: string
  readonly redis: RedisServer
}

/** A newsroom with a hub of its own, which several processes run, and the Redis that they share. */
export class Replicated {
  readonly newsroom: TemporaryNewsroom
  readonly redis: RedisServer

  private constructor(newsroom: TemporaryNewsroom, redis: RedisServer) {
    this.newsroom = newsroom
    this.redis = redis
  }

  static async of(files: Files, settings = ''): Promise<Replicated> {
    const newsroom = newsroomOf(files)
    writeFiles(newsroom.root, { 'courant.yaml': `hub: self\nprivateCallbacks: true\n${settings}` })
    return new Replicated(newsroom, await redisOfTest(['--maxmemory-policy', 'noeviction']))
  }

  /** Starts a process, and waits until it serves. */
  async start(): Promise<Replica> {
    const run = startCourant(['run', '--log', 'text', '--port', '0'], {
      cwd: this.newsroom.root,
      env: { REDIS_URL: this.redis.url },
    })
    const [, address = ''] = await run.says(/^Serving it at (http:\S+)\/ \(/m)
    return { run, address, redis: this.redis }
  }

  /** Starts one that publishes, and another that follows. */
  async both(): Promise<{ readonly leader: Replica; readonly follower: Replica }> {
    const leader = await this.start()
    await leader.run.says(LEADS)
    const follower = await this.start()
    await follower.run.says(/\] Another process publishes \(/)
    return { leader, follower }
  }
}

/** What a process says that publishes from now on. */
export const LEADS: RegExp = /\] This process publishes from now on\.$/m

/** A hub, and where it keeps its subscriptions: a folder, or a Redis. */
type AskedHub = Pick<Replica, 'address'> & (Pick<Replica, 'redis'> | { readonly state: string })

/** A subscriber of a feed, as it was confirmed by the hub at an address. */
export async function subscribed(hub: AskedHub, feed = 'feed.atom'): Promise<Subscriber> {
  const reader = await subscriber()
  const form = { 'hub.mode': 'subscribe', 'hub.callback': reader.address, 'hub.topic': `https://news.example.org/${feed}` }
  await until(async () => {
    const { status } = await fetch(`${hub.address}/hub`, { method: 'POST', body: new URLSearchParams(form) })
    return status === 202 ? true : undefined
  })
  await until(() => (reader.intents.length > 0 ? true : undefined))
  const wanted = { feed, callback: reader.address }
  if ('redis' in hub) await storedInRedis(hub.redis, wanted)
  else await storedInFile(hub.state, wanted)
  return reader
}

/** Waits until a page is served that has these words. */
export async function serves({ address }: Replica, path: string, words: string): Promise<void> {
  await until(async () => {
    const text = await fetch(`${address}${path}`).then(
      response => response.text(),
      () => '',
    )
    return text.includes(words) ? true : undefined
  })
}

/** Waits until this is what was delivered last. */
export async function has(reader: Subscriber, words: string): Promise<void> {
  await until(() => (reader.arrivals.at(-1)?.body.includes(words) ? true : undefined))
}
