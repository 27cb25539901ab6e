import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { formatDistribution } from '../../bench/statistics.ts'
import { readReleases } from '../../src/state/releases.ts'
import { jsonWithFeedsmith } from '../readers/read-with-feedsmith.ts'
import { type Files, newsroomOf, story, writeFiles } from '../support/newsroom.ts'
import type { ReadersReport, ReadersTask } from './busy-readers.ts'
import { startCourant, until } from './courant.ts'

const STANDING = 1000
const DUE = 200
const WITHIN_MS = 60_000
/** Time for the newsroom to be published before the first is due. */
const HEAD_START_MS = 15_000
const READERS = 4

const TOPICS = ['Trade', 'Goods', 'Services', 'Ports', 'Fish'] as const

function storiesOf(name: string, count: number, dateOf: (index: number) => number): Files {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `${name}/${index}.md`,
      story(
        { title: `${name} ${index}`, date: new Date(dateOf(index)).toISOString(), topics: [TOPICS[index % TOPICS.length]] },
        'Words of the story, of which there are some. '.repeat(100),
      ),
    ]),
  )
}

test(`courant run releases ${DUE} stories within a minute, each at its instant, while readers keep it busy`, async () => {
  const newsroom = newsroomOf(storiesOf('standing', STANDING, index => Date.UTC(2024, 0, 1) + index * 3_600_000))
  writeFiles(newsroom.root, { 'courant.yaml': 'schedule: "0 0 1 1 *"\n' })
  const run = startCourant(['run', '--log', 'text', '--port', '0'], { cwd: newsroom.root })
  const [, address = ''] = await run.says(/^Serving it at (http:\S+)\/ /m)
  const firstAt = Date.now() + HEAD_START_MS
  const dueOf = (index: number): number => firstAt + Math.round((index * WITHIN_MS) / DUE)
  newsroom.write(storiesOf('due', DUE, dueOf))

  const due = Object.fromEntries(Array.from({ length: DUE }, (_, index) => [`due ${index}`, dueOf(index)]))
  const paths = ['/', '/feed.rss', '/feed.atom', '/topics/ports/feed.rss', '/standing/1/', '/standing/2/', '/sitemap.xml']
  const task: ReadersTask = { address, paths, due, readers: READERS }
  const readers = new Worker(new URL('./busy-readers.ts', import.meta.url), { workerData: task })
  onTestFinished(() => void readers.terminate())
  const released = await until(async () => {
    const releases = readReleases(newsroom.paths)
    await pause(500)
    return releases.length >= DUE ? releases : undefined
  })
  const told = once(readers, 'message')
  await pause(1000)
  readers.postMessage('enough')
  const [report]: ReadersReport[] = await told

  expect(report?.problems).toEqual([])
  expect(released.map(({ path }) => path)).toEqual(Array.from({ length: DUE }, (_, index) => `due/${index}.md`))
  for (const { path, due, actual } of released) expect(actual, path).toBeGreaterThanOrEqual(due)
  expect(released.map(({ actual }) => actual)).toEqual(released.map(({ actual }) => actual).sort((a, b) => a - b))
  for (let index = 0; index < DUE; index++) expect((await fetch(`${address}/due/${index}/`)).status).toBe(200)
  const all = await titlesIn(`${address}/feed.json`)
  expect(all.filter(title => title.startsWith('due '))).toEqual(Object.keys(due).reverse())

  const seen = Object.entries(report?.seen ?? {}).map(([title, at]) => at - (due[title] ?? 0))
  console.info(`${report?.answers} answers, and from when a story was due, in ms:`)
  console.info(`  until it stood in out/: ${formatDistribution(released.map(({ due, actual }) => actual - due))}`)
  console.info(`  until a reader had it in the feed: ${formatDistribution(seen)}`)
})

/** Titles in a JSON Feed and its archives, the newest first. */
async function titlesIn(feed: string): Promise<readonly string[]> {
  const titles: string[] = []
  for (let url: string | undefined = feed; url !== undefined; ) {
    const text: string = await (await fetch(new URL(new URL(url).pathname, feed))).text()
    titles.push(...jsonWithFeedsmith(text).map(({ title = '' }) => title))
    url = JSON.parse(text).next_url
  }
  return titles
}
