import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { MANIFEST_FILE } from '../src/output/manifest-file.ts'
import type { ReadersReport, ReadersTask } from '../test/cli/busy-readers.ts'
import {
  broken,
  CHANGES,
  type Change,
  type ChangeKind,
  type EditedStory,
  type FeedItem,
  type Saved,
  type Served,
  STORY_CHANGES,
  type StoryChange,
  saveWhole,
  withField,
} from './changes.ts'
import { SEED } from './corpus.ts'
import { type Contender, type Newsroom, type StoryAt, storyFile, storyPage } from './lay-out.ts'
import { PATIENCE_MS, type Resident, startResident, untilQuiet } from './resident.ts'
import { writeStory } from './story.ts'

/** How long it took until readers were served what is new, time by time: on its page, and in the newsroom's feed. */
export interface Visible {
  readonly stories: number
  /** From the instant that a story was due, or from the saved file. `first` are the first bodies that a process publishes. */
  readonly what: 'release' | 'first' | ChangeKind
  /** What `site.yaml` switches off; `default` where it switches nothing off. */
  readonly settings: Settings
  /** Whether another story had an error meanwhile. */
  readonly broken: boolean
  /** Whether others asked without a pause meanwhile. */
  readonly underLoad: boolean
  readonly pageMs: readonly number[]
  /** Empty where no feed shows the change. */
  readonly feedMs: readonly number[]
}

export type Settings = 'search: false' | 'default'

interface Plan {
  readonly plan: Newsroom['plan']
  readonly times: number
}

/** From the newest on: stories that stand in the newsroom's feed, however it is cut. */
const EDITED = 10
const FIRST = 12
const PAUSE_MS = 1000
const UNDO_PAUSE_MS = 300

/**
 * Lets a resident Courant release stories, a minute apart in a large newsroom: a few without readers, then `times` with five busy readers, and
 * a body saved halfway between two. A story that is public early has a negative figure.
 */
export async function measureReleases(contender: Contender, { plan, times }: Plan): Promise<readonly Visible[]> {
  await using resident = await residentOf(contender)
  const gapMs = plan.count > 10_000 ? 60_000 : 10_000
  const measure = async (rounds: number, between: (round: number) => void): Promise<readonly Seen[]> => {
    const firstIndex = freshIndex(contender, plan)
    const firstAt = Date.now() + 2 * gapMs
    const due = Array.from({ length: rounds }, (_, round) => ({ at: firstAt + round * gapMs, index: firstIndex + round }))
    const marks = due.map(({ at, index }) => writeDatedStory(contender, { plan, index }, at))
    const seen: Seen[] = []
    for (const [round, { at, index }] of due.entries()) {
      await setTimeout(Math.max(0, at - gapMs / 2 - Date.now()))
      between(round)
      await setTimeout(Math.max(0, at - Date.now() - 200))
      const change = addedStory(addressIn(contender, { plan, index }), marks[round] ?? '')
      seen.push(await seenAfter(at, await watched(resident, contender, change)))
    }
    return seen
  }
  await untilQuiet(resident.pid)
  const about = { what: 'release', settings: 'search: false', broken: false } as const
  const quiet = await measure(Math.min(times, 4), () => {})
  await using _load = loadOn(addressOf(resident))
  const busy = await measure(times, round => {
    const file = storyFile(contender, { plan, index: (Math.floor(plan.count / 3) + round) % plan.count })
    writeFileSync(file, `${readFileSync(file, 'utf8')}\nSaved between two releases, ${round + 1}.\n`)
  })
  return [visible(plan, { ...about, underLoad: false, seen: quiet }), visible(plan, { ...about, underLoad: true, seen: busy })]
}

/**
 * Makes every kind of change, `times` each, in a resident Courant, and once more while another story has an error; then bodies and titles
 * with readers that keep it busy. The first bodies, while its code is not compiled, are a row of their own.
 */
