import { join } from 'node:path'
import { type OutPath, urlOf } from '../model/address.ts'
import { isObject } from '../platform/json-lines.ts'
import { readJson } from '../platform/read-json.ts'
import { writeWhole } from '../platform/write-whole.ts'
import type { Paths } from '../state/paths.ts'
import { ask } from './ask.ts'
import type { TopicSite } from './notifier.ts'
import type { PublishedFeeds, Topics } from './topics.ts'

/** Whom to tell of what. */
export interface PingRequest {
  readonly paths: Pick<Paths, 'state'>
  /** Reads which feeds are public. */
  readonly published: () => PublishedFeeds
  /** Address of the hub. */
  readonly hub: string
  readonly site: TopicSite
  readonly signal: AbortSignal
}

/** What became of it. */
export interface PingReport {
  /** Feeds that the hub was told of. */
  readonly told: number
  /** Feeds that changed and that it was not told of, and why. */
  readonly untold: number
  readonly problem: string | undefined
}

const TIMEOUT_MS = 15_000
const AT_ONCE = 4

/**
 * Tells a hub of every feed whose bytes are others than when it was last told, and of no other. What it takes is remembered, so that what it does not,
 * or what a kill prevents, is told the next time. A hub that cannot be reached or that fails is not asked for the rest.
 */
export async function pingChanged({ paths, published, hub, site, signal }: PingRequest): Promise<PingReport> {
  const { topics } = published()
  const before = readPinged(paths, hub)
  const waiting = [...topics].filter(([path, sha256]) => before.get(path) !== sha256)
  if (waiting.length === 0) return { told: 0, untold: 0, problem: undefined }
  const told = new Map(before)
  const changed = waiting.length
  let taken = 0
  let problem: string | undefined
  let isOut = false
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !isOut; next = waiting.shift()) {
      const [path, sha256] = next
      const refusal = await ping(path, { hub, site, signal })
      if (refusal === undefined) {
        told.set(path, sha256)
        taken++
        continue
      }
      problem = refusal.why
      isOut ||= refusal.isOut
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  writePinged(paths, { hub, topics: told })
  return { told: taken, untold: changed - taken, problem }
}

/** Why a hub did not take it, and whether it would take nothing else either. */
interface Refusal {
  readonly why: string
  readonly isOut: boolean
}

/** As publishers have always told hubs: WebSub leaves the form to the two (§7); hubs differ in which name they read. */
async function ping(
  path: OutPath,
  { hub, site, signal }: Omit<PingRequest, 'paths' | 'published'>,
): Promise<Refusal | undefined> {
  const topic = urlOf(site, `/${path}`)
  const body = new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic, 'hub.topic': topic }).toString()
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) }
  try {
    const { status } = await ask(new URL(hub), { method: 'POST', headers, body, timeoutMs: TIMEOUT_MS, maxBytes: 0, signal })
    if (status >= 200 && status < 300) return undefined
    return { why: `it answers ${status}`, isOut: status >= 500 || status === 429 || status === 401 || status === 403 }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error), isOut: true }
  }
}

const PINGED_FILE = 'pinged.json'

/** What a hub was last told of; of another hub, or where that is lost, nothing. It is then told of everything once more. */
function readPinged({ state }: Pick<Paths, 'state'>, hub: string): Topics {
  const kept = readJson(join(state, PINGED_FILE))
  if (!isObject(kept) || kept.hub !== hub || !isObject(kept.topics)) return new Map()
  return new Map(
    Object.entries(kept.topics).flatMap(([path, sha256]): (readonly [OutPath, string])[] =>
      typeof sha256 === 'string' ? [[path, sha256]] : [],
    ),
  )
}

/** Remembers what the hub was told of. */
function writePinged(
  { state }: Pick<Paths, 'state'>,
  { hub, topics }: { readonly hub: string; readonly topics: Topics },
): void {
  writeWhole(join(state, PINGED_FILE), JSON.stringify({ hub, topics: Object.fromEntries(topics) }))
}
