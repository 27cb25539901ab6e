import { hash } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { SitePath } from '../../src/model/address.ts'
import { lineOf } from '../../src/output/manifest-file.ts'
import { type PublishedSite, publishedSite } from '../../src/serve/published.ts'
import type { PublishedFile } from '../../src/serve/published-file.ts'
import { newsroomOf, story, type TemporaryNewsroom, writeFiles } from '../support/newsroom.ts'

async function published(files: Parameters<typeof newsroomOf>[0] = { 'a.md': story({ title: 'Before' }) }): Promise<{
  readonly newsroom: TemporaryNewsroom
  readonly out: string
}> {
  const newsroom = newsroomOf(files)
  await newsroom.publish()
  return { newsroom, out: newsroom.paths.out }
}

function found(site: PublishedSite, path: SitePath): PublishedFile {
  const file = site.find(path)
  if (!file || 'redirect' in file) throw new Error(`${path} is no file`)
  return file
}

/** The tag that belongs to some bytes. */
function tagOf(bytes: string | Buffer): string {
  return `"${hash('sha256', bytes, 'base64url').slice(0, 27)}"`
}

function announce(out: string, path: string): void {
  appendFileSync(join(out, 'manifest.jsonl'), lineOf({ path, sha256: '', size: 0 }))
}

function putInPlace(out: string, path: string, text: string): void {
  writeFileSync(join(out, 'staged'), text)
  renameSync(join(out, 'staged'), join(out, path))
}

describe('publishedSite: what is remembered', () => {
  test('gives the same file, its codings made once, for as long as it is published', async () => {
    const { newsroom, out } = await published()
    const site = publishedSite(out)
    const feed = found(site, '/feed.rss')
    expect(feed.coded('br')).toBe(feed.coded('br'))
    newsroom.write({ 'b.md': story({ title: 'Another', topics: ['x'], date: '2026-04-01' }) })
    expect(found(site, '/feed.rss')).toBe(feed)
    const robots = found(site, '/robots.txt')
    await newsroom.publish()
    site.refresh()
    expect(found(site, '/robots.txt')).toBe(robots)
    expect(found(site, '/feed.rss')).not.toBe(feed)
  })

  test('stays within its bytes, however much is asked for', async () => {
    const stories = Array.from({ length: 40 }, (_, n) => [`s-${n}.md`, story({ title: `Story ${n}` }, 'Words. '.repeat(800))])
    const { newsroom, out } = await published(Object.fromEntries(stories))
    const rememberedBytes = 200_000
    const site = publishedSite(out, { rememberedBytes })
    const paths = [...newsroom.out().keys()].filter(path => !/manifest|^_/.test(path))
    let [asked, most] = [0, 0]
    for (const path of paths) {
      const file = site.find(`/${path}`)
      if (!file || 'redirect' in file) continue
      for (const coding of ['br', 'gzip'] as const) file.coded(coding)
      asked += file.size
      expect(file.body?.buffer.byteLength).toBe(file.size)
      most = Math.max(most, site.rememberedBytes())
    }
    expect(asked).toBeGreaterThan(rememberedBytes * 2)
    expect(most).toBeLessThanOrEqual(rememberedBytes)
    expect(most).toBeGreaterThan(rememberedBytes / 2)
  })

  test('makes feeds again as soon as they are published, before anybody asks', async () => {
    const { newsroom, out } = await published()
    const site = publishedSite(out)
    found(site, '/feed.rss').coded('br')
    newsroom.write({ 'a.md': story({ title: 'After' }) })
    await newsroom.publish()
    site.refresh()
    for (let turn = 0; turn < 10; turn++) await setImmediate()
    rmSync(join(out, 'feed.rss'))
    expect(found(site, '/feed.rss').body?.toString()).toContain('After')
  })

  describe('of feeds that are staged', () => {
    const FEEDS = ['feed.rss', 'feed.atom']

    /** A site that has been told of other feeds, one after the other, and has had time to make them ready. */
    async function expecting() {
      const { newsroom, out } = await published()
      const site = publishedSite(out)
      const [before] = FEEDS.map(feed => {
        const file = found(site, `/${feed}`)
        file.coded('gzip')
        return file
      })
      const stage = (text: string): void => {
        for (const feed of FEEDS) {
          const staged = join(newsroom.root, feed)
          writeFileSync(staged, text)
          utimesSync(staged, 1_780_000_000, 1_780_000_000)
        }
      }
      const put = (text: string): void => {
        let manifest = readFileSync(join(out, 'manifest.jsonl'), 'utf8')
        for (const feed of FEEDS) {
          renameSync(join(newsroom.root, feed), join(out, feed))
          manifest += lineOf({ path: feed, sha256: hash('sha256', text), size: text.length })
        }
        putInPlace(out, 'manifest.jsonl', manifest)
        site.refresh()
      }
      const text = '<rss>coming</rss>'
      stage(text)
      for (const path of FEEDS)
        site.expect([{ path, sha256: hash('sha256', text), size: text.length, staged: join(newsroom.root, path) }])
      await setTimeout(300)
      return { site, before, stage, put }
    }

    test('answers with it as it was made ready, once it is published and not before', async () => {
      const { site, before, stage, put } = await expecting()
      expect(found(site, '/feed.rss')).toBe(before)
      // Told by nothing but its bytes, which are not read again.
      stage('<rss>unread</rss>')
      put('<rss>coming</rss>')
      for (const feed of FEEDS)
        expect(gunzipSync(found(site, `/${feed}`).coded('gzip') ?? '').toString()).toBe('<rss>coming</rss>')
    })

    test('answers with what was published in its place', async () => {
      const { site, stage, put } = await expecting()
      stage('<rss>something else</rss>')
      put('<rss>something else</rss>')
      expect(found(site, '/feed.rss').body?.toString()).toBe('<rss>something else</rss>')
    })
  })

  test('answers with the one coding of a feed, whether it was asked for while it was made ahead or after', async () => {
    const { newsroom, out } = await published()
    const site = publishedSite(out)
    for (const path of ['/feed.rss', '/feed.atom'] as const) found(site, path).coded('gzip')
    newsroom.write({ 'a.md': story({ title: 'After' }) })
    await newsroom.publish()
    site.refresh()
    await setImmediate()
    const asked = found(site, '/feed.rss').coded('gzip')
    const { body } = found(site, '/feed.rss')
    for (let turn = 0; turn < 100; turn++) await setImmediate()
    expect(found(site, '/feed.rss').coded('gzip')).toBe(asked)
    expect(gunzipSync(asked ?? '')).toEqual(body)
    expect(gunzipSync(found(site, '/feed.atom').coded('gzip') ?? '').toString()).toContain('After')
  })
})

