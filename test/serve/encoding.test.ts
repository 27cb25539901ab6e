import { type IncomingHttpHeaders, request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { AS_OF, newsroomOf, story } from '../support/newsroom.ts'
import { serve } from './site.ts'

const LONG = 'A paragraph of the story, which goes on.\n\n'.repeat(80)

const newsroom = newsroomOf({
  ...Object.fromEntries(
    Array.from({ length: 60 }, (_, n) => [
      `2026/story-${n}.md`,
      story({ title: `Story ${n}`, topics: ['Тема', `Topic ${n % 6}`] }),
    ]),
  ),
  '2026/gone.md': story({ title: 'Gone', expires: '2026-06-02' }, LONG),
  'static/data.xml': `<data>${'<row/>'.repeat(400)}</data>`,
  'static/small.txt': 'x'.repeat(1023),
  'static/enough.txt': 'x'.repeat(1024),
  'static/huge.txt': 'x'.repeat(4 * 1024 * 1024 + 1),
  'static/picture.png': Buffer.alloc(4096),
  'static/drawing.svg': `<svg xmlns="http://www.w3.org/2000/svg"><!--${' '.repeat(2000)}--></svg>`,
})
const { out } = newsroom.paths

beforeAll(async () => {
  await newsroom.publish()
  await newsroom.publish({ asOf: AS_OF + 5 * 86_400_000 })
})

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Asks without a client library's own `Accept-Encoding`, and takes the bytes as they come. */
async function get(address: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(address, { method, headers, agent: false }, response => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }))
    })
    asked.on('error', reject).end()
  })
}

function decoded({ headers, body }: Answer): string {
  const coding = headers['content-encoding']
  return (coding === 'br' ? brotliDecompressSync(body) : coding === 'gzip' ? gunzipSync(body) : body).toString()
}

