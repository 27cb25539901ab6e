import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { differingPaths, type Files, newsroomOf, SITE_YAML, story, type TemporaryNewsroom } from '../support/newsroom.ts'

const DAY = 86_400_000
const NOON = Date.parse('2026-06-01T12:00:00Z')
const ID = 'tag:news.example.org,2026:a'

const STORY = { title: 'A', date: '2026-05-01T09:00:00Z', topics: ['ports'] }
const OTHERS: Files = { 'b.md': story({ title: 'B', date: '2026-04-01', topics: ['ports'] }) }

/** What an Atom feed reports: its own date of change, that of the story, and when the story's tombstone is dated. */
function reportedIn(newsroom: TemporaryNewsroom, feed = 'feed.atom') {
  const text = newsroom.read(feed)
  const at = (pattern: RegExp): number => Date.parse(pattern.exec(text)?.[1] ?? '')
  return {
    feed: at(/<updated>([^<]+)</),
    entry: at(new RegExp(`<id>${ID}</id>[\\s\\S]*?<updated>([^<]+)<`)),
    when: at(new RegExp(`ref="${ID}" when="([^"]+)"`)),
  }
}

const TO_WITHDRAWN: Files = { 'a.md': story({ ...STORY, withdrawn: { date: '2026-05-30T10:00:00Z', reason: 'In error.' } }) }

