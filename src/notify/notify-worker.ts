import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { OWN_HUB } from '../model/hub.ts'
import { publicLookup } from '../store/public-lookup.ts'
import type { Shared } from '../store/redis.ts'
import { TIMEOUTS } from './callback.ts'
import { findByDns } from './find-addresses.ts'
import { Hub } from './hub.ts'
import type { HubStore } from './hub-store.ts'
import { keepPinging } from './keep-pinging.ts'
import { moveHub } from './move-hub.ts'
import type { NotifierEars } from './notifier.ts'
import type { FromNotifier, NotifySettings, ToNotifier } from './notify-thread.ts'

/** Name of the own hub's store among a newsroom's states. */
const HUB_FILE = 'hub.sqlite'

/** Notifies of whatever is published until it is told to end. */
async function serve(port: MessagePort, settings: NotifySettings): Promise<void> {
  const say = (message: FromNotifier): void => port.postMessage(message)
  const ears: NotifierEars = {
    onCounted: notice => say({ kind: 'counted', notice }),
    onSaid: said => say({ kind: 'said', said }),
  }
  const hub = settings.hub === OWN_HUB ? await openHub(settings, ears) : undefined
  const notifier = hub ?? keepPinging({ ...settings, ...ears })
  port.on('message', async (message: ToNotifier) => {
    if (message.kind === 'published') notifier.published(message.site, message.fence)
    else if (message.kind === 'asked') {
      const away = { status: 503, text: 'This site has no hub of its own.' } as const
      const answer = await hub
        ?.ask(message.form)
        .catch(() => ({ status: 503, text: 'The hub cannot write just now.' }) as const)
      say({ kind: 'answered', number: message.number, answer: answer ?? away })
    } else {
      await notifier[Symbol.asyncDispose]()
      // A name that nobody answers for would keep the thread for a while.
      process.exit()
    }
  })
}

async function openHub(
  { paths, manifest, site, privateCallbacks, shared, fence }: NotifySettings,
  ears: NotifierEars,
): Promise<Hub> {
  const lookup = privateCallbacks ? undefined : publicLookup(findByDns())
  return await Hub.open({
    ...ears,
    out: paths.out,
    manifest,
    site,
    fence,
    store: shared ? await openShared({ shared, paths, fence }) : await openEmbedded(paths),
    reach: { allowPrivate: privateCallbacks, lookup, timeouts: TIMEOUTS },
    now: Date.now,
  })
}

async function openEmbedded({ state }: NotifySettings['paths']): Promise<HubStore> {
  const { openSqliteStore } = await import('./sqlite-hub-store.ts')
  return openSqliteStore(join(state, HUB_FILE))
}

async function openShared({
  shared,
  paths,
  fence,
}: Pick<NotifySettings, 'paths' | 'fence'> & { readonly shared: Shared }): Promise<HubStore> {
  const { openRedisStore } = await import('./redis-hub-store.ts')
  const store = await openRedisStore(shared)
  const alone = join(paths.state, HUB_FILE)
  if (fence !== undefined && existsSync(alone)) await takeAlong(alone, { store, fence })
  return store
}

/** Subscribers of a hub that was alone until now know nothing of where it keeps them. */
async function takeAlong(alone: string, { store, fence }: { readonly store: HubStore; readonly fence: number }): Promise<void> {
  const { readSqliteHub } = await import('./sqlite-hub-store.ts')
  await moveHub(readSqliteHub(alone), { store, fence, at: Date.now() })
  renameSync(alone, `${alone}.moved`)
}

if (parentPort) await serve(parentPort, workerData)
