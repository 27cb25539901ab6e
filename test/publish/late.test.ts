import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AS_OF, newsroomOf, SITE_YAML, shown, story, type TemporaryNewsroom } from '../support/newsroom.ts'

const DAY_MS = 86_400_000
const TEN_DAYS_ON = AS_OF + 10 * DAY_MS

const TOLD =
  'late.md:3:7 warning late date: this story is older than the 50 newest: it comes out where subscribers do not look any more | nothing, where that is right; else date it when it comes out'

interface Item {
  readonly title: string
  readonly date_published: string
}

/** The stories that subscribers poll, newest first, with the days on which they are said to be published. */
function polled(newsroom: TemporaryNewsroom, feed = 'feed.json'): readonly string[] {
  const { items }: { readonly items: readonly Item[] } = JSON.parse(newsroom.read(feed))
  return items.map(({ title, date_published }) => `${title} ${date_published.slice(0, 10)}`)
}

/** As many stories of the next days as fill a feed. */
function filling(): Readonly<Record<string, string>> {
  const dates = Array.from({ length: 60 }, (_, hour) => new Date(AS_OF + DAY_MS + hour * 600_000).toISOString())
  return Object.fromEntries(dates.map((date, hour) => [`news-${hour}.md`, story({ title: 'News', date })]))
}

describe('publish: a story that comes out after its date', () => {
  test('publish: keeps its date, and its author is told where nobody looks any more', async () => {
    const newsroom = newsroomOf({ 'late.md': story({ title: 'Late', date: '2026-06-02', draft: true }), 'old.md': story() })
    await newsroom.publish()
    newsroom.write(filling())
    await newsroom.publish({ asOf: AS_OF + 2 * DAY_MS })
    newsroom.write({ 'late.md': story({ title: 'Late', date: '2026-06-02' }) })
    const { diagnostics } = await newsroom.publish({ asOf: TEN_DAYS_ON })
    expect(shown(diagnostics)).toEqual([TOLD])
    expect(newsroom.read('late/index.html')).toContain('<time datetime="2026-06-02">')
    const again = await newsroom.publish({ asOf: TEN_DAYS_ON + DAY_MS })
    expect([again.written, again.diagnostics]).toEqual([[], []])
  })

  test('publish: many that are brought at once are told once', async () => {
    const newsroom = newsroomOf(filling())
    await newsroom.publish({ asOf: AS_OF + 2 * DAY_MS })
    newsroom.write({ 'a.md': story({ date: '2015-06-10' }), 'b.md': story({ date: '2015-06-09' }) })
    const { diagnostics } = await newsroom.publish({ asOf: TEN_DAYS_ON })
    expect(shown(diagnostics)).toEqual([expect.stringContaining('this story, as 1 more that are new, is older')])
  })

  test('publish: one that subscribers still see is no question', async () => {
    const newsroom = newsroomOf()
    await newsroom.publish()
    newsroom.write({ 'late.md': story({ title: 'Late', date: '2026-06-02' }) })
    const { diagnostics } = await newsroom.publish({ asOf: TEN_DAYS_ON })
    expect([polled(newsroom), diagnostics]).toEqual([['Late 2026-06-02'], []])
  })
})

