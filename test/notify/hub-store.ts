import { describe, expect, test } from 'vitest'
import type { DueDelivery, HubStore, Intent } from '../../src/notify/hub-store.ts'
import { GIVE_UP_MS } from '../../src/notify/retry-pause.ts'

export const START = Date.UTC(2026, 5, 1)
/** When whoever took a request would have seen to it. */
const LATER = START + 60_000
const DAY_MS = 24 * 60 * 60_000
export const LIMITS = { perHost: 100, all: 1000 }
export const INTENT: Intent = {
  mode: 'subscribe',
  topic: 'feed.atom',
  url: 'https://news.example.org/feed.atom',
  callback: 'https://reader.example/1',
  secret: undefined,
  leaseSeconds: 30 * 24 * 3600,
}

/** A store that can be left as a kill leaves it, and opened again. */
export interface OpenStore {
  readonly store: HubStore
  readonly again: () => Promise<HubStore>
}

/** What a hub stands on, whichever engine keeps it. */
export function describeHubStore(name: string, open: () => Promise<OpenStore>): void {
  const subscribed = async (store: HubStore, intent: Partial<Intent> = {}, at = START): Promise<void> => {
    const pending = await store.request({ ...INTENT, ...intent }, LIMITS, at)
    if (pending) await store.confirm(pending, at)
  }
  const callbacksOf = (due: readonly DueDelivery[]): readonly string[] => due.map(({ callback }) => callback)
  /** A store with one subscription, to which a change is due. */
  const withOneDue = async (): Promise<OpenStore> => {
    const opened = await open()
    await opened.store.note(new Map([['feed.atom', 'one']]), START)
    await subscribed(opened.store)
    await opened.store.note(new Map([['feed.atom', 'two']]), START)
    return opened
  }

  describe(`${name}: subscriptions`, () => {
    test('a request is no subscription until it is confirmed, and outlives the process', async () => {
      const { store, again } = await open()
      const pending = await store.request({ ...INTENT, secret: 's' }, LIMITS, START)
      expect(await store.count(START)).toBe(0)
      const next = await again()
      expect(await next.pending(LATER)).toEqual([{ ...INTENT, secret: 's', id: pending?.id }])
      if (pending) await next.confirm(pending, START)
      expect(await (await again()).pending(2 * LATER - START)).toEqual([])
      expect(await next.count(START)).toBe(1)
    })

    test('a request in place of another makes that one void', async () => {
      const { store, again } = await open()
      const first = await store.request(INTENT, LIMITS, START)
      await store.request({ ...INTENT, secret: 'new' }, LIMITS, START)
      if (first) await store.confirm(first, START)
      expect(await store.count(START)).toBe(0)
      expect(await (await again()).pending(LATER)).toMatchObject([{ secret: 'new' }])
    })

    test('one that is refused leaves nothing, and an unsubscription ends what it is about alone', async () => {
      const { store, again } = await open()
      const refused = await store.request(INTENT, LIMITS, START)
      if (refused) await store.refuse(refused)
      await subscribed(store, { callback: 'https://reader.example/1' })
      await subscribed(store, { callback: 'https://reader.example/2' })
      await subscribed(store, { mode: 'unsubscribe', callback: 'https://reader.example/2' })
      expect(await store.count(START)).toBe(1)
      expect(await (await again()).pending(LATER)).toEqual([])
    })

    test('ends with its lease, and begins anew when it is confirmed again', async () => {
      const { store } = await open()
      await subscribed(store, { leaseSeconds: 60 })
      await subscribed(store, { leaseSeconds: 60, callback: 'https://reader.example/2' })
      await subscribed(store, { leaseSeconds: 60 }, START + 30_000)
      expect(await store.count(START + 60_000)).toBe(1)
      expect(await store.count(START + 90_000)).toBe(0)
    })

    test('is there again once a clock that jumped ahead is put right, and forgotten a month after its end', async () => {
      const { store, again } = await open()
      await store.note(new Map([['feed.atom', 'one']]), START)
      await subscribed(store, { leaseSeconds: 10 * 24 * 3600 })
      expect(await store.count(START + 11 * DAY_MS)).toBe(0)
      await store.note(new Map([['feed.atom', 'two']]), START + 11 * DAY_MS)
      expect(await store.take(START + 11 * DAY_MS, 10)).toEqual([])
      await store.mendDue(START + 1_000, { isSetBack: true })
      expect(await store.count(START + 1_000)).toBe(1)
      expect(callbacksOf(await store.take(START + 1_000, 10))).toEqual([INTENT.callback])
      const next = await again()
      expect(await next.count(START + 41 * DAY_MS)).toBe(0)
      expect(await next.count(START)).toBe(0)
    })

    test('gives its place to another where there is no room and its lease has ended', async () => {
      const { store } = await open()
      const limits = { perHost: 1, all: 1 }
      await subscribed(store, { leaseSeconds: 60 })
      const other = { ...INTENT, callback: 'https://reader.example/2' }
      expect(await store.request(other, limits, START)).toBeUndefined()
      await store.count(START + 60_000)
      expect(await store.request(other, limits, START + 60_000)).toMatchObject({ callback: other.callback })
    })
  })

  describe(`${name}: deliveries`, () => {
    test('are due to subscribers of what changed, once, with their secret', async () => {
      const { store } = await open()
      await store.note(
        new Map([
          ['feed.atom', 'one'],
          ['feed.rss', 'one'],
        ]),
        START,
      )
      await subscribed(store, { secret: 's' })
      await subscribed(store, { topic: 'feed.rss' })
      await store.note(
        new Map([
          ['feed.atom', 'two'],
          ['feed.rss', 'one'],
        ]),
        START,
      )
      const due = await store.take(START, 10)
      expect(due).toEqual([
        { id: expect.any(Number), topic: 'feed.atom', callback: INTENT.callback, secret: 's', sha256: 'two' },
      ])
      expect(await store.take(START, 10)).toEqual([])
      expect(await store.topics()).toEqual(
        new Map([
          ['feed.atom', 'two'],
          ['feed.rss', 'one'],
        ]),
      )
    })

    test('that were taken when the process was killed are due again', async () => {
      const { store, again } = await withOneDue()
      expect(await store.take(START, 10)).toHaveLength(1)
      expect(await (await again()).take(START, 10)).toHaveLength(1)
    })

    test('that arrived are not, even after a kill', async () => {
      const { store, again } = await withOneDue()
      const [due] = await store.take(START, 10)
      await store.conclude([{ kind: 'delivered', id: due?.id ?? 0, sha256: 'two' }], START)
      const next = await again()
      await next.note(new Map([['feed.atom', 'two']]), START)
      expect(await next.take(START + GIVE_UP_MS, 10)).toEqual([])
      expect(await next.nextDue(START)).toBeUndefined()
    })

    test('of what changed while they were on their way follow at once', async () => {
      const { store } = await withOneDue()
      const [due] = await store.take(START, 10)
      await store.note(new Map([['feed.atom', 'three']]), START + 1)
      expect(await store.take(START + 1, 10)).toEqual([])
      await store.conclude([{ kind: 'delivered', id: due?.id ?? 0, sha256: 'two' }], START + 2)
      expect(await store.take(START + 2, 10)).toHaveLength(1)
    })

    test('that fail come again with growing pauses, up to an hour, for more than a day, and then with the next change', async () => {
      const { store } = await withOneDue()
      const tries: number[] = []
      for (let at: number | undefined = START; at !== undefined; at = await store.nextDue(at)) {
        const [due] = await store.take(at, 10)
        tries.push(at - START)
        await store.conclude([{ kind: 'failed', id: due?.id ?? 0 }], at)
      }
      const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0))
      expect(pauses.slice(0, 6)).toEqual([10_000, 30_000, 90_000, 270_000, 810_000, 2_430_000])
      expect(Math.max(...pauses)).toBe(60 * 60_000)
      expect(tries.at(-1)).toBeGreaterThan(24 * 60 * 60_000)
      expect(tries.at(-1)).toBeLessThanOrEqual(GIVE_UP_MS)
      await store.note(new Map([['feed.atom', 'three']]), START + GIVE_UP_MS)
      expect(await store.take(START + GIVE_UP_MS, 10)).toHaveLength(1)
    })

    test('put off or given up by a clock that was ahead are due once it is put right', async () => {
      const { store } = await withOneDue()
      const later = START + 5 * DAY_MS
      await store.note(new Map([['feed.rss', 'one']]), START)
      await subscribed(store, { topic: 'feed.rss' })
      await store.note(new Map([['feed.rss', 'two']]), later)
      for (const { id } of await store.take(later, 10)) await store.conclude([{ kind: 'failed', id }], later)
      expect(await store.take(START, 10)).toEqual([])
      await store.mendDue(START, { isSetBack: true })
      expect((await store.take(START, 10)).map(({ topic }) => topic).sort()).toEqual(['feed.atom', 'feed.rss'])
    })

    test('that wait for longer than they ever do were put off by a clock that was ahead: they are due', async () => {
      const { store, again } = await withOneDue()
      const [due] = await store.take(START, 10)
      await store.conclude([{ kind: 'failed', id: due?.id ?? 0 }], START)
      const next = await again()
      await next.mendDue(START, { isSetBack: false })
      expect(await next.take(START, 10)).toEqual([])
      await next.mendDue(START - DAY_MS, { isSetBack: false })
      expect(await next.take(START - DAY_MS, 10)).toHaveLength(1)
    })

    test('to those who failed before come last, at their own pace', async () => {
      const { store } = await withOneDue()
      await subscribed(store, { callback: 'https://reader.example/2' })
      const [failing] = await store.take(START, 10)
      await store.conclude([{ kind: 'failed', id: failing?.id ?? 0 }], START)
      await store.note(new Map([['feed.atom', 'three']]), START + 5_000)
      expect(callbacksOf(await store.take(START + 5_000, 10))).toEqual(['https://reader.example/2'])
      await subscribed(store, { callback: 'https://reader.example/3' })
      await store.note(new Map([['feed.atom', 'four']]), START + 20_000)
      expect(callbacksOf(await store.take(START + 20_000, 10))).toEqual([
        'https://reader.example/3',
        'https://reader.example/1',
      ])
    })

    test('to those who were given up come last as well, with the next change', async () => {
      const { store } = await withOneDue()
      const [due] = await store.take(START, 10)
      await store.conclude([{ kind: 'failed', id: due?.id ?? 0 }], START + GIVE_UP_MS)
      expect(await store.nextDue(START + GIVE_UP_MS)).toBeUndefined()
      await subscribed(store, { callback: 'https://reader.example/2' })
      await store.note(new Map([['feed.atom', 'three']]), START + GIVE_UP_MS)
      expect(callbacksOf(await store.take(START + GIVE_UP_MS, 1))).toEqual(['https://reader.example/2'])
      expect(callbacksOf(await store.take(START + GIVE_UP_MS, 1))).toEqual([INTENT.callback])
    })

    test('that failed are taken as many as are asked for, and others beside them', async () => {
      const { store } = await withOneDue()
      await subscribed(store, { callback: 'https://reader.example/2' })
      await store.note(new Map([['feed.atom', 'three']]), START)
      for (const { id } of await store.take(START, 10)) await store.conclude([{ kind: 'failed', id }], START)
      await subscribed(store, { callback: 'https://reader.example/3' })
      await store.note(new Map([['feed.atom', 'four']]), START + 10_000)
      const due = await store.take(START + 10_000, 10, 1)
      expect(due.map(({ callback, isFailing = false }) => [callback, isFailing])).toEqual([
        ['https://reader.example/3', false],
        ['https://reader.example/1', true],
      ])
      expect(await store.take(START + 10_000, 10, 0)).toEqual([])
      expect(callbacksOf(await store.take(START + 30_000, 10))).toEqual(['https://reader.example/2'])
    })

    test('that failed are due at once to who confirms its subscription anew', async () => {
      const { store } = await withOneDue()
      const [due] = await store.take(START, 10)
      await store.conclude([{ kind: 'failed', id: due?.id ?? 0 }], START)
      await subscribed(store, {}, START + 1_000)
      expect(await store.take(START + 1_000, 10)).toHaveLength(1)
      await store.conclude([{ kind: 'delivered', id: due?.id ?? 0, sha256: 'two' }], START + 1_000)
      await subscribed(store, {}, START + 2_000)
      expect(await store.nextDue(START)).toBeUndefined()
    })

    test('whose bytes were being replaced come again soon, and less soon the longer that lasts', async () => {
      const { store } = await withOneDue()
      const [due] = await store.take(START, 10)
      const id = due?.id ?? 0
      await store.conclude([{ kind: 'put-off', id }], START)
      expect(await store.nextDue(START)).toBe(START + 1_000)
      await store.take(START + 40_000, 10)
      await store.conclude([{ kind: 'put-off', id }], START + 40_000)
      expect(await store.nextDue(START)).toBe(START + 50_000)
    })

    test('end with the subscription: 410, an unsubscription, the lease', async () => {
      const { store } = await withOneDue()
      await subscribed(store, { callback: 'https://reader.example/2' })
      await subscribed(store, { callback: 'https://reader.example/3', leaseSeconds: 60 })
      const [gone] = await store.take(START, 10)
      await store.conclude([{ kind: 'gone', id: gone?.id ?? 0 }], START)
      await subscribed(store, { callback: 'https://reader.example/2', mode: 'unsubscribe' })
      await store.note(new Map([['feed.atom', 'three']]), START + 60_000)
      expect(await store.take(START + 60_000, 10)).toEqual([])
      expect(await store.nextDue(START + 60_000)).toBeUndefined()
      expect(await store.count(START + 60_000)).toBe(0)
    })
  })
}
