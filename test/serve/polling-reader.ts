import { hash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { answer } from '../../src/serve/answer.ts'
import { publishedSite } from '../../src/serve/published.ts'
import { startServer } from '../../src/serve/server.ts'
import { atomWithFeedsmith, jsonWithFeedsmith, rssWithFeedsmith } from '../readers/read-with-feedsmith.ts'

/** What a reader polls. */
export interface Polling {
  readonly out: string
  /** Between two looks: on a busy machine, what is published needs time too. */
  readonly pauseMs: number
}

/** What a reader met while others published. */
export interface Polled {
  /** Feeds that it read. */
  readonly feeds: number
  /** Different documents among them. */
  readonly versions: number
  readonly problems: readonly string[]
}

const FORMATS = { 'feed.rss': rssWithFeedsmith, 'feed.atom': atomWithFeedsmith, 'feed.json': jsonWithFeedsmith } as const
const ORIGIN = 'https://news.example.org'

/**
 * Serves a folder from a thread of its own, since a publish keeps the main one busy just when it matters, and reads its
 * feeds and the pages they name over HTTP until it gets a message.
 */
async function poll({ out, pauseMs }: Polling): Promise<void> {
  await using server = await startServer(answer(publishedSite(out), { origin: ORIGIN, basePath: '' }), {
    host: '127.0.0.1',
    port: 0,
  })
  const problems: string[] = []
  const get = async (path: string): Promise<{ readonly status: number; readonly text: string }> => {
    const response = await fetch(server.address + path)
    const text = await response.text()
    const tag = response.headers.get('etag')
    if (tag !== null && !tag.startsWith(`"${hash('sha256', text, 'base64url').slice(0, 27)}`))
      problems.push(`${path} came under the tag of other bytes: ${tag}`)
    return { status: response.status, text }
  }
  const versions = new Set<string>()
  let feeds = 0
  let told = false
  parentPort?.once('message', () => {
    told = true
  })
  parentPort?.postMessage('reading')
  while (!told) {
    await pause(pauseMs)
    for (const [name, itemsOf] of Object.entries(FORMATS)) {
      const feed = await get(`/${name}`)
      feeds++
      versions.add(feed.text)
      const paths = pathsIn(feed, itemsOf)
      if (!paths) problems.push(`${name} came with ${feed.status} and cannot be read: …${feed.text.slice(-40)}`)
      for (const path of paths ?? []) {
        const { status } = await get(path)
        // The page may have been taken back since; then the feed does not name it any more.
        if (status !== 200 && (await get(`/${name}`)).text.includes(ORIGIN + path))
          problems.push(`${name} names ${path}: ${status}`)
      }
    }
  }
  parentPort?.postMessage({ feeds, versions: versions.size, problems } satisfies Polled)
}

/** The pages that a feed names first and last: those that were written and removed last. */
function pathsIn(
  { status, text }: { readonly status: number; readonly text: string },
  itemsOf: (text: string) => readonly { readonly link: string | undefined }[],
): readonly string[] | undefined {
  try {
    const links = itemsOf(text).map(({ link }) => link ?? '')
    const ends = [...links.slice(0, 2), ...links.slice(-1)]
    return status === 200 && links.length > 0 ? ends.map(link => link.slice(ORIGIN.length)) : undefined
  } catch {
    return undefined
  }
}

const polling: Polling = workerData
await poll(polling)
