import { parentPort, workerData } from 'node:worker_threads'
import { jsonWithFeedsmith } from '../readers/read-with-feedsmith.ts'

/** What readers ask of a server, and what is not public before its time. */
export interface ReadersTask {
  /** Without a slash at the end. */
  readonly address: string
  /** Addresses that are asked for in turns. */
  readonly paths: readonly string[]
  /** When each story is due, by its title. */
  readonly due: Readonly<Record<string, number>>
  /** Requests in flight at once. */
  readonly readers: number
}

/** What the readers met until they were told that it is enough. */
export interface ReadersReport {
  readonly answers: number
  /** When the newsroom's feed first had each story, by its title. */
  readonly seen: Readonly<Record<string, number>>
  readonly problems: readonly string[]
}

/** Asks without a pause, from a thread of its own, until it gets a message. */
async function read({ address, paths, due, readers }: ReadersTask): Promise<ReadersReport> {
  const problems = new Set<string>()
  const seen: Record<string, number> = {}
  let answers = 0
  let told = false
  parentPort?.once('message', () => {
    told = true
  })
  const get = async (path: string): Promise<string> => {
    const response = await fetch(address + path)
    const text = await response.text()
    answers++
    if (response.status !== 200) problems.add(`${path}: ${response.status}`)
    return text
  }
  const look = async (): Promise<void> => {
    const items = jsonWithFeedsmith(await get('/feed.json'))
    const now = Date.now()
    for (const { title = '', link = '' } of items) {
      if (title in seen || !(title in due)) continue
      seen[title] = now
      if (now < (due[title] ?? 0)) problems.add(`${title} was in the feed ${(due[title] ?? 0) - now} ms early`)
      await get(new URL(link).pathname)
    }
  }
  const ask = async (first: number): Promise<void> => {
    for (let at = first; !told; at++) await get(paths[at % paths.length] ?? '/')
  }
  const watch = async (): Promise<void> => {
    while (!told) await look()
  }
  await Promise.all([watch(), ...Array.from({ length: readers }, (_, reader) => ask(reader))])
  return { answers, seen, problems: [...problems] }
}

const task: ReadersTask = workerData
parentPort?.postMessage(await read(task))
