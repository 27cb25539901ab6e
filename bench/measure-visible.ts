import { once } from 'node:events'
import { mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { MANIFEST_FILE } from '../src/output/manifest-file.ts'
import type { ReadersReport, ReadersTask } from '../test/cli/busy-readers.ts'
import { SEED } from './corpus.ts'
import { type Contender, type Newsroom, type StoryAt, storyFile, storyPage } from './lay-out.ts'
import { PATIENCE_MS, type Resident, startResident, untilQuiet } from './resident.ts'
import { writeStory } from './story.ts'

/** How long it took until readers were served what is new, story by story: on its page, and in the newsroom's feed. */
export interface Visible {
  readonly stories: number
  /** From the instant that a story was due, or from the saved file of one that was edited. */
  readonly what: 'release' | 'first' | keyof typeof EDITS
  /** Whether others asked without a pause meanwhile. */
  readonly underLoad: boolean
  readonly pageMs: readonly number[]
  readonly feedMs: readonly number[]
}

/** What an author does to a story's file: the text of it, with a mark by which it is known. */
const EDITS = {
  body: (source: string, mark: string): string => `${source}\n${mark}\n`,
  title: (source: string, mark: string): string => source.replace(/^title: .*$/m, `title: ${mark}`),
}

interface Plan {
  readonly plan: Newsroom['plan']
  readonly rounds: number
}

/** Lets a resident Courant release stories, each once all is quiet after the one before, without and with readers that keep it busy. */
export async function measureReleases(contender: Contender, { plan, rounds }: Plan): Promise<readonly Visible[]> {
  await using resident = await residentOf(contender)
  const gapMs = Math.max(10_000, plan.count * 1.5)
  const measure = async (firstIndex: number): Promise<readonly Seen[]> => {
    const firstAt = Date.now() + 2 * gapMs
    const due = Array.from({ length: rounds }, (_, round) => ({ at: firstAt + round * gapMs, index: firstIndex + round }))
    const marks = due.map(({ at, index }) => writeDueStory(contender, { plan, index }, at))
    const seen: Seen[] = []
    for (const [round, { at, index }] of due.entries()) {
      await setTimeout(Math.max(0, at - Date.now() - 200))
      const mark = marks[round] ?? ''
      const place = placeOf(resident, contender, { plan, index })
      const known = await tagsOf(place)
      seen.push(await seenAfter(at, { ...place, known, placed: whenPlaced(place.out), isSo: text => text.includes(mark) }))
    }
    return seen
  }
  await untilQuiet(resident.pid)
  const quiet = await measure(plan.count)
  await using _load = loadOn(addressOf(resident))
  return [
    visible(plan, { what: 'release', underLoad: false, seen: quiet }),
    visible(plan, { what: 'release', underLoad: true, seen: await measure(plan.count + rounds) }),
  ]
}

/**
 * Edits bodies and titles of the newest stories of a resident Courant one after another, without and with readers that keep it busy. The first
 * bodies, while its code is not compiled, are told apart.
 */
export async function measureEdits(contender: Contender, { plan, rounds }: Plan): Promise<readonly Visible[]> {
  await using resident = await residentOf(contender)
  const measure = async (what: keyof typeof EDITS, pause: () => Promise<void>): Promise<readonly Seen[]> => {
    const seen: Seen[] = []
    for (let round = 0; round < rounds; round++) {
      const at = { plan, index: plan.count - 1 - round }
      const file = storyFile(contender, at)
      const source = readFileSync(file, 'utf8')
      const mark = `Edited as ${crypto.randomUUID()}.`
      const place = placeOf(resident, contender, at)
      const save = async (text: string, isSo: (text: string) => boolean): Promise<Seen> => {
        await pause()
        const known = await tagsOf(place)
        const placed = whenPlaced(place.out)
        writeFileSync(file, text)
        return seenAfter(Date.now(), { ...place, known, placed, isSo })
      }
      seen.push(await save(EDITS[what](source, mark), text => text.includes(mark)))
      await save(source, text => !text.includes(mark))
    }
    return seen
  }
  const quiet = (): Promise<void> => untilQuiet(resident.pid)
  const measured = [visible(plan, { what: 'first', underLoad: false, seen: await measure('body', quiet) })]
  for (const what of ['body', 'title'] as const)
    measured.push(visible(plan, { what, underLoad: false, seen: await measure(what, quiet) }))
  await using _load = loadOn(addressOf(resident))
  for (const what of ['body', 'title'] as const)
    measured.push(visible(plan, { what, underLoad: true, seen: await measure(what, () => setTimeout(2000)) }))
  return measured
}

function residentOf({ publisher, dir }: Contender): Promise<Resident> {
  if (publisher.watch === undefined) throw new Error(`${publisher.name} does not stay`)
  return startResident(publisher.watch, dir)
}

function visible(
  plan: Newsroom['plan'],
  { seen, ...about }: Pick<Visible, 'what' | 'underLoad'> & { readonly seen: readonly Seen[] },
): Visible {
  return {
    stories: plan.count,
    ...about,
    pageMs: seen.map(({ pageMs }) => pageMs),
    feedMs: seen.map(({ feedMs }) => feedMs),
  }
}

function addressOf({ said }: Resident): string {
  const address = /Serving it at (http:\/\/[^/]+)/.exec(said)?.[1]
  if (address === undefined) throw new Error(`it did not say where it serves:\n${said}`)
  return address
}

/** Writes a story that is to come, and gives the words by which it is known. */
function writeDueStory(contender: Contender, at: StoryAt, dueMs: number): string {
  const file = storyFile(contender, at)
  const mark = `Due as ${crypto.randomUUID()}.`
  const [story] = writeStory({ ...at.plan, index: at.index, seed: SEED })
  const dated = `${story?.content}`.replace(/^date: .*$/m, `date: ${new Date(dueMs).toISOString()}`)
  mkdirSync(dirname(file), { recursive: true })
  // Its picture is another file, and not what is measured.
  writeFileSync(file, `${dated.replace(/^image:\n(?: {2}.*\n)+/m, '')}\n${mark}\n`)
  return mark
}

/** Where readers find a story. */
interface StoryPlaces {
  /** The folder that is published. */
  readonly out: string
  readonly page: string
  readonly feed: string
}

function placeOf(resident: Resident, contender: Contender, at: StoryAt): StoryPlaces {
  const address = addressOf(resident)
  const out = join(contender.dir, contender.publisher.out)
  const page = storyPage(contender, at)
    .slice(out.length)
    .replace(/index\.html$/, '')
  return { out, page: address + page, feed: `${address}/feed.json` }
}

/** The versions that readers of a story have, by their entity tags. */
interface Known {
  readonly page: string
  readonly feed: string
}

async function tagsOf({ page, feed }: StoryPlaces): Promise<Known> {
  const tagOf = async (address: string): Promise<string> => {
    const response = await fetch(address)
    await response.arrayBuffer()
    return response.headers.get('etag') ?? ''
  }
  return { page: await tagOf(page), feed: await tagOf(feed) }
}

interface Seen {
  readonly pageMs: number
  readonly feedMs: number
}

/**
 * Asks for page and feed again and again, side by side, until each is as looked for: from when something is put in place, since who asks all
 * the while takes one of two processors, of which the publish has need. As readers do, it says which version it has.
 */
async function seenAfter(
  sinceMs: number,
  {
    page,
    feed,
    known,
    placed,
    isSo,
  }: StoryPlaces & {
    readonly known: Known
    readonly placed: Promise<void>
    readonly isSo: (text: string) => boolean
  },
): Promise<Seen> {
  await placed
  const untilSo = async (address: string, knownTag: string): Promise<number> => {
    let tag = knownTag
    for (const endMs = Date.now() + PATIENCE_MS; Date.now() < endMs; await setTimeout(1)) {
      const response = await fetch(address, { headers: { 'If-None-Match': tag } })
      const text = await response.text()
      tag = response.headers.get('etag') ?? tag
      if (response.ok && isSo(text)) return Date.now() - sinceMs
    }
    throw new Error(`${address} did not change`)
  }
  const [pageMs, feedMs] = await Promise.all([untilSo(page, known.page), untilSo(feed, known.feed)])
  return { pageMs, feedMs }
}

/** Watches at once, and waits until the manifest announces what is put in place, which is served after that. */
async function whenPlaced(out: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const patience = setTimeout(PATIENCE_MS, undefined, { ref: false })
  const watcher = watch(out, (_, name) => {
    if (name === MANIFEST_FILE) resolve()
  })
  await Promise.race([promise, patience])
  watcher.close()
}

/** Readers on a thread of their own. Disposing ends them. @throws Error when they met anything but 200 */
function loadOn(address: string): AsyncDisposable {
  const task: ReadersTask = { address, paths: ['/', '/feed.rss', '/feed.atom', '/feeds/'], due: {}, readers: 4 }
  const worker = new Worker(new URL('../test/cli/busy-readers.ts', import.meta.url), { workerData: task })
  return {
    [Symbol.asyncDispose]: async () => {
      const told = once(worker, 'message')
      worker.postMessage('enough')
      const [report]: ReadersReport[] = await told
      if (!report || report.problems.length > 0) throw new Error(`readers met ${report?.problems.join('; ')}`)
    },
  }
}
