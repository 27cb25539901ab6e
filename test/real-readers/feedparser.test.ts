import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/newsroom.ts'
import { describeReader, runReader } from './reader.ts'
import { serveNewsroom } from './served-newsroom.ts'
import {
  BURST,
  BURST_AT,
  BURST_END,
  BURST_TITLES,
  EDITS,
  EMBARGOED_ID,
  FIRST,
  FLOOD_AT,
  FLOOD_ID,
  HARBOUR_ID,
  HARD_TITLES,
  IN_TWO_LANGUAGES,
  PUBLIC_STORIES,
  relativeAddresses,
  STORIES,
  WITHDRAWN,
} from './stories.ts'

/** Debian's own, for which its packages are. */
const PYTHON = '/usr/bin/python3'

/** Reads a feed, with what is known of its last version, and prints what feedparser makes of it as JSON. */
const SCRIPT = `
import calendar, json, sys, feedparser
url, etag, modified = sys.argv[1:]
read = feedparser.parse(url, etag=etag or None, modified=modified or None)
at = lambda entry, name: calendar.timegm(entry[name]) * 1000 if entry.get(name) else None
print(json.dumps({
    'status': read.get('status'), 'etag': read.get('etag'), 'modified': read.get('modified'), 'malformed': bool(read.bozo),
    'version': read.get('version'), 'title': read.feed.get('title'), 'language': read.feed.get('language'),
    'entries': [{
        'id': entry.get('id'), 'title': entry.get('title'), 'link': entry.get('link'), 'summary': entry.get('summary'),
        'content': entry.content[0].value if 'content' in entry else '', 'published': at(entry, 'published_parsed'),
        'updated': at(entry, 'updated_parsed'), 'tags': [tag.get('label') or tag.term for tag in entry.get('tags', [])],
    } for entry in read.entries],
}))
`

interface ReadEntry {
  readonly id: string
  readonly title: string
  readonly link: string
  readonly content: string
  /** Milliseconds since the Unix epoch. */
  readonly published: number
  readonly updated: number | null
  readonly tags: readonly string[]
}

interface ReadFeed {
  readonly status: number
  readonly etag: string | null
  readonly modified: string | null
  /** Whether feedparser had to repair the document ("bozo"). */
  readonly malformed: boolean
  readonly version: string
  readonly title: string
  readonly entries: readonly ReadEntry[]
}

/** Reads a feed with feedparser; `known` is what it said of the version before. */
async function read(url: string, known: Partial<Pick<ReadFeed, 'etag' | 'modified'>> = {}): Promise<ReadFeed> {
  const home = temporaryFolder()
  return JSON.parse(await runReader([PYTHON, '-c', SCRIPT, url, known.etag ?? '', known.modified ?? ''], { home }))
}

async function published(feed: string) {
  const served = await serveNewsroom(STORIES)
  await served.publishAt(FIRST)
  return { served, url: `${served.address}/${feed}` }
}

const floodIn = ({ entries }: ReadFeed) => entries.find(({ id }) => id === FLOOD_ID)

const FEEDS = ['feed.rss', 'feed.atom'] as const

function tests(): void {
  test.each(FEEDS)('%s: hard titles, dates, links and topics are read as they were written', async feed => {
    const { served, url } = await published(feed)
    const before = await read(url)
    expect(before).toMatchObject({ malformed: false, version: feed === 'feed.rss' ? 'rss20' : 'atom10' })
    expect(before.entries.map(({ title }) => title)).toEqual(['The harbour', 'The flood', ...HARD_TITLES.toReversed()])
    expect(floodIn(before)).toMatchObject({ published: FLOOD_AT, link: `${served.address}/2026/flood/`, tags: ['Ports'] })
    for (const { content } of before.entries) expect(relativeAddresses(content)).toEqual([])
    expect(floodIn(before)?.content).toContain(`href="${served.address}/2026/hard-1/"`)
  })

  test.each(FEEDS)('%s: every change is an edit under the same id and date of publication', async feed => {
    const { served, url } = await published(feed)
    const before = await read(url)
    await EDITS.correct(served)
    expect(floodIn(await read(url))?.content).toContain('The harbour was closed for two days.')
    await EDITS.update(served)
    const updated = floodIn(await read(url))
    expect(updated?.content).toContain('Adds when the harbour opens again.')
    expect(updated?.updated).toBe(Date.parse('2026-06-05T09:00:00Z'))
    await EDITS.rename(served)
    const renamed = await read(url)
    expect(renamed.entries.find(({ id }) => id === HARBOUR_ID)?.link).toBe(`${served.address}/2025/port/`)
    await EDITS.withdraw(served)
    const after = await read(url)
    expect(floodIn(after)).toMatchObject({ title: WITHDRAWN.title, published: FLOOD_AT })
    expect(floodIn(after)?.content).toContain(WITHDRAWN.reason)
    expect(after.entries.map(({ id }) => id)).toEqual(before.entries.map(({ id }) => id))
  })

  test('a typo mended moves no date', async () => {
    for (const feed of FEEDS) {
      const { served, url } = await published(feed)
      const before = floodIn(await read(url))
      await EDITS.mendTypo(served)
      const { content, ...after } = floodIn(await read(url)) ?? {}
      expect({ ...after, content: before?.content }).toEqual(before)
      expect(content).not.toBe(before?.content)
    }
  })

  test.each(FEEDS)('%s: a story to come appears at its instant, not before', async feed => {
    const { served, url } = await published(feed)
    expect((await read(url)).entries).toHaveLength(PUBLIC_STORIES)
    await EDITS.release(served)
    const { entries } = await read(url)
    expect(entries[0]).toMatchObject({ id: EMBARGOED_ID, published: Date.parse('2026-06-10T09:00:00Z') })
    expect(entries).toHaveLength(PUBLIC_STORIES + 1)
  })

  test.each(FEEDS)('%s: an unchanged feed is answered 304, a changed one 200', async feed => {
    const { served, url } = await published(feed)
    const known = await read(url)
    expect(await read(url, known)).toMatchObject({ status: 304, entries: [] })
    await EDITS.mendTypo(served)
    expect(await read(url, known)).toMatchObject({ status: 200 })
  })

  test.each(FEEDS)('%s: 120 stories due at one instant are read whole', async feed => {
    const served = await serveNewsroom({ ...STORIES, ...BURST })
    await served.publishAt(FIRST)
    await served.publishAt(BURST_AT)
    const { malformed, entries } = await read(`${served.address}/${feed}`)
    expect(malformed).toBe(false)
    const results = entries.filter(({ title }) => BURST_TITLES.includes(title))
    expect(results.map(({ title }) => title).sort()).toEqual(BURST_TITLES.toSorted())
    for (const { content } of results) expect(content).toContain(BURST_END)
  })

  test.each(FEEDS)('%s: a story in two languages leads to the page of its own in each', async feed => {
    const served = await serveNewsroom(IN_TWO_LANGUAGES)
    await served.publishAt(FIRST)
    const stories = (await read(`${served.address}/${feed}`)).entries
    expect(stories).toHaveLength(2)
    for (const { title, link } of stories) expect(link).toBe(served.address + title.split(': ').at(-1))
  })
}

describeReader('feedparser', { needs: [PYTHON], python: 'feedparser', tests })