export async function measureEdits(
  contender: Contender,
  { plan, times, settings }: Plan & { readonly settings: Settings },
): Promise<readonly Visible[]> {
  setSearch(contender, settings)
  await using resident = await residentOf(contender)
  const newsroom = { contender, plan, resident }
  // With a search, a process of its own makes the index for long after each change.
  const pause = (): Promise<void> => (settings === 'default' ? setTimeout(PAUSE_MS) : untilQuiet(resident.pid, PAUSE_MS))
  const measured: Visible[] = []
  const keep = (what: Visible['what'], seen: readonly Seen[], about: Partial<Visible> = {}): void => {
    measured.push(visible(plan, { what, settings, broken: false, underLoad: false, ...about, seen }))
  }
  await untilQuiet(resident.pid)
  keep('first', (await measureKind('body', newsroom, { times: Math.min(times, FIRST), pause })).made)
  for (const isBroken of [false, true]) {
    using _mistake = isBroken ? withBrokenStory(contender, plan) : undefined
    if (isBroken) await untilQuiet(resident.pid)
    for (const kind of CHANGES) {
      if (kind === 'published again') continue
      console.error(`${plan.count} stories, ${settings}${isBroken ? ', one story broken' : ''}: ${kind}`)
      const { made, undone } = await measureKind(kind, newsroom, { times, pause })
      keep(kind, made, { broken: isBroken })
      if (kind === 'draft') keep('published again', undone, { broken: isBroken })
    }
  }
  await using _load = loadOn(addressOf(resident))
  for (const kind of ['body', 'title'] as const) {
    const { made } = await measureKind(kind, newsroom, { times, pause: () => setTimeout(2 * PAUSE_MS) })
    keep(kind, made, { underLoad: true })
  }
  return measured
}

/** By what readers see a change. */
type Shown = Omit<Change, 'save' | 'undo'>

interface RunningNewsroom {
  readonly contender: Contender
  readonly plan: Newsroom['plan']
  readonly resident: Resident
}

/** Makes a change again and again, to one of the newest stories after another, and undoes each. */
async function measureKind(
  kind: StoryChange | 'new',
  newsroom: RunningNewsroom,
  { times, pause }: { readonly times: number; readonly pause: () => Promise<void> },
): Promise<{ readonly made: readonly Seen[]; readonly undone: readonly Seen[] }> {
  const { contender, plan, resident } = newsroom
  const made: Seen[] = []
  const undone: Seen[] = []
  const fresh = freshIndex(contender, plan)
  for (let round = 0; round < times; round++) {
    const mark = `Edited as ${crypto.randomUUID()}.`
    const at = { plan, index: fresh + round }
    // The folder of a new month is there before: what is measured is a story in it.
    if (kind === 'new') mkdirSync(dirname(storyFile(contender, at)), { recursive: true })
    await pause()
    if (kind === 'new') {
      const known = await watched(resident, contender, addedStory(addressIn(contender, at), mark))
      made.push(
        await seenAfter(
          timed(() => writeDatedStory(contender, at, Date.now() - 1000, mark)),
          known,
        ),
      )
      continue
    }
    const change = STORY_CHANGES[kind](editedStory(contender, { plan, index: fresh - 1 - (round % EDITED) }), mark)
    const isMade = await watched(resident, contender, change)
    made.push(await seenAfter(timed(change.save), isMade))
    await setTimeout(UNDO_PAUSE_MS)
    const isUndone = await watched(resident, contender, opposite(change))
    undone.push(await seenAfter(timed(change.undo), isUndone))
  }
  return { made, undone }
}

/** Saves, and gives the instant before. */
function timed(save: () => void): number {
  const savedMs = Date.now()
  save()
  return savedMs
}

function opposite({ address, isOnPage, isInFeed }: Shown): Shown {
  return {
    address,
    isOnPage: served => !isOnPage(served),
    ...(isInFeed && { isInFeed: (item: FeedItem | undefined) => !isInFeed(item) }),
  }
}

function addedStory(address: string, mark: string): Shown {
  return {
    address,
    isOnPage: ({ status, text }) => status === 200 && text.includes(mark),
    isInFeed: item => item?.content_html?.includes(mark) ?? false,
  }
}

function editedStory(contender: Contender, at: StoryAt): EditedStory {
  const read = (file: string, address: string): Saved => ({ file, source: readFileSync(file, 'utf8'), address })
  const other = { ...at, index: at.index - 2 * EDITED }
  return {
    ...read(storyFile(contender, at), addressIn(contender, at)),
    other: read(storyFile(contender, other), addressIn(contender, other)),
    page: read(join(contender.dir, 'articles/pages/about.md'), '/about/'),
  }
}

/** The first story that has no file yet: others were added before. */
function freshIndex(contender: Contender, plan: Newsroom['plan']): number {
  let index = plan.count
  while (existsSync(storyFile(contender, { plan, index }))) index++
  return index
}

/** Gives an old story an error until it is disposed. */
function withBrokenStory(contender: Contender, plan: Newsroom['plan']): Disposable {
  const file = storyFile(contender, { plan, index: Math.floor(plan.count / 2) })
  const source = readFileSync(file, 'utf8')
  writeFileSync(file, broken(source))
  return { [Symbol.dispose]: () => writeFileSync(file, source) }
}

