import { hash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { EnvironmentError, isSystemError } from './environment-error.ts'

export type { Redis }

/** What several processes that publish one newsroom share: a Redis, and the name under which its keys stand there. */
export interface Shared {
  readonly url: string
  /** Names the newsroom, wherever it is published: its `idPrefix`. */
  readonly name: string
}

/** An answer that does not come within this is none: a Redis that hangs must keep nobody. */
const TIMEOUT_MS = 5_000
const LONGEST_PAUSE_MS = 2_000

/**
 * Connects to a Redis, and again whenever the connection is lost. Without one, commands fail at once, and say why.
 * @throws EnvironmentError when the package is not installed, or the address is none
 */
export async function connectRedis(url: string, timeoutMs: number = TIMEOUT_MS): Promise<Redis> {
  const { Redis } = await loadPackage('ioredis', () => import('ioredis'))
  if (!/^rediss?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new EnvironmentError('unreachable', 'REDIS_URL is not the address of a Redis', {
      remedy: 'write redis://host:6379, or rediss://user:password@host:6379/0',
    })
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    // BullMQ asks for this: commands that a lost connection left without an answer are sent again, however often.
    maxRetriesPerRequest: null,
    commandTimeout: timeoutMs,
    connectTimeout: timeoutMs,
    retryStrategy: times => Math.min(100 * times, LONGEST_PAUSE_MS),
  })
  // Commands tell.
  redis.on('error', () => {})
  // Where it is not there yet, it is tried again.
  await redis.connect().catch(() => {})
  return redis
}

/** The same Redis, while there is a connection to it. @throws Error where there is none */
export function reached(redis: Redis): Redis {
  if (redis.status === 'ready') return redis
  throw new Error('no connection to Redis')
}

/** What the keys of a newsroom begin with. In braces, so that a cluster keeps them together. */
export function keyPrefix({ name }: Shared): string {
  return `courant:{${hash('sha256', name, 'hex').slice(0, 12)}}:`
}

/** Loads a package that only some installations need. @throws EnvironmentError where it is missing */
export async function loadPackage<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    if (!isSystemError(error, 'ERR_MODULE_NOT_FOUND')) throw error
    throw new EnvironmentError('no-redis-client', `REDIS_URL is set, and the package ${name} is not installed`, {
      remedy: 'npm install ioredis bullmq, beside Courant; or leave REDIS_URL out',
      cause: error,
    })
  }
}
