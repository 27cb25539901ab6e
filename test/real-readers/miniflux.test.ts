import { hash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { type Ask, postgresProgram, startMiniflux } from './miniflux-server.ts'
import { describeReader } from './reader.ts'
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

/** A story as miniflux keeps it. */
interface KeptEntry {
  /** SHA-256 of its id, hex. */
  readonly hash: string
  readonly title: string
  readonly url: string
  readonly content: string
  /** RFC 3339. */
  readonly published_at: string
  readonly status: 'read' | 'unread'
}

let ask: Ask = () => Promise.reject(new Error('miniflux was not started'))

/** A newsroom that was published, and a subscription that was read. */
async function subscribed(feed: string, files = STORIES) {
  const served = await serveNewsroom(files)
  await served.publishAt(FIRST)
  const id = numberIn(await ask('POST', '/feeds', { feed_url: `${served.address}/${feed}`, category_id: 1 }), 'feed_id')
  const entries = async (): Promise<readonly KeptEntry[]> => {
    const found = await ask('GET', `/feeds/${id}/entries?order=published_at&direction=desc&limit=500`)
    return isRecord(found) && Array.isArray(found.entries) ? found.entries : []
  }
  const refresh = async (): Promise<readonly KeptEntry[]> => {
    await ask('PUT', `/feeds/${id}/refresh`)
    return entries()
  }
  const markAllRead = () => ask('PUT', `/feeds/${id}/mark-all-as-read`)
  return { served, refresh, markAllRead, before: await entries() }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function numberIn(value: unknown, key: string): number {
  return Number(isRecord(value) ? value[key] : undefined)
}

const entryIn = (entries: readonly KeptEntry[], id: string) => entries.find(entry => entry.hash === hash('sha256', id, 'hex'))

const FEEDS = ['feed.rss', 'feed.atom', 'feed.json'] as const

function tests(): void {
  beforeAll(async () => {
    const miniflux = await startMiniflux()
    ask = miniflux.ask
    return () => miniflux[Symbol.asyncDispose]()
  })

  test.each(FEEDS)('%s: hard titles, dates and links are read as they were written', async feed => {
    const { served, before } = await subscribed(feed)
    // miniflux takes an RSS title for HTML, a plain one too, and reads the references in it.
    const hard = HARD_TITLES.map(title => (feed === 'feed.rss' ? title.replace('&amp;', '&') : title))
    expect(before.map(({ title }) => title)).toEqual(['The harbour', 'The flood', ...hard.toReversed()])
    const flood = entryIn(before, FLOOD_ID)
    expect(Date.parse(flood?.published_at ?? '')).toBe(FLOOD_AT)
    expect(flood?.url).toBe(`${served.address}/2026/flood/`)
    expect(flood?.content).toContain(`href="${served.address}/2026/hard-1/"`)
    for (const { content } of before) expect(relativeAddresses(content)).toEqual([])
  })

  test.each(FEEDS)('%s: what changes in a story changes in place, and stays read', async feed => {
    const { served, refresh, markAllRead, before } = await subscribed(feed)
    await markAllRead()
    let last = entryIn(before, FLOOD_ID)?.content
    for (const edit of [EDITS.mendTypo, EDITS.correct, EDITS.update, EDITS.withdraw]) {
      await edit(served)
      const after = await refresh()
      expect(after.map(entry => entry.hash)).toEqual(before.map(entry => entry.hash))
      expect(after.filter(({ status }) => status === 'unread')).toEqual([])
      const flood = entryIn(after, FLOOD_ID)
      expect(flood?.content).not.toBe(last)
      last = flood?.content
    }
  })

  test.each(FEEDS)('%s: a new title, a correction and a withdrawal are shown', async feed => {
    const { served, refresh } = await subscribed(feed)
    await EDITS.retitle(served)
    expect(entryIn(await refresh(), FLOOD_ID)?.title).toBe('The great flood')
    await EDITS.correct(served)
    expect(entryIn(await refresh(), FLOOD_ID)?.content).toContain('The harbour was closed for two days.')
    await EDITS.withdraw(served)
    expect(entryIn(await refresh(), FLOOD_ID)).toMatchObject({
      title: WITHDRAWN.title,
      content: expect.stringContaining(WITHDRAWN.reason),
    })
  })

  test.each(FEEDS)('%s: a story whose file was renamed stays one story, at its new address', async feed => {
    const { served, refresh } = await subscribed(feed)
    await EDITS.rename(served)
    const after = await refresh()
    expect(after).toHaveLength(PUBLIC_STORIES)
    expect(entryIn(after, HARBOUR_ID)?.url).toBe(`${served.address}/2025/port/`)
  })

  test.each(FEEDS)('%s: a story to come appears at its instant, not before', async feed => {
    const { served, refresh, before } = await subscribed(feed)
    expect(before).toHaveLength(PUBLIC_STORIES)
    await EDITS.release(served)
    const after = await refresh()
    expect(after).toHaveLength(PUBLIC_STORIES + 1)
    expect(entryIn(after, EMBARGOED_ID)).toMatchObject({ title: 'The embargoed story', status: 'unread' })
  })

  test.each(FEEDS)('%s: an unchanged feed is answered 304, a changed one 200', async feed => {
    const { served, refresh } = await subscribed(feed)
    served.asked()
    await refresh()
    await EDITS.mendTypo(served)
    await refresh()
    expect(served.asked().map(({ status, conditional }) => [status, conditional])).toEqual([
      [304, true],
      [200, true],
    ])
  })

  test.each(FEEDS)('%s: 120 stories due at one instant arrive whole', async feed => {
    const { served, refresh } = await subscribed(feed, { ...STORIES, ...BURST })
    await served.publishAt(BURST_AT)
    const results = (await refresh()).filter(({ title }) => BURST_TITLES.includes(title))
    expect(results.map(({ title }) => title).sort()).toEqual(BURST_TITLES.toSorted())
    for (const { content } of results) expect(content).toContain(BURST_END)
  })

  test.each(FEEDS)('%s: a story in two languages leads to the page of its own in each', async feed => {
    const { served, before } = await subscribed(feed, IN_TWO_LANGUAGES)
    expect(before).toHaveLength(2)
    for (const { title, url } of before) expect(url).toBe(served.address + title.split(': ').at(-1))
  })
}

describeReader('miniflux', { needs: ['miniflux', postgresProgram('initdb'), postgresProgram('postgres')], tests })