function setSearch(contender: Contender, settings: Settings): void {
  const file = join(contender.dir, 'articles/site.yaml')
  const site = readFileSync(file, 'utf8').replace('search: false\n', '')
  writeFileSync(file, settings === 'default' ? site : `${site}search: false\n`)
}

function residentOf({ publisher, dir }: Contender): Promise<Resident> {
  if (publisher.watch === undefined) throw new Error(`${publisher.name} does not stay`)
  return startResident(publisher.watch, dir)
}

function visible(
  plan: Newsroom['plan'],
  { seen, ...about }: Omit<Visible, 'stories' | 'pageMs' | 'feedMs'> & { readonly seen: readonly Seen[] },
): Visible {
  return {
    stories: plan.count,
    ...about,
    pageMs: seen.map(({ pageMs }) => pageMs),
    feedMs: seen.flatMap(({ feedMs }) => feedMs ?? []),
  }
}

function addressOf({ said }: Resident): string {
  const address = /Serving it at (http:\/\/[^/]+)/.exec(said)?.[1]
  if (address === undefined) throw new Error(`it did not say where it serves:\n${said}`)
  return address
}

/** Writes a story with this date, of now or to come, and gives the text by which it is known. */
function writeDatedStory(contender: Contender, at: StoryAt, dateMs: number, mark = `Due as ${crypto.randomUUID()}.`): string {
  const file = storyFile(contender, at)
  const [story] = writeStory({ ...at.plan, index: at.index, seed: SEED })
  const dated = withField(`${story?.content}`, 'date', new Date(dateMs).toISOString())
  mkdirSync(dirname(file), { recursive: true })
  // Its picture is another file, and not what is measured.
  saveWhole(file, `${dated.replace(/^image:\n(?: {2}.*\n)+/m, '')}\n${mark}\n`)
  return mark
}

function addressIn(contender: Contender, at: StoryAt): string {
  return storyPage(contender, at)
    .slice(join(contender.dir, contender.publisher.out).length)
    .replace(/index\.html$/, '')
}

/** Where readers look for a change, the versions that they have, by their entity tags, and when the next is put in place. */
interface Watched {
  readonly change: Shown
  readonly page: string
  readonly feed: string
  readonly tags: { readonly page: string; readonly feed: string }
  readonly placed: Promise<void>
}

/** Looks at what is served before a change, and watches from now on. @throws Error when readers see it already */
async function watched(resident: Resident, { dir, publisher }: Contender, change: Shown): Promise<Watched> {
  const address = addressOf(resident)
  const page = address + change.address
  const feed = `${address}/feed.json`
  const before = await ask(page, '')
  if (change.isOnPage(before)) throw new Error(`${page} shows before its time what is to come`)
  const tags = { page: before.tag, feed: (await ask(feed, '')).tag }
  return { change, page, feed, tags, placed: whenPlaced(join(dir, publisher.out)) }
}

async function ask(address: string, tag: string): Promise<Served & { readonly tag: string }> {
  const response = await fetch(address, { headers: { 'If-None-Match': tag }, redirect: 'manual' })
  const text = await response.text()
  return { status: response.status, text, tag: response.headers.get('etag') ?? tag }
}

interface Seen {
  readonly pageMs: number
  readonly feedMs: number | undefined
}

/**
 * Asks for page and feed again and again, side by side, until each is as looked for: from when something is put in place, since who asks all
 * the while takes one of two processors, of which the publish has need. As readers do, it says which version it has.
 */
async function seenAfter(sinceMs: number, { change, page, feed, tags, placed }: Watched): Promise<Seen> {
  await placed
  const untilSo = async (address: string, knownTag: string, isSo: (served: Served) => boolean): Promise<number> => {
    let tag = knownTag
    for (const endMs = Date.now() + PATIENCE_MS; Date.now() < endMs; await setTimeout(1)) {
      const served = await ask(address, tag)
      tag = served.tag
      if (served.status !== 304 && isSo(served)) return Date.now() - sinceMs
    }
    throw new Error(`${address} did not change`)
  }
  const { isOnPage, isInFeed } = change
  const [pageMs, feedMs] = await Promise.all([
    untilSo(page, tags.page, isOnPage),
    isInFeed && untilSo(feed, tags.feed, ({ text }) => isInFeed(itemOf(text, change.address))),
  ])
  return { pageMs, feedMs }
}

function itemOf(feed: string, address: string): FeedItem | undefined {
  const { items }: { readonly items: readonly FeedItem[] } = JSON.parse(feed)
  return items.find(({ url }) => new URL(url).pathname === address)
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
