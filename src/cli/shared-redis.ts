import type { Site } from '../model/site.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import type { Shared } from '../platform/redis.ts'
import type { Lease } from '../runner/lease.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import type { Paths } from '../state/paths.ts'

/** Environment variable with the address of a Redis that several processes share: it holds a password, so it stands in no file of ours. */
const REDIS_URL = 'REDIS_URL'

/** Whether this process is to be one of several. */
export function isOneOfSeveral(): boolean {
  return Boolean(process.env[REDIS_URL])
}

/** What this process shares with others that publish the newsroom; undefined where it is alone. */
export function sharedBy({ idPrefix }: Partial<Pick<Site, 'idPrefix'>>): Shared | undefined {
  const url = process.env[REDIS_URL]
  return url && idPrefix !== undefined ? { url, name: idPrefix } : undefined
}

/** Stands for the right to publish. What speaks with Redis is loaded where there is one. */
export async function leaseOf(
  site: Partial<Pick<Site, 'idPrefix'>>,
  options: { readonly paths: Paths; readonly leaseMs?: number },
): Promise<Lease | undefined> {
  const shared = sharedBy(site)
  if (!shared) return undefined
  const { openLease } = await import('../runner/lease.ts')
  return await openLease(shared, options)
}

/** The thread that publishes once is the one that keeps the lease, and does not come to it while it puts thousands of files in place. */
const ONE_PUBLISH_MS = 60_000

/** The same for one publish. @throws EnvironmentError where another process has it, or Redis gives no answer */
export async function leaseNow(paths: Paths): Promise<Lease | undefined> {
  if (!isOneOfSeveral()) return undefined
  const { site } = readSiteFile(paths.articles)
  const lease = site && (await leaseOf(site, { paths, leaseMs: ONE_PUBLISH_MS }))
  if (!lease || lease.fence()) return lease
  const state = lease.stands()
  await lease[Symbol.asyncDispose]()
  if (state.kind === 'follows')
    throw new EnvironmentError('locked', `another Courant publishes this newsroom (${state.holder})`, {
      remedy: 'wait for it, or stop it',
    })
  throw new EnvironmentError('unreachable', `Redis gives no answer: ${lease.problem()}`, {
    remedy: 'see to the Redis that REDIS_URL names; while courant run publishes elsewhere, publishing without it is no way out',
  })
}
