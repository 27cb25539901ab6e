import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { story, temporaryFolder, writeFiles } from '../support/newsroom.ts'
import { describeReader, runReader } from './reader.ts'
import { type ServedNewsroom, serveNewsroom } from './served-newsroom.ts'
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

/** A story as newsboat keeps it. */
interface Row {
  readonly guid: string
  readonly title: string
  readonly url: string
  readonly content: string
  /** Milliseconds since the Unix epoch. */
  readonly at: number
  readonly unread: boolean
}

/** A reader of some feeds of a newsroom. */
interface Newsboat {
  /** Reloads its feeds and gives every story that it keeps. */
  readonly reload: () => Promise<readonly Row[]>
  readonly markAllRead: () => void
}

function subscribe({ address }: ServedNewsroom, feeds: readonly string[]): Newsboat {
  const home = temporaryFolder()
  const [urls, config, cache] = ['urls', 'config', 'cache.db'].map(name => join(home, name))
  writeFiles(home, { urls: feeds.map(feed => `${address}/${feed}\n`).join(''), config: 'download-retries 1\n' })
  return {
    reload: async () => {
      await runReader(['newsboat', `--url-file=${urls}`, `--config-file=${config}`, `--cache-file=${cache}`, '-x', 'reload'], {
        home,
      })
      return rowsIn(cache ?? '')
    },
    markAllRead: () => {
      using database = new DatabaseSync(cache ?? '')
      database.exec('UPDATE rss_item SET unread = 0')
    },
  }
}

function rowsIn(cache: string): readonly Row[] {
  using database = new DatabaseSync(cache, { readOnly: true })
  const rows = database.prepare('SELECT guid, title, url, content, pubDate, unread FROM rss_item ORDER BY pubDate DESC').all()
  return rows.map(({ guid, title, url, content, pubDate, unread }) => ({
    guid: String(guid),
    title: String(title),
    url: String(url),
    content: String(content),
    at: Number(pubDate) * 1000,
    unread: unread === 1,
  }))
}

const FEEDS = ['feed.rss', 'feed.atom'] as const

/** A newsroom that was published, and a reader that has read it. */
async function subscribed(...feeds: readonly string[]) {
  const served = await serveNewsroom(STORIES)
  await served.publishAt(FIRST)
  const newsboat = subscribe(served, feeds)
  const before = await newsboat.reload()
  return { ...served, served, newsboat, before }
}

const floodIn = (rows: readonly Row[]) => rows.find(({ guid }) => guid === FLOOD_ID)

