import { createHmac, randomBytes } from 'node:crypto'
import type { LookupFunction } from 'node:net'
import { literalRefusal } from '../platform/public-lookup.ts'
import { ask, isSuccess, type Question, type Reply } from './ask.ts'
import type { DueDelivery, Intent } from './hub-store.ts'

/** How subscribers may be asked. */
export interface Reach {
  /** Whether they may stand in private networks. */
  readonly allowPrivate: boolean
  /** Finds public addresses alone; undefined where private ones are allowed: then the system's is used. */
  readonly lookup: LookupFunction | undefined
  readonly signal: AbortSignal
  readonly timeouts: ReachTimeouts
}

export interface ReachTimeouts {
  readonly verificationMs: number
  readonly deliveryMs: number
}

export const TIMEOUTS: ReachTimeouts = { verificationMs: 15_000, deliveryMs: 30_000 }

/** Of a challenge that is echoed, with room for whoever adds a line end and is refused for it. */
const MAX_ECHO_BYTES = 1_024
const SUBSCRIBER_GONE = 410

/** Whether the subscriber confirms what was asked in its name: answers 2xx with the challenge and nothing else (WebSub §5.3). */
export async function confirms(intent: Intent, reach: Reach): Promise<boolean> {
  const { mode, url, leaseSeconds } = intent
  const challenge = randomBytes(32).toString('base64url')
  const lease = mode === 'subscribe' && { 'hub.lease_seconds': String(leaseSeconds) }
  const query = { 'hub.mode': mode, 'hub.topic': url, 'hub.challenge': challenge, ...lease }
  try {
    const { status, body } = await askIntent(intent, query, reach)
    return isSuccess(status) && body.toString('latin1') === challenge
  } catch {
    return false
  }
}

/** Tells a subscriber that it gets nothing, and why (WebSub §5.2). What it answers is nothing to the hub. */
export async function deny(intent: Intent, reason: string, reach: Reach): Promise<void> {
  await askIntent(intent, { 'hub.mode': 'denied', 'hub.topic': intent.url, 'hub.reason': reason }, reach).catch(() => {})
}

function askIntent({ callback }: Intent, query: Readonly<Record<string, string>>, reach: Reach): Promise<Reply> {
  const address = new URL(callback)
  // The callback's own query stays as it is, to the letter (WebSub §5.3).
  address.search += `${address.search === '' ? '?' : '&'}${new URLSearchParams(query)}`
  return askSubscriber(address, {
    method: 'GET',
    timeoutMs: reach.timeouts.verificationMs,
    maxBytes: MAX_ECHO_BYTES,
    reach,
  })
}

/** A topic's document as it is delivered. */
export interface Content {
  readonly bytes: Buffer
  readonly sha256: string
  readonly type: string
  /** The `Link` field: the hub, and the topic's own address. */
  readonly link: string
}

/** Delivers content to a subscriber, signed where it gave a secret (WebSub §7, §7.1). */
export async function deliver(
  { callback, secret }: Pick<DueDelivery, 'callback' | 'secret'>,
  { bytes, type, link }: Content,
  reach: Reach,
): Promise<'delivered' | 'failed' | 'gone'> {
  const signature = secret !== undefined && {
    'X-Hub-Signature': `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`,
  }
  const headers = { 'Content-Type': type, 'Content-Length': bytes.length, Link: link, ...signature }
  const question = { method: 'POST', headers, body: bytes, timeoutMs: reach.timeouts.deliveryMs, maxBytes: 0, reach } as const
  try {
    const { status } = await askSubscriber(new URL(callback), question)
    if (status === SUBSCRIBER_GONE) return 'gone'
    return isSuccess(status) ? 'delivered' : 'failed'
  } catch {
    return 'failed'
  }
}

async function askSubscriber(
  address: URL,
  { reach, ...question }: Omit<Question, 'signal' | 'lookup'> & { readonly reach: Reach },
): Promise<Reply> {
  const { allowPrivate, lookup, signal } = reach
  const refusal = allowPrivate ? undefined : literalRefusal(address)
  if (refusal !== undefined) throw new Error(refusal)
  return ask(address, { ...question, lookup, signal })
}