describe('publishedSite: a tag is of the bytes that are sent', () => {
  test('where somebody changed a file that nobody had asked for', async () => {
    const { out } = await published()
    writeFileSync(join(out, 'robots.txt'), 'changed')
    const robots = found(publishedSite(out), '/robots.txt')
    expect([robots.body?.toString(), robots.etag]).toEqual(['changed', tagOf('changed')])
  })

  test('where somebody changed a file that is remembered, and what was published is still sent', async () => {
    const { newsroom, out } = await published()
    const before = newsroom.read('robots.txt')
    const site = publishedSite(out)
    found(site, '/robots.txt')
    writeFileSync(join(out, 'robots.txt'), 'changed')
    site.refresh()
    const robots = found(site, '/robots.txt')
    expect([robots.body?.toString(), robots.etag]).toEqual([before, tagOf(before)])
  })

  test('while a publish is at it: what stands on the disk, old until it is new', async () => {
    const { newsroom, out } = await published()
    const before = newsroom.read('feed.rss')
    const site = publishedSite(out)
    const known = found(site, '/feed.rss')
    announce(out, 'feed.rss')
    site.refresh()
    expect(found(site, '/feed.rss')).toBe(known)
    putInPlace(out, 'feed.rss', '<rss/>')
    const after = found(site, '/feed.rss')
    expect([known.body?.toString(), known.etag]).toEqual([before, tagOf(before)])
    expect([after.body?.toString(), after.etag]).toEqual(['<rss/>', tagOf('<rss/>')])
    expect(found(site, '/feed.rss')).toBe(after)
  })

  test('of a file too large to be read for every answer: another whenever it was written', async () => {
    const { out } = await published({ 'a.md': story(), 'static/film.mp4': Buffer.alloc(9 * 1024 * 1024) })
    const site = publishedSite(out)
    const film = found(site, '/film.mp4')
    expect([film.body, film.size, film.etag.length]).toEqual([undefined, 9 * 1024 * 1024, 29])
    expect(found(site, '/film.mp4').etag).toBe(film.etag)
    expect(site.rememberedBytes()).toBe(0)
    utimesSync(join(out, 'film.mp4'), 1e9, 1e9)
    expect(found(site, '/film.mp4').etag).not.toBe(film.etag)
    expect(film.open()).toBeUndefined()
    rmSync(join(out, 'film.mp4'))
    expect([film.open(), site.find('/film.mp4')]).toEqual([undefined, undefined])
  })
})

describe('publishedSite: one site', () => {
  test('sees what was published as soon as the disk shows that something was', async () => {
    const { newsroom, out } = await published()
    const site = publishedSite(out)
    found(site, '/feed.rss')
    newsroom.write({ 'a.md': story({ title: 'After' }), 'b.md': story({ title: 'New' }) })
    await newsroom.publish()
    // Neither was asked for: the one is new, the other's bytes are not those of the manifest as it was.
    expect(found(site, '/b/').body?.toString()).toContain('New')
    expect(found(site, '/feed.rss').body?.toString()).toContain('After')
  })

  test('names nothing in a feed that it does not have', async () => {
    const { newsroom, out } = await published({ 'a.md': story({ title: 'Stays' }), 'b.md': story({ title: 'Goes' }) })
    const site = publishedSite(out)
    found(site, '/feed.rss')
    newsroom.remove('b.md')
    await newsroom.publish({ accept: true })
    expect(found(site, '/b/').status).toBe(410)
    expect(found(site, '/feed.rss').body?.toString()).not.toContain('Goes')
  })

  test('has nothing where a folder stands for a file, and nothing outside', async () => {
    const { out } = await published()
    rmSync(join(out, 'robots.txt'))
    mkdirSync(join(out, 'robots.txt'))
    writeFiles(out, { 'robots.txt/x': 'x' })
    const site = publishedSite(out)
    for (const path of ['/robots.txt', '/robots.txt/x', '/../a.md', '/manifest.jsonl', '/./feed.rss', '//feed.rss'] as const)
      expect(site.find(path)).toBeUndefined()
  })

  test.runIf(process.platform === 'linux')('throws for what cannot be read, as a disk that fails does', async () => {
    const { out } = await published()
    rmSync(join(out, 'robots.txt'))
    // A file that can be opened and not be read, to root either.
    symlinkSync('/proc/self/mem', join(out, 'robots.txt'))
    expect(() => publishedSite(out).find('/robots.txt')).toThrow(expect.objectContaining({ code: 'EIO' }))
  })
})
