import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AS_OF, newsroomOf, SITE_YAML, shown, story, type TemporaryNewsroom } from '../support/newsroom.ts'

const DAY_MS = 86_400_000
const TEN_DAYS_ON = AS_OF + 10 * DAY_MS

const TOLD =
  'late.md:3:7 warning late date: this story comes out after its date: readers see it dated when it comes out | nothing, where that is right; else give it a later date'

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
  test('publish: one that was a draft for long leads its feeds, and stays where it came out', async () => {
    const newsroom = newsroomOf({ 'late.md': story({ title: 'Late', date: '2026-06-02', draft: true }), 'old.md': story() })
    await newsroom.publish()
    newsroom.write(filling())
    await newsroom.publish({ asOf: AS_OF + 2 * DAY_MS })
    newsroom.write({ 'late.md': story({ title: 'Late', date: '2026-06-02' }) })
    const { diagnostics } = await newsroom.publish({ asOf: TEN_DAYS_ON + 1234 })
    expect(shown(diagnostics)).toEqual([TOLD])
    expect(polled(newsroom)[0]).toBe('Late 2026-06-11')
    expect(newsroom.read('late/index.html')).toContain('<time datetime="2026-06-11">')
    expect(newsroom.read('record.jsonl')).toContain('"late":true,"published":"2026-06-11T12:00:01.000Z"')
    const before = newsroom.out()
    const again = await newsroom.publish({ asOf: TEN_DAYS_ON + DAY_MS })
    expect([again.written, again.diagnostics]).toEqual([[], []])
    expect(newsroom.out()).toEqual(before)
  })

  test('publish: what is dated before the newsroom was first published is its past', async () => {
    const newsroom = newsroomOf({ 'first.md': story({ title: 'First' }) })
    await newsroom.publish()
    newsroom.write({ '2015/brought.md': story({ title: 'Brought', date: '2015-06-10' }) })
    await newsroom.publish({ asOf: TEN_DAYS_ON })
    expect(polled(newsroom)).toEqual(['First 2026-05-01', 'Brought 2015-06-10'])
  })

  test('publish: one of the day before, as a job a day finds it, keeps its date', async () => {
    const newsroom = newsroomOf()
    await newsroom.publish()
    newsroom.write({ 'today.md': story({ title: 'Today', date: '2026-06-10' }) })
    await newsroom.publish({ asOf: TEN_DAYS_ON })
    expect(polled(newsroom)).toEqual(['Today 2026-06-10'])
  })

  test("publish: a later date is its author's to give, and readers follow it", async () => {
    const newsroom = newsroomOf()
    await newsroom.publish()
    newsroom.write({ 'late.md': story({ title: 'Late', date: '2026-06-02' }) })
    await newsroom.publish({ asOf: TEN_DAYS_ON })
    newsroom.write({ 'late.md': story({ title: 'Late', date: '2026-06-12' }) })
    await newsroom.publish({ asOf: TEN_DAYS_ON + 2 * DAY_MS })
    expect(polled(newsroom)).toEqual(['Late 2026-06-12'])
  })

  test('publish: a record that is lost is rebuilt from the feeds with the dates that readers know', async () => {
    const newsroom = newsroomOf()
    await newsroom.publish()
    newsroom.write({ 'late.md': story({ title: 'Late', date: '2026-06-02' }) })
    await newsroom.publish({ asOf: TEN_DAYS_ON })
    const record = newsroom.read('record.jsonl')
    rmSync(join(newsroom.paths.out, 'record.jsonl'))
    await newsroom.publish({ asOf: TEN_DAYS_ON + DAY_MS })
    expect(polled(newsroom)).toEqual(['Late 2026-06-11'])
    expect(newsroom.read('record.jsonl').split('\n')[1]).toBe(record.split('\n')[1])
  })
})

test('publish: pages and lists follow the date that the record says, though no file changed', async () => {
  const newsroom = newsroomOf({ 'before.md': story({ title: 'Before', topics: ['x'], date: '2026-05-31' }) })
  await newsroom.publish()
  newsroom.write({ 'late.md': story({ title: 'Late', topics: ['x'], date: '2026-06-02' }) })
  await newsroom.publish({ asOf: TEN_DAYS_ON })
  newsroom.write({ 'after.md': story({ title: 'After', topics: ['x'], date: '2026-06-12' }) })
  await newsroom.publish({ asOf: TEN_DAYS_ON + DAY_MS })
  const places = ['late/index.html', 'after/index.html', 'index.html']
  for (const path of places) expect(newsroom.read(path), path).toContain('datetime="2026-06-11"')
  const record = join(newsroom.paths.out, 'record.jsonl')
  writeFileSync(record, readFileSync(record, 'utf8').replace('"late":true,', ''))
  await newsroom.publish({ asOf: TEN_DAYS_ON + DAY_MS })
  for (const path of places) expect(newsroom.read(path), path).not.toContain('datetime="2026-06-11"')
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
})