describe('publish: release: together, and the date', () => {
  const site = { 'site.yaml': `${SITE_YAML}languages: [en, fr]\n` }
  const english = story({ title: 'Harbour', release: 'together' })

  test('publish: a story that waited for its other language is dated when it came out, in all of them', async () => {
    const newsroom = newsroomOf({ ...site, 'first.md': story({ languages: ['en'] }), 'harbour.md': english })
    await newsroom.publish()
    newsroom.write({ 'harbour.fr.md': story({ title: 'Port', date: '2026-05-02' }) })
    await newsroom.publish({ asOf: TEN_DAYS_ON })
    expect(polled(newsroom)).toEqual(['Port 2026-06-11', 'Harbour 2026-06-11', 'A story 2026-05-01'])
  })

  test('publish: one that goes out in time has the date of its last language', async () => {
    const french = story({ title: 'Port', date: '2026-06-03' })
    const newsroom = newsroomOf({
      ...site,
      'first.md': story({ languages: ['en'] }),
      'harbour.md': english,
      'harbour.fr.md': french,
    })
    await newsroom.publish()
    await newsroom.publish({ asOf: AS_OF + 2 * DAY_MS })
    expect(polled(newsroom)).toEqual(['Port 2026-06-03', 'Harbour 2026-06-03', 'A story 2026-05-01'])
  })

  test('publish: in a newsroom that is published for the first time, each has its own', async () => {
    const newsroom = newsroomOf({
      ...site,
      'harbour.md': english,
      'harbour.fr.md': story({ title: 'Port', date: '2026-05-02' }),
    })
    await newsroom.publish()
    expect(polled(newsroom)).toEqual(['Port 2026-05-02', 'Harbour 2026-05-01'])
  })

  test('publish: pages and lists follow the date that the record says, and a lost record has it back from the feeds', async () => {
    const newsroom = newsroomOf({ ...site, 'first.md': story({ languages: ['en'], topics: ['x'] }), 'harbour.md': english })
    await newsroom.publish()
    newsroom.write({ 'harbour.fr.md': story({ title: 'Port', date: '2026-05-02' }) })
    await newsroom.publish({ asOf: TEN_DAYS_ON })
    const text = newsroom.read('record.jsonl')
    const record = join(newsroom.paths.out, 'record.jsonl')
    for (const path of ['harbour/index.html', 'index.html'])
      expect(newsroom.read(path), path).toContain('datetime="2026-06-11"')
    rmSync(record)
    await newsroom.publish({ asOf: TEN_DAYS_ON + DAY_MS })
    expect(polled(newsroom)).toEqual(['Port 2026-06-11', 'Harbour 2026-06-11', 'A story 2026-05-01'])
    writeFileSync(record, text.replaceAll('"late":true,', ''))
    await newsroom.publish({ asOf: TEN_DAYS_ON + DAY_MS })
    for (const path of ['harbour/index.html', 'index.html'])
      expect(newsroom.read(path), path).not.toContain('datetime="2026-06-11"')
  })

  test("publish: a later date is its author's to give, and readers follow it", async () => {
    const newsroom = newsroomOf({ ...site, 'first.md': story({ languages: ['en'] }), 'harbour.md': english })
    await newsroom.publish()
    const french = story({ title: 'Port', date: '2026-05-02' })
    newsroom.write({ 'harbour.fr.md': french })
    await newsroom.publish({ asOf: TEN_DAYS_ON })
    newsroom.write({ 'harbour.fr.md': french.replace('2026-05-02', '2026-06-12') })
    await newsroom.publish({ asOf: TEN_DAYS_ON + 2 * DAY_MS })
    expect(polled(newsroom)).toEqual(['Port 2026-06-12', 'Harbour 2026-06-11', 'A story 2026-05-01'])
  })

  test('publish: before it came out, as a clock that was wrong would have it, it has its own date, and gets the other back', async () => {
    const newsroom = newsroomOf({ ...site, 'first.md': story({ languages: ['en'] }), 'harbour.md': english })
    await newsroom.publish()
    newsroom.write({ 'harbour.fr.md': story({ title: 'Port', date: '2026-05-02' }) })
    await newsroom.publish({ asOf: TEN_DAYS_ON })
    const { edition } = await newsroom.publish({ asOf: AS_OF + 3 * DAY_MS })
    expect(polled(newsroom)).toEqual(['Port 2026-05-02', 'A story 2026-05-01', 'Harbour 2026-05-01'])
    expect(edition.upcoming.map(({ at }) => at)).toEqual([TEN_DAYS_ON, TEN_DAYS_ON])
    await newsroom.publish({ asOf: TEN_DAYS_ON })
    expect(polled(newsroom)[0]).toBe('Port 2026-06-11')
  })
})
