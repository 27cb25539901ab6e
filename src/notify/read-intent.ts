import { type OutPath, urlOf } from '../model/address.ts'
import { literalRefusal } from '../platform/public-lookup.ts'
import type { Intent } from './hub-store.ts'
import type { TopicSite } from './notifier.ts'
import type { Topics } from './topics.ts'

/** What the hub answers a subscriber at once (WebSub §5.1.2). */
export interface HubAnswer {
  readonly status: 202 | 400 | 404 | 429 | 503
  readonly text: string
}

/** What a request is held against. */
export interface IntentContext {
  readonly site: TopicSite
  readonly topics: Topics
  readonly allowPrivate: boolean
}

const LEASE_SECONDS = { least: 60, usual: 10 * 24 * 3600, most: 30 * 24 * 3600 } as const
const MAX_CALLBACK = 2_048
/** WebSub §5.1: a secret is shorter than 200 bytes. */
const SECRET_BYTES = 200

/** Reads a subscriber's form. What it does not know in it is passed over (WebSub §5.1). */
export function readIntent(form: string, context: IntentContext): Intent | HubAnswer {
  const fields = new URLSearchParams(form)
  const mode = fields.get('hub.mode')
  if (mode !== 'subscribe' && mode !== 'unsubscribe') return wrong('hub.mode must be subscribe or unsubscribe.')
  const callback = readCallback(fields.get('hub.callback'), context)
  if (typeof callback === 'object') return callback
  const url = fields.get('hub.topic') ?? ''
  const topic = topicAt(url, context)
  if (topic === undefined)
    return { status: 404, text: 'hub.topic must be the address of a feed of this site, as the feed itself names it.' }
  const secret = fields.get('hub.secret') || undefined
  if (secret !== undefined && Buffer.byteLength(secret) >= SECRET_BYTES)
    return wrong(`hub.secret must be shorter than ${SECRET_BYTES} bytes.`)
  const leaseSeconds = readLease(fields.get('hub.lease_seconds'))
  if (leaseSeconds === undefined) return wrong('hub.lease_seconds must be a whole number above 0.')
  return { mode, topic, url, callback, secret, leaseSeconds }
}

function readCallback(text: string | null, { allowPrivate }: IntentContext): string | HubAnswer {
  const url = URL.parse(text ?? '')
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    return wrong('hub.callback must be an http or https address without a name and password.')
  if (url.href.length > MAX_CALLBACK) return wrong(`hub.callback must be no longer than ${MAX_CALLBACK} characters.`)
  const refusal = allowPrivate ? undefined : literalRefusal(url)
  url.hash = ''
  return refusal === undefined ? url.href : wrong(`hub.callback: ${refusal}.`)
}

/** The feed whose address this is, in whichever spelling of the same URL. */
function topicAt(url: string, { site, topics }: IntentContext): OutPath | undefined {
  const asked = URL.parse(url)?.href
  const home = URL.parse(urlOf(site, '/'))?.href
  if (asked === undefined || home === undefined || !asked.startsWith(home)) return undefined
  const path = decoded(asked.slice(home.length))
  return topics.has(path) && URL.parse(urlOf(site, `/${path}`))?.href === asked ? path : undefined
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function readLease(text: string | null): number | undefined {
  if (text === null || text === '') return LEASE_SECONDS.usual
  if (!/^\d{1,15}$/.test(text) || Number(text) === 0) return undefined
  return Math.min(Math.max(Number(text), LEASE_SECONDS.least), LEASE_SECONDS.most)
}

function wrong(text: string): HubAnswer {
  return { status: 400, text }
}
