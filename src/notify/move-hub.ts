import type { Instant } from '../model/instant.ts'
import type { HubStore, KeptHub } from './hub-store.ts'

const NO_LIMITS = { perHost: Number.MAX_SAFE_INTEGER, all: Number.MAX_SAFE_INTEGER } as const
const AT_ONCE = 500

/**
 * Takes a hub's subscriptions over into another store, with what their subscribers have; where that is not sure, they get it again. May be done again
 * after it was cut off.
 */
export async function moveHub(
  { topics, subscriptions }: KeptHub,
  { store, at, fence }: { readonly store: HubStore; readonly at: Instant; readonly fence: number },
): Promise<void> {
  if ((await store.topics()).size === 0) await store.note(topics, at, fence)
  const holding = subscriptions.filter(({ expires }) => expires > at)
  const move = async ({ expires, ...subscriber }: (typeof holding)[number]): Promise<void> => {
    // The store asks no subscriber, and sends nobody the topic's address.
    const intent = { ...subscriber, mode: 'subscribe', url: '', leaseSeconds: (expires - at) / 1000 } as const
    const pending = await store.request(intent, NO_LIMITS, at)
    if (pending) await store.confirm(pending, at)
  }
  for (let from = 0; from < holding.length; from += AT_ONCE) await Promise.all(holding.slice(from, from + AT_ONCE).map(move))
}
