import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { feedRedirects } from '../support/feed-redirects.ts'
import { AS_OF, newsroomOf, shown, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { PNG } from './broken-table.ts'
import { linkProblems } from './edition-problems.ts'
import { seenIn } from './seen.ts'

const FLOOD = story({ title: 'Flood', topics: ['water'], image: { src: 'flood.png', alt: 'x' } }, 'High water.\n')
const ID = 'tag:news.example.org,2026:2026/flood'
const DAY = 86_400_000

const MISSING =
  '2026/flood.md:1:1 error removed: this story is public at /2026/flood/, and its file is gone | put it back; or if it has another name now, add there: id: tag:news.example.org,2026:2026/flood; or name /2026/flood/ among the aliases of the story that replaces it; or let it go: publish with --accept'

/** A newsroom with two public stories, one of which has just lost its file. */
async function withLostFile(): Promise<TemporaryNewsroom> {
  const newsroom = newsroomOf({
    '2026/flood.md': FLOOD,
    '2026/flood.png': PNG,
    '2026/other.md': story({ title: 'Other', date: '2026-05-02', topics: ['water'] }, 'See [the flood](/2026/flood/).\n'),
  })
  await newsroom.publish()
  newsroom.remove('2026/flood.md')
  return newsroom
}

/** The record's line of the story that lost its file. */
function lineOf(newsroom: TemporaryNewsroom, id = ID): Record<string, unknown> {
  const line = newsroom
    .read('record.jsonl')
    .split('\n')
    .find(each => each.startsWith(`{"id":${JSON.stringify(id)},`))
  return JSON.parse(line ?? '{}')
}

describe('publish: a public story whose file is gone', () => {
  test('publish: stays public as it was, and the error names every way out', async () => {
    const newsroom = await withLostFile()
    const before = newsroom.out()
    for (let times = 0; times < 2; times++) {
      const published = await newsroom.publish()
      expect(shown(published.diagnostics)).toEqual([MISSING])
      expect(published).toMatchObject({ written: [], removed: [], subscribers: [] })
      expect([...newsroom.out()]).toEqual([...before])
    }
  })

  test('publish: does not keep others from changing', async () => {
    const newsroom = await withLostFile()
    newsroom.write({ '2026/new.md': story({ title: 'New', topics: ['water'] }) })
    const published = await newsroom.publish()
    expect(shown(published.diagnostics)).toEqual([MISSING])
    expect(seenIn(published)).toEqual({ '/': ['new New'], '/topics/water/': ['new New'] })
    expect(newsroom.read('topics/water/feed.rss')).toContain('Flood')
  })

  test('publish: stays at its address, with the last good versions lost as well', async () => {
    const newsroom = await withLostFile()
    const page = newsroom.read('2026/flood/index.html')
    rmSync(newsroom.paths.own, { recursive: true })
    for (let times = 0; times < 2; times++) {
      expect(shown((await newsroom.publish()).diagnostics)).toContain(MISSING)
      expect(newsroom.read('2026/flood/index.html')).toBe(page)
      expect(lineOf(newsroom)).not.toHaveProperty('gone')
    }
  })

  test('publish: put back, is as if nothing had been', async () => {
    const newsroom = await withLostFile()
    const before = newsroom.out()
    await newsroom.publish()
    newsroom.write({ '2026/flood.md': FLOOD })
    expect(await newsroom.publish()).toMatchObject({ diagnostics: [], written: [], removed: [] })
    expect([...newsroom.out()]).toEqual([...before])
  })

  test('publish: named by its id in another file, goes on there, and its address leads there', async () => {
    const newsroom = await withLostFile()
    newsroom.write({ '2026/high-water.md': story({ title: 'High water', id: ID }) })
    const published = await newsroom.publish()
    expect(published.diagnostics).toEqual([])
    expect(seenIn(published)).toEqual({ '/': ['edited High water'], '/topics/water/': ['leaving Flood'] })
    expect(lineOf(newsroom)).toMatchObject({
      path: '2026/high-water.md',
      permalink: '/2026/high-water/',
      former: ['/2026/flood/'],
    })
    expect(newsroom.read('_redirects')).toBe(`/2026/flood/ /2026/high-water/ 301\n${feedRedirects()}`)
    expect(linkProblems(newsroom.out(), published.site)).toEqual([])
  })

  test('publish: named by an alias of another story, is gone, and its address leads to that one', async () => {
    const newsroom = await withLostFile()
    newsroom.write({ '2026/heir.md': story({ title: 'Heir', aliases: ['/2026/flood/'] }) })
    const published = await newsroom.publish()
    expect(published.diagnostics).toEqual([])
    expect(seenIn(published)).toEqual({ '/': ['new Heir', 'leaving Flood'], '/topics/water/': ['leaving Flood'] })
    expect(lineOf(newsroom)).toMatchObject({ permalink: '/2026/flood/', gone: '2026-06-01T12:00:00.000Z' })
    expect(newsroom.read('2026/flood/index.html')).toContain('<meta http-equiv="refresh" content="0; url=/2026/heir/">')
    expect((await newsroom.publish()).written).toEqual([])
  })

  test('publish: an alias of a draft is no way out', async () => {
    const newsroom = await withLostFile()
    newsroom.write({ '2026/heir.md': story({ title: 'Heir', aliases: ['/2026/flood/'], draft: true }) })
    const { diagnostics, edition } = await newsroom.publish()
    expect(shown(diagnostics)).toContain(MISSING)
    expect(edition.released.map(({ title }) => title)).toEqual(['Other', 'Flood'])
  })

  test('publish: withdrawn, says so at its address and stays in the feeds', async () => {
    const newsroom = await withLostFile()
    newsroom.write({
      '2026/flood.md': story({
        title: 'Flood',
        topics: ['water'],
        withdrawn: { date: '2026-05-20', reason: 'It never rained.' },
      }),
    })
    const published = await newsroom.publish()
    expect(published.diagnostics).toEqual([])
    expect(seenIn(published)).toMatchObject({
      '/': ['resurfacing Withdrawn: Flood'],
      '/changes/': ['new Withdrawn: Flood'],
      '/topics/water/': ['resurfacing Withdrawn: Flood'],
    })
    expect(lineOf(newsroom)).not.toHaveProperty('gone')
  })

  test('publish: accepted, is gone: its address says so, its id is kept on a tombstone and in the record', async () => {
    const newsroom = await withLostFile()
    const published = await newsroom.publish({ accept: true })
    expect(published.diagnostics.map(({ code }) => code)).toEqual(['link'])
    expect(seenIn(published)).toEqual({
      '/': ['edited Other', 'leaving Flood'],
      '/topics/water/': ['edited Other', 'leaving Flood'],
    })
    expect(published.removed).toEqual(['2026/flood.png'])
    expect(lineOf(newsroom)).toMatchObject({ permalink: '/2026/flood/', gone: '2026-06-01T12:00:00.000Z' })
    const page = newsroom.read('2026/flood/index.html')
    expect(page).toContain('<h1>No longer published</h1>')
    expect(page).toContain('<meta name="robots" content="noindex">')
    expect(page).not.toContain('High water')
    expect(newsroom.read('feed.atom')).toContain(`<at:deleted-entry ref="${ID}" when="2026-06-01T12:00:00Z"/>`)
    expect(newsroom.read('feed.json')).not.toContain(ID)
    expect(newsroom.read('manifest.jsonl')).toMatch(/^{"path":"2026\/flood\/index\.html",.*"answer":{"status":410}}$/m)
  })

  test('publish: the page of what is gone speaks the language of its address, while that has a front page', async () => {
    const french = story({ title: 'Crue', expires: '2026-06-02' })
    const newsroom = newsroomOf({ 'flood.md': story(), 'flood.fr.md': french, 'other.fr.md': story({ title: 'Autre' }) })
    await newsroom.publish()
    await newsroom.publish({ asOf: AS_OF + DAY })
    const page = newsroom.read('fr/flood/index.html')
    expect(page).toContain('<html lang="fr" dir="ltr">')
    expect(page).toContain('<a href="/fr/">')
    newsroom.write({ 'other.fr.md': story({ title: 'Autre', expires: '2026-06-02' }) })
    await newsroom.publish({ asOf: AS_OF + DAY, accept: true })
    expect(newsroom.read('fr/flood/index.html')).toContain('<html lang="en" dir="ltr">')
  })

  test('publish: once gone, needs no more accepting, and its id is given to no other', async () => {
    const newsroom = await withLostFile()
    await newsroom.publish({ accept: true })
    const before = newsroom.out()
    expect(await newsroom.publish({ asOf: AS_OF + 86_400_000 })).toMatchObject({ written: [], removed: [] })
    expect([...newsroom.out()]).toEqual([...before])
  })

  test('publish: a story that comes back under its id is the same story, and gone no more', async () => {
    const newsroom = await withLostFile()
    const before = lineOf(newsroom)
    await newsroom.publish({ accept: true })
    newsroom.write({ '2026/flood.md': FLOOD })
    const published = await newsroom.publish()
    expect(published.diagnostics).toEqual([])
    expect(seenIn(published)['/']).toEqual(['new Flood', 'edited Other'])
    const { updated, feeds, ...line } = { updated: undefined, feeds: undefined, ...lineOf(newsroom) }
    const { feeds: _, ...lineBefore } = { feeds: undefined, ...before }
    expect(line).toEqual(lineBefore)
    expect(Date.parse(String(updated))).toBeGreaterThan(AS_OF)
    expect(Object.values(feeds ?? {})).toContain(updated)
    expect(newsroom.read('feed.atom')).not.toContain('deleted-entry')
  })

  test('publish: a dry run says the same and changes nothing', async () => {
    const newsroom = await withLostFile()
    const before = newsroom.out()
    expect(shown((await newsroom.publish({ dryRun: true })).diagnostics)).toEqual([MISSING])
    expect(seenIn(await newsroom.publish({ dryRun: true, accept: true }))['/']).toEqual(['edited Other', 'leaving Flood'])
    expect([...newsroom.out()]).toEqual([...before])
  })
})

describe('publish: an id that would change', () => {
  const CHANGED = story({ title: 'Flood', id: 'urn:x:other' })
  const ID_CHANGED =
    '2026/flood.md:4:5 error id-changed id: subscribers know this story as tag:news.example.org,2026:2026/flood; with urn:x:other it would reach them again as a new one | write id: tag:news.example.org,2026:2026/flood, or remove the line; if it really is another story, publish with --accept'

  test('publish: is an error that names both, and the old one stays', async () => {
    const newsroom = newsroomOf({ '2026/flood.md': story({ title: 'Flood' }) })
    await newsroom.publish()
    newsroom.write({ '2026/flood.md': CHANGED })
    const published = await newsroom.publish()
    expect(shown(published.diagnostics)).toEqual([ID_CHANGED])
    expect(published.edition.released.map(({ id }) => id)).toEqual([ID])
    expect(seenIn(published)).toEqual({})
  })

  test('publish: accepted, is another story at the same address, and the old one is gone', async () => {
    const newsroom = newsroomOf({ '2026/flood.md': story({ title: 'Flood' }) })
    await newsroom.publish()
    newsroom.write({ '2026/flood.md': CHANGED })
    const published = await newsroom.publish({ accept: true })
    expect(published.diagnostics).toEqual([])
    expect(seenIn(published)).toEqual({ '/': ['new Flood', 'leaving Flood'] })
    expect(lineOf(newsroom)).toMatchObject({ gone: '2026-06-01T12:00:00.000Z' })
    expect(newsroom.read('2026/flood/index.html')).toContain('<h1>Flood</h1>')
    expect((await newsroom.publish()).diagnostics).toEqual([])
  })

  test('publish: writing down the id that it has changes nothing for subscribers', async () => {
    const newsroom = newsroomOf({ '2026/flood.md': story({ title: 'Flood' }) })
    await newsroom.publish()
    newsroom.write({ '2026/flood.md': story({ title: 'Flood', id: ID }) })
    const published = await newsroom.publish()
    expect(published.diagnostics).toEqual([])
    expect(seenIn(published)).toEqual({})
  })
})

describe('publish: a file that another story is written into', () => {
  test('publish: the story keeps its id where its bytes are, and subscribers see a new one, and the old at its new address', async () => {
    const newsroom = newsroomOf({ 'today.md': story({ title: 'Monday' }), 'other.md': story({ title: 'Other' }) })
    await newsroom.publish()
    newsroom.rename('today.md', 'monday.md')
    newsroom.write({ 'today.md': story({ title: 'Tuesday' }) })
    const published = await newsroom.publish()
    expect(seenIn(published)['/']).toEqual(['new Tuesday', 'edited Monday'])
    expect(published.diagnostics.map(({ code }) => code)).toEqual(['path-reused'])
    expect((await newsroom.publish()).diagnostics).toEqual([])
    expect(lineOf(newsroom, 'tag:news.example.org,2026:today')).toMatchObject({ path: 'monday.md', permalink: '/monday/' })
  })

  test('publish: a path of a story that is gone, whose file was away, begins anew; put back as it was, it is the same', async () => {
    const closing = story({ title: 'Spring', expires: '2026-05-20' })
    const newsroom = newsroomOf({ 'closing.md': closing, 'other.md': story({ title: 'Other' }) })
    await newsroom.publish({ asOf: Date.UTC(2026, 4, 10) })
    await newsroom.publish()
    newsroom.remove('closing.md')
    await newsroom.publish()
    expect(lineOf(newsroom, 'tag:news.example.org,2026:closing')).toMatchObject({ away: true })
    newsroom.write({ 'closing.md': story({ title: 'Autumn' }) })
    expect(seenIn(await newsroom.publish())['/']).toEqual(['new Autumn'])
    expect(lineOf(newsroom, 'tag:news.example.org,2026:closing;2')).toMatchObject({ path: 'closing.md' })
    newsroom.remove('closing.md')
    newsroom.write({ 'back.md': closing })
    await newsroom.publish({ accept: true })
    expect(lineOf(newsroom, 'tag:news.example.org,2026:closing').away).toBeUndefined()
  })
})