describe('publish: the dates of change that feeds report', () => {
  test.each<[string, (newsroom: TemporaryNewsroom) => void, number]>([
    ['a withdrawal', newsroom => newsroom.write(TO_WITHDRAWN), NOON],
    [
      'a withdrawal that is dated before the last correction',
      newsroom =>
        newsroom.write({
          'a.md': story({ ...STORY, withdrawn: { date: '2026-05-10', reason: 'In error.' } }),
        }),
      NOON,
    ],
    ['a draft', newsroom => newsroom.write({ 'a.md': story({ ...STORY, draft: true }) }), NOON],
    ['an expiry', newsroom => newsroom.write({ 'a.md': story({ ...STORY, expires: '2026-05-29' }) }), NOON],
    ['a date to come', newsroom => newsroom.write({ 'a.md': story({ ...STORY, date: '2026-12-01' }) }), NOON],
    ['an accepted deletion', newsroom => newsroom.remove('a.md'), NOON],
    // Within the second in which it went, or by a clock that is behind.
    ['a draft, at once', newsroom => newsroom.write({ 'a.md': story({ ...STORY, draft: true }) }), NOON - 2 * DAY + 500],
    ['a withdrawal, by a clock that is behind', newsroom => newsroom.write(TO_WITHDRAWN), NOON - 60 * DAY],
  ])(
    'a story that comes back from %s is newer than its tombstone, and no date is lower than one before',
    async (_, take, back) => {
      const corrected = story({ ...STORY, corrections: [{ date: '2026-05-20T08:00:00Z', note: 'A figure.' }] })
      const newsroom = newsroomOf({ ...OTHERS, 'a.md': corrected })
      const asked = { accept: true, byClock: true }
      await newsroom.publish({ ...asked, asOf: NOON - 5 * DAY })
      const first = reportedIn(newsroom)
      take(newsroom)
      await newsroom.publish({ ...asked, asOf: NOON - 2 * DAY })
      await newsroom.publish({ ...asked, asOf: NOON - 2 * DAY + 100 })
      const gone = reportedIn(newsroom)
      expect(gone.feed).toBeGreaterThanOrEqual(first.feed)
      newsroom.write({ 'a.md': story({ ...STORY, id: ID }) })
      await newsroom.publish({ ...asked, asOf: back })
      const now = reportedIn(newsroom)
      const topic = reportedIn(newsroom, 'topics/ports/feed.atom')
      expect(now.entry).toBeGreaterThan(gone.when)
      expect(now.entry).toBeGreaterThanOrEqual(Math.max(first.entry, gone.entry || 0))
      expect(now.feed).toBeGreaterThanOrEqual(Math.max(gone.feed, now.entry))
      expect(topic.feed).toBeGreaterThanOrEqual(topic.entry)
      expect(topic.entry).toBe(now.entry)
      expect(now.entry % 1000).toBe(0)
      const after = newsroom.out()
      for (const lose of [() => {}, () => rmSync(newsroom.paths.cache, { recursive: true, force: true })]) {
        lose()
        await newsroom.publish({ ...asked, asOf: back + 60_000 })
        expect(differingPaths(after, newsroom.out())).toEqual([])
      }
    },
  )

  test('a feed that its newest story leaves for another topic, and one that has no story left, report no lower date', async () => {
    const site = `${SITE_YAML}topics:\n  ports: { title: Ports }\n`
    const newsroom = newsroomOf({ 'site.yaml': site, ...OTHERS, 'a.md': story(STORY) })
    await newsroom.publish({ asOf: NOON })
    const before = reportedIn(newsroom, 'topics/ports/feed.atom').feed
    newsroom.write({ 'a.md': story({ ...STORY, topics: ['fish'] }) })
    await newsroom.publish({ asOf: NOON + DAY })
    expect(newsroom.read('topics/ports/feed.atom')).not.toContain(`<id>${ID}</id>`)
    expect(reportedIn(newsroom, 'topics/ports/feed.atom').feed).toBe(before)
    expect(newsroom.read('topics/ports/feed.rss')).toContain(`<lastBuildDate>${new Date(before).toUTCString()}`)
    newsroom.write({ 'a.md': story({ ...STORY, draft: true }), 'b.md': story({ ...STORY, title: 'B', draft: true }) })
    await newsroom.publish({ asOf: NOON + 2 * DAY })
    expect(reportedIn(newsroom).feed).toBe(before)
  })

  test('a date that is moved back, or a correction that is taken out, lowers none', async () => {
    const newsroom = newsroomOf({
      ...OTHERS,
      'a.md': story({ ...STORY, corrections: [{ date: '2026-05-20', note: 'A figure.' }] }),
    })
    await newsroom.publish({ asOf: NOON })
    const before = reportedIn(newsroom)
    newsroom.write({ 'a.md': story({ ...STORY, date: '2026-03-01' }) })
    await newsroom.publish({ asOf: NOON + DAY })
    expect(reportedIn(newsroom)).toEqual(before)
  })

  test('what was reported is remembered in the record: an `out/` that is made of it alone reports the same', async () => {
    const newsroom = newsroomOf({ ...OTHERS, ...TO_WITHDRAWN })
    const record = join(newsroom.root, 'record.jsonl')
    await newsroom.publish({ asOf: NOON, record })
    newsroom.write({ 'a.md': story(STORY) })
    await newsroom.publish({ asOf: NOON + DAY, record })
    newsroom.write({ 'a.md': story({ ...STORY, topics: ['fish'] }) })
    await newsroom.publish({ asOf: NOON + 2 * DAY, record })
    const before = newsroom.out()
    rmSync(newsroom.paths.out, { recursive: true })
    rmSync(newsroom.paths.own, { recursive: true })
    await newsroom.publish({ asOf: NOON + 3 * DAY, record })
    expect(differingPaths(before, newsroom.out())).toEqual([])
  })

  test('a record of an earlier version, which knows a withdrawal by its name alone, brings the story back newer than its tombstone', async () => {
    const newsroom = newsroomOf({ ...OTHERS, ...TO_WITHDRAWN })
    const record = join(newsroom.root, 'record.jsonl')
    await newsroom.publish({ asOf: NOON, record })
    const { when } = reportedIn(newsroom)
    const lines = newsroom.read('record.jsonl').split('\n').filter(Boolean)
    const older = lines.map(line =>
      JSON.stringify({ ...JSON.parse(line), updated: undefined, withdrawn: undefined, feeds: undefined }),
    )
    newsroom.write({ 'a.md': story(STORY) })
    rmSync(newsroom.paths.out, { recursive: true })
    writeFileSync(record, `${older.join('\n')}\n`)
    await newsroom.publish({ asOf: NOON + DAY, record })
    expect(reportedIn(newsroom).entry).toBeGreaterThan(when)
  })
})
