import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { OWN_HUB } from '../model/hub.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import { publicLookup } from '../platform/public-lookup.ts'
import type { Shared } from '../platform/redis.ts'
import { HUB_FILE } from '../state/own-folder.ts'
import { TIMEOUTS } from './callback.ts'
import { findByDns } from './find-addresses.ts'
import { Hub } from './hub.ts'
import type { HubStore } from './hub-store.ts'
import { keepPinging } from './keep-pinging.ts'
import { moveHub } from './move-hub.ts'
import type { NotifierEars } from './notifier.ts'
import type { FromNotifier, NotifySettings, ToNotifier } from './notify-thread.ts'

/** Notifies of whatever is published until it is told to end. */
async function serve(port: MessagePort, settings: NotifySettings): Promise<void> {
  const say = (message: FromNotifier): void => port.postMessage(message)
  const ears: NotifierEars = {
    onCounted: notice => say({ kind: 'counted', notice }),
    onSaid: said => say({ kind: 'said', said }),
  }
  const { paths, shared } = settings
  let store: HubStore | undefined
  /** Ends the thread, which is started again. */
  const giveUp = (error: unknown): never => {
    if (!(error instanceof Error)) throw error
    const remedy = error instanceof EnvironmentError ? error.remedy : store?.remedyOf(error)
    say({ kind: 'failed', words: error.message, remedy })
    process.exit()
  }
  try {
    store = settings.hub === OWN_HUB ? await openStore(paths, shared) : undefined
    await takeAlong(store, { paths, fence: settings.fence })
  } catch (error) {
    giveUp(error)
  }
  const hub = store && (await openHub(settings, { store, ears }))
  const notifier = hub ?? keepPinging({ ...settings, ...ears })
  port.on('message', async (message: ToNotifier) => {
    if (message.kind === 'published') {
      // Before it is noted what is published by now: that is what they are to hear.
      await takeAlong(store, { paths, fence: message.fence }).catch(giveUp)
      notifier.published(message.site, message.fence)
    } else if (message.kind === 'asked') {
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
  { paths, manifest, site, privateCallbacks, fence }: NotifySettings,
  { store, ears }: { readonly store: HubStore; readonly ears: NotifierEars },
): Promise<Hub> {
  const lookup = privateCallbacks ? undefined : publicLookup(findByDns())
  return await Hub.open({
    ...ears,
    out: paths.out,
    manifest,
    site,
    fence,
    store,
    reach: { allowPrivate: privateCallbacks, lookup, timeouts: TIMEOUTS },
    now: Date.now,
  })
}

async function openStore({ state }: NotifySettings['paths'], shared: Shared | undefined): Promise<HubStore> {
  if (shared) return await (await import('./redis-hub-store.ts')).openRedisStore(shared)
  return (await import('./sqlite-hub-store.ts')).openSqliteStore(join(state, HUB_FILE))
}

/**
 * Takes along what a hub that was alone until now knows: its subscribers know nothing of where it keeps them. Whoever publishes does, which may be
 * known only later.
 */
async function takeAlong(
  store: HubStore | undefined,
  { paths, fence }: Pick<NotifySettings, 'paths' | 'fence'>,
): Promise<void> {
  const alone = join(paths.state, HUB_FILE)
  if (!store?.isShared || fence === undefined || !existsSync(alone)) return
  const { readSqliteHub } = await import('./sqlite-hub-file.ts')
  await moveHub(readSqliteHub(alone), { store, fence, at: Date.now() })
  // What was published twice meanwhile takes it along twice.
  if (existsSync(alone)) renameSync(alone, `${alone}.moved`)
}

if (parentPort) await serve(parentPort, workerData)