describe('answer: content codings', () => {
  test.each([
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP;q=1.0, BR;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['*', 'br'],
    ['identity, br', 'br'],
    ['identity;q=0', undefined],
    ['identity, gzip;q=0.5', undefined],
    ['gzip;q=0, br;q=0.000', undefined],
    ['*;q=0', undefined],
    ['deflate', undefined],
    ['identity', undefined],
    ['', undefined],
    ['br;q=x', undefined],
  ])('who accepts "%s" gets %s', async (accepted, coding) => {
    const { address } = await serve(out)
    for (const path of ['feed.rss', 'feed.atom', 'feed.json', 'feeds.opml', 'data.xml', 'drawing.svg', 'enough.txt']) {
      const got = await get(`${address}/${path}`, { 'Accept-Encoding': accepted })
      expect({ path, status: got.status, coding: got.headers['content-encoding'] }).toEqual({ path, status: 200, coding })
      expect(Number(got.headers['content-length'])).toBe(got.body.length)
      expect(decoded(got)).toBe(newsroom.read(path))
    }
  })

  test('who says nothing gets the bytes as they are', async () => {
    const { address } = await serve(out)
    const { headers, body } = await get(`${address}/feed.rss`)
    expect(headers['content-encoding']).toBeUndefined()
    expect(body.toString()).toBe(newsroom.read('feed.rss'))
  })

  test('Vary names all that the answer depends on, whatever was asked', async () => {
    const { address } = await serve(out)
    const vary = async (path: string, headers = {}): Promise<string | undefined> =>
      (await get(address + path, headers)).headers.vary
    for (const headers of [{}, { 'Accept-Encoding': 'br' }, { 'Accept-Encoding': 'gzip', Accept: 'application/xml' }]) {
      expect(await vary('/feed.rss', headers)).toBe('Accept, Accept-Encoding')
      expect(await vary('/feed.json', headers)).toBe('Accept-Encoding')
      expect(await vary('/2026/story-1/', headers)).toBe('Accept-Encoding')
      expect(await vary('/picture.png', headers)).toBeUndefined()
    }
  })

  test.each(['/picture.png', '/small.txt', '/huge.txt'])('%s stays as it is', async path => {
    const { address } = await serve(out)
    const { headers, body } = await get(address + path, { 'Accept-Encoding': 'br, gzip' })
    expect([headers['content-encoding'], headers.vary]).toEqual([undefined, undefined])
    expect(headers.etag).toMatch(/^"[\w-]{27}"$/)
    expect(body.length).toBe(Buffer.byteLength(newsroom.out().get(path.slice(1)) ?? ''))
  })

  test('HEAD is told what GET is', async () => {
    const { address } = await serve(out)
    for (const coding of ['br', 'gzip', 'identity']) {
      const asked = { 'Accept-Encoding': coding }
      const got = await get(`${address}/feed.atom`, asked)
      const head = await get(`${address}/feed.atom`, asked, 'HEAD')
      expect({ ...head.headers, date: '' }).toEqual({ ...got.headers, date: '' })
      expect(head.body.length).toBe(0)
    }
  })

  test('each coding has an entity tag of its own, and 304 for who knows that one', async () => {
    const { address } = await serve(out)
    for (const accept of ['*/*', 'application/xml']) {
      const variants = await Promise.all(
        ['br', 'gzip', 'identity'].map(async coding => {
          const asked = { Accept: accept, 'Accept-Encoding': coding }
          return { asked, etag: (await get(`${address}/feed.rss`, asked)).headers.etag ?? '' }
        }),
      )
      for (const { asked, etag } of variants)
        for (const known of variants) {
          const again = await get(`${address}/feed.rss`, { ...asked, 'If-None-Match': known.etag })
          expect(again.status).toBe(known.etag === etag ? 304 : 200)
          expect(again.headers.etag).toBe(etag)
          expect(again.headers.vary).toBe('Accept, Accept-Encoding')
          if (again.status !== 304) continue
          expect(again.headers['content-encoding']).toBeUndefined()
          expect(again.body.length).toBe(0)
        }
      expect(new Set(variants.map(({ etag }) => etag)).size).toBe(3)
    }
  })

  test('a feed that browsers get as XML is the same bytes', async () => {
    const { address } = await serve(out)
    const got = await get(`${address}/feed.rss`, { Accept: 'application/xml', 'Accept-Encoding': 'br' })
    expect(got.headers['content-type']).toBe('application/xml; charset=utf-8')
    expect(got.headers.etag).toMatch(/-xml-br"$/)
    expect(decoded(got)).toBe(newsroom.read('feed.rss'))
  })

  test.each([
    ['/2026/gone/', 410, '2026/gone/index.html'],
    ['/never/', 404, '404.html'],
  ])('%s is compressed too, and stays %i', async (path, status, file) => {
    const { address } = await serve(out)
    const got = await get(address + path, { 'Accept-Encoding': 'gzip' })
    expect([got.status, got.headers['content-encoding'], got.headers.vary]).toEqual([status, 'gzip', 'Accept-Encoding'])
    expect(decoded(got)).toBe(newsroom.read(file))
  })

  test('an edit is seen at once', async () => {
    const edited = newsroomOf({ '2026/a.md': story({ title: 'Before' }, LONG) })
    await edited.publish()
    const { address, refresh } = await serve(edited.paths.out)
    const text = async (): Promise<string> => decoded(await get(`${address}/feed.json`, { 'Accept-Encoding': 'br' }))
    expect(await text()).toContain('Before')
    edited.write({ '2026/a.md': story({ title: 'After' }, LONG) })
    await edited.publish()
    refresh()
    expect(await text()).toBe(edited.read('feed.json'))
  })
})

describe('answer: Link', () => {
  test('every feed, archives among them, names the address that it names as its own', async () => {
    const { address } = await serve(out)
    const feeds = [...newsroom.out().keys()].filter(path => path.endsWith('/feed.atom') || path === 'feed.atom')
    expect(feeds.filter(path => path.includes('archive/')).length).toBeGreaterThan(0)
    expect(feeds.filter(path => path.includes('тема')).length).toBeGreaterThan(0)
    for (const path of feeds) {
      const self = /<link[^>]* rel="self"[^>]*>/.exec(newsroom.read(path))?.[0]
      const { status, headers } = await get(encodeURI(`${address}/${path}`))
      // The former address of an archive redirects; the copy at it names the new one.
      if (status === 301) {
        expect(self).toContain(`href="https://news.example.org${headers.location}"`)
        continue
      }
      const { link } = headers
      const named = /^<([!-~]+)>; rel="self"$/.exec(String(link))?.[1]
      expect(named).toMatch(/^https:\/\/news\.example\.org\//)
      expect(self).toContain(`href="${named}"`)
    }
  })

  test('names the hub as the document does, and first', async () => {
    const hub = 'https://hub.example.org/қ?a=b'
    const named = newsroomOf({ 'a.md': story() })
    await named.publish({ hub })
    const { address } = await serve(named.paths.out, '', hub)
    const { link } = (await get(`${address}/feed.atom`)).headers
    const [written] = /(?<=<link rel="hub" href=")[^"]+/.exec(named.read('feed.atom')) ?? []
    expect(written).toBe('https://hub.example.org/%D2%9B?a=b')
    expect(link).toBe(`<${written}>; rel="hub", <https://news.example.org/feed.atom>; rel="self"`)
    expect((await get(`${address}/`)).headers.link).toBeUndefined()
  })

  test('stands under the base path, in every format, and on nothing else', async () => {
    const { address } = await serve(out, '/press')
    const link = async (path: string, method = 'GET'): Promise<unknown> =>
      (await get(`${address}/press${path}`, {}, method)).headers.link
    for (const format of ['rss', 'atom', 'json'])
      for (const method of ['GET', 'HEAD'])
        expect(await link(`/feed.${format}`, method)).toBe(`<https://news.example.org/press/feed.${format}>; rel="self"`)
    for (const path of ['/', '/2026/gone/', '/feeds.opml', '/never/feed.rss']) expect(await link(path)).toBeUndefined()
  })
})
