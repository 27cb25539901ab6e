import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/newsroom.ts'
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

/** A line of sfeed's, by the fields of sfeed(5). */
interface Line {
  /** Milliseconds since the Unix epoch. */
  readonly at: number
  readonly title: string
  readonly link: string
  readonly content: string
  readonly contentType: string
  readonly id: string
  readonly author: string
  readonly enclosure: string
  readonly categories: readonly string[]
}

/** Fetches a feed as sfeed_update does, and lets sfeed take it apart. */
async function read({ address }: ServedNewsroom, feed: string): Promise<readonly Line[]> {
  const home = temporaryFolder()
  const input = await runReader(['curl', '-sfL', `${address}/${feed}`], { home })
  const lines = (await runReader(['sfeed', address], { home, input })).split('\n').filter(line => line !== '')
  return lines.map(line => {
    const [at, title = '', link = '', content = '', contentType = '', id = '', author = '', enclosure = '', category = ''] =
      line.split('\t').map(unescaped)
    return { at: Number(at) * 1000, title, link, content, contentType, id, author, enclosure, categories: category.split('|') }
  })
}

function unescaped(field: string): string {
  return field.replace(/\\([nt\\])/g, (_, letter: string) => ({ n: '\n', t: '\t' })[letter] ?? letter)
}

async function published() {
  const served = await serveNewsroom(STORIES)
  await served.publishAt(FIRST)
  return served
}

const floodIn = (lines: readonly Line[]) => lines.find(({ id }) => id === FLOOD_ID)
const idsOf = (lines: readonly Line[]) => lines.map(({ id }) => id).sort()

const FEEDS = ['feed.rss', 'feed.atom'] as const

function tests(): void {
  test.each(FEEDS)('%s: hard titles, dates, links and topics are read as they were written', async feed => {
    const served = await published()
    const lines = await read(served, feed)
    expect(lines.map(({ title }) => title)).toEqual(['The harbour', 'The flood', ...HARD_TITLES.toReversed()])
    expect(floodIn(lines)).toMatchObject({
      at: FLOOD_AT,
      link: `${served.address}/2026/flood/`,
      contentType: 'html',
      // Of an Atom category sfeed reads the term, which a program knows it by.
      categories: [feed === 'feed.rss' ? 'Ports' : 'ports'],
    })
    for (const { content } of lines) expect(relativeAddresses(content)).toEqual([])
    expect(floodIn(lines)?.content).toContain(`href="${served.address}/2026/hard-1/"`)
  })

  // sfeed itself knows a story by id, link and title together, and shows it again under a new title: the id is all we can keep.
  test.each(FEEDS)('%s: no edit adds a story or changes an id or a date', async feed => {
    const served = await published()
    const before = await read(served, feed)
    for (const edit of [EDITS.mendTypo, EDITS.retitle, EDITS.correct, EDITS.update, EDITS.rename, EDITS.withdraw]) {
      await edit(served)
      const after = await read(served, feed)
      expect(idsOf(after)).toEqual(idsOf(before))
      expect(floodIn(after)?.at).toBe(FLOOD_AT)
    }
  })

  test.each(FEEDS)('%s: a correction, the note of an update, a new address and a withdrawal are read', async feed => {
    const served = await published()
    await EDITS.correct(served)
    expect(floodIn(await read(served, feed))?.content).toContain('The harbour was closed for two days.')
    await EDITS.update(served)
    expect(floodIn(await read(served, feed))?.content).toContain('Adds when the harbour opens again.')
    await EDITS.rename(served)
    const renamed = (await read(served, feed)).find(({ id }) => id === HARBOUR_ID)
    expect(renamed?.link).toBe(`${served.address}/2025/port/`)
    await EDITS.withdraw(served)
    const withdrawn = floodIn(await read(served, feed))
    expect(withdrawn).toMatchObject({ title: WITHDRAWN.title, content: expect.stringContaining(WITHDRAWN.reason) })
  })

  test.each(FEEDS)('%s: a story to come appears at its instant, not before', async feed => {
    const served = await published()
    expect(await read(served, feed)).toHaveLength(PUBLIC_STORIES)
    await EDITS.release(served)
    const [newest, ...others] = await read(served, feed)
    expect(newest).toMatchObject({ id: EMBARGOED_ID, at: Date.parse('2026-06-10T09:00:00Z') })
    expect(others).toHaveLength(PUBLIC_STORIES)
  })

  test.each(FEEDS)('%s: 120 stories due at one instant are read whole', async feed => {
    const served = await serveNewsroom({ ...STORIES, ...BURST })
    await served.publishAt(FIRST)
    await served.publishAt(BURST_AT)
    const results = (await read(served, feed)).filter(({ title }) => BURST_TITLES.includes(title))
    expect(results.map(({ title }) => title).sort()).toEqual(BURST_TITLES.toSorted())
    for (const { content } of results) expect(content).toContain(BURST_END)
  })

  test.each(FEEDS)('%s: a story in two languages leads to the page of its own in each', async feed => {
    const served = await serveNewsroom(IN_TWO_LANGUAGES)
    await served.publishAt(FIRST)
    const stories = await read(served, feed)
    expect(stories).toHaveLength(2)
    for (const { title, link } of stories) expect(link).toBe(served.address + title.split(': ').at(-1))
  })
}

describeReader('sfeed', { needs: ['sfeed', 'curl'], tests })