function tests(): void {
  test.each(['feed.rss', 'feed.atom'])('%s: hard titles, dates and links are read as they were written', async feed => {
    const { before, address } = await subscribed(feed)
    expect(before.map(({ title }) => title)).toEqual(['The harbour', 'The flood', ...HARD_TITLES.toReversed()])
    expect(floodIn(before)).toMatchObject({ at: FLOOD_AT, url: `${address}/2026/flood/` })
    for (const { content } of before) expect(relativeAddresses(content)).toEqual([])
    expect(floodIn(before)?.content).toContain(`href="${address}/2026/hard-1/"`)
    expect(floodIn(before)?.content).toContain(`src="${address}/2026/dot.png"`)
  })

  test.each(['feed.rss', 'feed.atom'])('%s: what changes in a story changes in place, and stays read', async feed => {
    for (const edit of [EDITS.mendTypo, EDITS.retitle, EDITS.correct, EDITS.update]) {
      const { newsboat, served, before } = await subscribed(feed)
      newsboat.markAllRead()
      await edit(served)
      const after = await newsboat.reload()
      expect(after.map(({ guid }) => guid)).toEqual(before.map(({ guid }) => guid))
      expect(floodIn(after)).not.toEqual(floodIn(before))
      expect(floodIn(after)?.at).toBe(FLOOD_AT)
      expect(after.filter(({ unread }) => unread)).toEqual([])
    }
  })

  test.each(['feed.rss', 'feed.atom'])('%s: a correction and the note of a major update are shown', async feed => {
    const { newsboat, served } = await subscribed(feed)
    await EDITS.correct(served)
    expect(floodIn(await newsboat.reload())?.content).toContain('The harbour was closed for two days.')
    // Published within the second in which the reader asked: its HTTP library goes by dates.
    await EDITS.update(served)
    expect(floodIn(await newsboat.reload())?.content).toContain('Adds when the harbour opens again.')
  })

  test.each(['feed.rss', 'feed.atom'])('%s: a withdrawn story reads as withdrawn, in place', async feed => {
    const { newsboat, served, before, address } = await subscribed(feed)
    await EDITS.withdraw(served)
    const after = await newsboat.reload()
    expect(after).toHaveLength(before.length)
    expect(floodIn(after)).toMatchObject({ title: WITHDRAWN.title, content: expect.stringContaining(WITHDRAWN.reason) })
    expect(floodIn(after)?.content).toContain(`${address}/2026/hard-1/`)
    expect(floodIn(after)?.content).not.toContain('The water rose')
  })

  test.each(['feed.rss', 'feed.atom'])('%s: a story whose file was renamed stays one story, at its new address', async feed => {
    const { newsboat, served, before, address } = await subscribed(feed)
    await EDITS.rename(served)
    const after = await newsboat.reload()
    expect(after).toHaveLength(before.length)
    expect(after.find(({ guid }) => guid === HARBOUR_ID)?.url).toBe(`${address}/2025/port/`)
  })

  test.each(['feed.rss', 'feed.atom'])('%s: a story that was renamed and edited in one step stays one story', async feed => {
    const { newsboat, served, before, address } = await subscribed(feed)
    newsboat.markAllRead()
    await EDITS.renameAndEdit(served)
    expect((await newsboat.reload()).map(({ guid, title }) => `${guid} ${title}`)).toEqual(
      before.map(({ guid, title }) => `${guid} ${title}`),
    )
    await EDITS.giveId(served)
    const after = await newsboat.reload()
    expect(after.map(({ guid }) => guid)).toEqual(before.map(({ guid }) => guid))
    expect(after.find(({ guid }) => guid === HARBOUR_ID)).toMatchObject({ title: 'The port', url: `${address}/2026/port/` })
    expect(after.filter(({ unread }) => unread)).toEqual([])
  })

  test('a story to come appears at its instant, not before', async () => {
    const { newsboat, served, before } = await subscribed('feed.rss')
    expect(before).toHaveLength(PUBLIC_STORIES)
    await EDITS.release(served)
    const [newest, ...others] = await newsboat.reload()
    expect(newest).toMatchObject({ guid: EMBARGOED_ID, at: Date.parse('2026-06-10T09:00:00Z') })
    expect(others).toHaveLength(PUBLIC_STORIES)
  })

  test('a story in two channels and two formats is one', async () => {
    const { before } = await subscribed('feed.rss', 'topics/ports/feed.atom')
    expect(before.filter(({ guid }) => guid === FLOOD_ID)).toHaveLength(1)
    expect(before).toHaveLength(PUBLIC_STORIES)
  })

  test('an unchanged feed is answered 304, a changed one 200', async () => {
    const { newsboat, served, asked } = await subscribed('feed.rss', 'feed.atom')
    await newsboat.reload()
    asked()
    // It sends what it knows from the third time on.
    await newsboat.reload()
    expect(asked().map(({ status, conditional }) => [status, conditional])).toEqual([
      [304, true],
      [304, true],
    ])
    await EDITS.mendTypo(served)
    await newsboat.reload()
    expect(asked().map(({ status, conditional }) => [status, conditional])).toEqual([
      [200, true],
      [200, true],
    ])
  })

  test.each([...FEEDS, 'topics/results/feed.rss'])('%s: 120 stories due at one instant arrive whole, and once', async feed => {
    const served = await serveNewsroom({ ...STORIES, ...BURST })
    await served.publishAt(FIRST)
    const newsboat = subscribe(served, [feed])
    await newsboat.reload()
    await served.publishAt(BURST_AT)
    const results = (await newsboat.reload()).filter(({ title }) => BURST_TITLES.includes(title))
    expect(results.map(({ title }) => title).sort()).toEqual(BURST_TITLES.toSorted())
    for (const { content } of results) expect(content).toContain(BURST_END)
    newsboat.markAllRead()
    served.newsroom.write({
      '2026/after.md': story({ title: 'A day later', date: '2026-06-12T09:00:00Z', topics: ['Results'] }),
    })
    await served.publishAt('2026-06-12T09:00:00Z')
    expect((await newsboat.reload()).filter(({ unread }) => unread).map(({ title }) => title)).toEqual(['A day later'])
  })

  test.each(FEEDS)('%s: a story in two languages leads to the page of its own in each', async feed => {
    const served = await serveNewsroom(IN_TWO_LANGUAGES)
    await served.publishAt(FIRST)
    const stories = await subscribe(served, [feed]).reload()
    expect(stories).toHaveLength(2)
    for (const { title, url } of stories) expect(url).toBe(served.address + title.split(': ').at(-1))
  })
}

describeReader('newsboat', { needs: ['newsboat'], tests })
