import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { until } from '../cli/courant.ts'
import type { RedisServer } from '../support/redis-server.ts'

/** A subscription, by its feed and the address that it is delivered to, however that is written. */
export interface Stored {
  readonly feed: string
  readonly callback: string
}

/** Waits until a hub has stored a confirmed subscription in its file, below `state`: what is published before that is nothing new to it. */
export async function storedInFile(state: string, { feed, callback }: Stored): Promise<void> {
  using database = new DatabaseSync(join(state, 'hub.sqlite'), { readOnly: true, timeout: 5000 })
  const found = database.prepare('SELECT id FROM subscription WHERE topic = ? AND callback = ?')
  await until(() => found.get(feed, new URL(callback).href))
}

/** The same where processes share a Redis. */
export async function storedInRedis(redis: RedisServer, { feed, callback }: Stored): Promise<void> {
  await until(async () => {
    const [index = ''] = /courant:\S+:index/.exec(await redis.ask('KEYS *:index')) ?? []
    return (await redis.ask(`HEXISTS ${index} "${feed} ${new URL(callback).href}"`)) === ':1\r\n' || undefined
  })
}
