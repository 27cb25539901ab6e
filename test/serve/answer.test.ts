import { readdirSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { announcedAll, newsroomOf, SITE_YAML, story, writeFiles } from '../support/newsroom.ts'
import { ask, serve } from './site.ts'

const newsroom = newsroomOf({
  '2026/flood.md': story({ title: 'The flood' }),
  '2026/қазақстан.md': story({ title: 'Қазақстан', lang: 'kk' }),
  'static/robots.txt': 'User-agent: *\n',
  'static/.well-known/security.txt': 'Contact: mailto:newsroom@example.org\n',
  'static/a?b #c/index.html': '<p>odd</p>',
  'static/favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
})
const { out } = newsroom.paths

beforeAll(async () => {
  await newsroom.publish()
  // Settled: in the second of its publication a file has no date.
  for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' })) utimesSync(join(out, name), 1e9, 1e9)
  writeFiles(out, { 'unlisted.html': 'not published', '.env': 'SECRET=1', '.courant-stage/page-0': 'staged' })
  writeFiles(newsroom.root, { 'outside.html': 'outside' })
})

describe('answer', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/2026/flood/', 'text/html; charset=utf-8'],
    ['/2026/flood/?utm_source=x', 'text/html; charset=utf-8'],
    ['/feed.rss', 'application/rss+xml; charset=utf-8'],
    ['/feed.atom', 'application/atom+xml; charset=utf-8'],
    ['/feed.json', 'application/feed+json; charset=utf-8'],
    ['/robots.txt', 'text/plain; charset=utf-8'],
    ['/.well-known/security.txt', 'text/plain; charset=utf-8'],
    ['/record.jsonl', 'application/jsonl; charset=utf-8'],
    ['/favicon.svg', 'image/svg+xml; charset=utf-8'],
  ])('serves %s as %s, to GET whole and to HEAD without a body', async (path, type) => {
    const { address } = await serve(out)
    const got = await ask(address, path)
    const head = await ask(address, path, { method: 'HEAD' })
    expect({ status: got.status, type: got.headers.get('content-type') }).toEqual({ status: 200, type })
    expect(Buffer.byteLength(got.body)).toBe(Number(got.headers.get('content-length')))
    expect({ ...head, headers: undated(head.headers) }).toEqual({ status: 200, headers: undated(got.headers), body: '' })
  })

  test.each([
    `/search/index-0123456789abcdef/${'a'.repeat(300)}`,
    `/search/index-0123456789abcdef/fragment/${'a'.repeat(5000)}`,
    `/${'a'.repeat(5000)}`,
  ])('answers 404 to a name that no disk takes, and the next request as well', async path => {
    const { address } = await serve(out)
    expect((await ask(address, path)).status).toBe(404)
    expect((await ask(address, '/feed.rss')).status).toBe(200)
  })

  test('finds addresses in any script, composed or not', async () => {
    const { address } = await serve(out)
    const href = encodeURI('/kk/2026/қазақстан/')
    expect((await ask(address, href)).status).toBe(200)
    expect((await ask(address, encodeURI('/kk/2026/қазақстан/'.normalize('NFD')))).status).toBe(200)
    expect((await ask(address, href.toLowerCase())).status).toBe(200)
  })

  test.each([
    ['/2026/flood', '/2026/flood/'],
    ['/2026/flood?x=1&y=%20', '/2026/flood/?x=1&y=%20'],
    [encodeURI('/kk/2026/қазақстан'), encodeURI('/kk/2026/қазақстан/')],
    ['/a%3Fb%20%23c', '/a%3Fb%20%23c/'],
  ])('leads from %s to its address with the slash', async (path, location) => {
    const { address } = await serve(out)
    const { status, headers } = await ask(address, path)
    expect({ status, location: headers.get('location') }).toEqual({ status: 301, location })
  })

  test('answers with its page of its own, and 404, for what is not there', async () => {
    const { address } = await serve(out)
    for (const path of ['/2026/', '/gone/', '/2026/flood/index.html/', '/FEED.RSS']) {
      const { status, headers, body } = await ask(address, path)
      expect({ path, status, type: headers.get('content-type') }).toEqual({
        path,
        status: 404,
        type: 'text/html; charset=utf-8',
      })
      expect(body).toContain('There is no page at this address.')
    }
    expect(await ask(address, '/gone/', { method: 'HEAD' })).toMatchObject({ status: 404, body: '' })
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('refuses %s and says what it takes', async method => {
    const { address } = await serve(out)
    const { status, headers, body } = await ask(address, '/', { method, headers: { 'Content-Length': '0' } })
    expect([status, headers.get('allow'), body]).toEqual([405, 'GET, HEAD', 'Only GET and HEAD are answered here.'])
  })

  test.each(['/', '/feed.rss', '/gone/', '/2026/flood'])('protects who asks for %s', async path => {
    const { address } = await serve(out)
    const { headers } = await ask(address, path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self'; script-src 'none';.*frame-ancestors 'none'/)
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    expect(headers.has('x-powered-by')).toBe(false)
  })

  test('lets two scripts of Courant run on the search page, and none on a page of static/ with the same name and bytes', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story(), 'static/zz/search/index.html': '' })
    await newsroom.publish()
    newsroom.write({ 'static/zz/search/index.html': newsroom.read('search/index.html') })
    await newsroom.publish()
    expect(newsroom.read('zz/search/index.html')).toBe(newsroom.read('search/index.html'))
    const { address } = await serve(newsroom.paths.out)
    const scriptsOf = async (path: string) => {
      const policy = (await ask(address, path)).headers.get('content-security-policy') ?? ''
      return [...policy.matchAll(/(?:script|worker)-src ([^;]*)/g)].map(([, from]) => from)
    }
    const exactly = "*:*/search/search.js *:*/search/pagefind.js 'wasm-unsafe-eval'"
    expect(await scriptsOf('/search/')).toEqual(["'self' 'wasm-unsafe-eval'", "'none'", exactly])
    expect(await scriptsOf('/zz/search/')).toEqual(["'none'", "'none'"])
  })

  test('leads from the names under which a feed is looked for to the feed, unless something else is there', async () => {
    const newsroom = newsroomOf({
      'site.yaml': `${SITE_YAML}languages: [en, fr]\nredirects: { /atom.xml: /feed.json }\n`,
      '2026/a.md': story({ topics: ['ports'] }),
      '2026/a.fr.md': story(),
      'rss.md': story(),
      'static/fr/feed.xml': '<own/>',
    })
    await newsroom.publish()
    const { address } = await serve(newsroom.paths.out, '/news')
    const answerTo = async (path: string) => {
      const { status, headers } = await ask(address, `/news${path}`)
      return [status, headers.get('location'), headers.get('access-control-allow-origin')].filter(value => value !== undefined)
    }
    for (const name of ['feed', 'feed/', 'feed.xml', 'rss.xml', 'index.xml', 'feed?x=1'])
      expect(await answerTo(`/${name}`), name).toEqual([301, `/news/feed.rss${name.endsWith('=1') ? '?x=1' : ''}`, '*'])
    expect(await answerTo('/fr/feed/')).toEqual([301, '/news/fr/feed.rss', '*'])
    expect(await answerTo('/en/index.xml')).toEqual([301, '/news/en/feed.rss', '*'])
    expect(await answerTo('/fr/atom.xml')).toEqual([301, '/news/fr/feed.atom', '*'])
    expect(await answerTo('/atom.xml')).toEqual([301, '/news/feed.json', '*'])
    expect(await answerTo('/rss')).toEqual([301, '/news/rss/'])
    expect(await answerTo('/rss/')).toEqual([200])
    expect(await answerTo('/fr/feed.xml')).toEqual([200])
    for (const path of ['/2026/feed', '/es/feed', '/topics/ports/feed', '/FEED', '/feed.xml/', '/xfeed'])
      expect(await answerTo(path), path).toEqual([404])
  })

  test('lets scripts of any site read feeds and the list of them, and nothing else', async () => {
    const { address } = await serve(out)
    const shared = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
      const answer = await ask(address, path, { headers })
      return [answer.status, answer.headers.get('access-control-allow-origin')]
    }
    for (const path of ['/feed.rss', '/feed.atom', '/feed.json', '/feeds.opml'])
      expect(await shared(path), path).toEqual([200, '*'])
    const etag = (await ask(address, '/feed.rss')).headers.get('etag') ?? ''
    expect(await shared('/feed.rss', { 'If-None-Match': etag })).toEqual([304, '*'])
    for (const path of ['/', '/record.jsonl', '/robots.txt', '/search/'])
      expect(await shared(path), path).toEqual([200, undefined])
    expect(await shared('/no/feed.rss')).toEqual([404, undefined])
  })

  test('asks for patience until a first publish is whole, and when what was published is taken away', async () => {
    const empty = newsroomOf({ '2026/a.md': story() })
    const { address, refresh } = await serve(empty.paths.out)
    expect(await ask(address, '/')).toMatchObject({ status: 503, body: 'This cannot be read just now.' })
    await empty.publish()
    expect((await ask(address, '/')).status).toBe(200)
    const manifest = empty.read('manifest.jsonl')
    // As it stands while a first publish puts files in place: all are announced, pages there before feeds.
    writeFiles(empty.paths.out, { 'manifest.jsonl': announcedAll(manifest) })
    rmSync(join(empty.paths.out, 'feed.rss'))
    refresh()
    expect([(await ask(address, '/2026/a/')).status, (await ask(address, '/feed.rss')).status]).toEqual([200, 503])
    writeFiles(empty.paths.out, { 'manifest.jsonl': manifest })
    refresh()
    expect((await ask(address, '/feed.rss')).status).toBe(404)
    rmSync(empty.paths.out, { recursive: true })
    refresh()
    const away = await ask(address, '/')
    expect({ status: away.status, retry: away.headers.get('retry-after') }).toEqual({ status: 503, retry: '5' })
    writeFiles(empty.paths.out, { 'manifest.jsonl/folder': '' })
    expect((await ask(address, '/')).status).toBe(503)
    rmSync(empty.paths.out, { recursive: true })
    await empty.publish()
    refresh()
    expect((await ask(address, '/')).status).toBe(200)
  })
})

describe('answer: conditional requests', () => {
  test('a reader that knows the bytes gets 304 without a body', async () => {
    const { address } = await serve(out)
    for (const path of ['/feed.rss', '/feed.atom', '/feed.json', '/2026/flood/']) {
      const { headers } = await ask(address, path)
      const etag = headers.get('etag') ?? ''
      expect(etag).toMatch(/^"[\w-]+"$/)
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await ask(address, path, { headers: { 'If-None-Match': known } })
        expect(again).toMatchObject({ status: 304, body: '' })
        expect(again.headers.get('etag')).toBe(etag)
        expect(again.headers.has('content-type')).toBe(false)
      }
      expect((await ask(address, path, { headers: { 'If-None-Match': '"other"' } })).status).toBe(200)
    }
  })

  test('the date counts where no entity tag is sent', async () => {
    const { address } = await serve(out)
    const { headers } = await ask(address, '/feed.rss')
    const modified = headers.get('last-modified') ?? ''
    const since = async (date: string): Promise<number> =>
      (await ask(address, '/feed.rss', { headers: { 'If-Modified-Since': date } })).status
    expect(await since(modified)).toBe(304)
    expect(await since(new Date(Date.parse(modified) + 1000).toUTCString())).toBe(304)
    expect(await since(new Date(Date.parse(modified) - 1000).toUTCString())).toBe(200)
    expect(await since('the other day')).toBe(200)
  })

  test('in the second of its publication a file has no date: another version of that second would look the same', async () => {
    const dated = async (at: number): Promise<boolean> => {
      utimesSync(join(out, 'feed.atom'), at, at)
      const { address } = await serve(out)
      return (await ask(address, '/feed.atom')).headers.has('last-modified')
    }
    expect(await dated(Date.now() / 1000 + 60)).toBe(false)
    expect(await dated(Date.now() / 1000 - 2)).toBe(true)
  })

  test('the entity tag comes before the date', async () => {
    const { address } = await serve(out)
    const { headers } = await ask(address, '/feed.rss')
    const modified = headers.get('last-modified') ?? ''
    const status = async (etag: string, date: string): Promise<number> =>
      (await ask(address, '/feed.rss', { headers: { 'If-None-Match': etag, 'If-Modified-Since': date } })).status
    expect(await status('"other"', modified)).toBe(200)
    expect(await status(headers.get('etag') ?? '', new Date(0).toUTCString())).toBe(304)
  })

  test('the entity tag is of the bytes: an edit changes it, a touched file keeps it', async () => {
    const edited = newsroomOf({ '2026/a.md': story({ title: 'Before' }) })
    await edited.publish()
    const { address, refresh } = await serve(edited.paths.out)
    const etag = async (): Promise<string | undefined> => (await ask(address, '/feed.rss')).headers.get('etag')
    const before = await etag()
    utimesSync(join(edited.paths.out, 'feed.rss'), 1, 1)
    expect(await etag()).toBe(before)
    edited.write({ '2026/a.md': story({ title: 'After' }) })
    await edited.publish()
    refresh()
    expect(await etag()).not.toBe(before)
  })
})

describe('answer: conditions that fail', () => {
  test.each([
    ['If-Match of another version', { 'If-Match': '"other"' }, 412],
    ['If-Match of any', { 'If-Match': '*' }, 200],
    ['If-Unmodified-Since before', { 'If-Unmodified-Since': new Date(1e12 - 1000).toUTCString() }, 412],
    ['If-Unmodified-Since', { 'If-Unmodified-Since': new Date(1e12).toUTCString() }, 200],
    ['a range of another version', { 'If-Match': '"other"', Range: 'bytes=0-1' }, 412],
    ['a range of what is known', { 'If-None-Match': '*', Range: 'bytes=0-1' }, 304],
  ])('%s', async (_, headers, status) => {
    const { address } = await serve(out)
    const [got, head] = await Promise.all(['GET', 'HEAD'].map(method => ask(address, '/feed.rss', { method, headers })))
    expect([got?.status, head?.status]).toEqual([status, status])
    if (status === 412) expect(got?.body).toBe('This is about another version than the one published.')
  })

  test('nothing is asked of what is not there, or gone: the answer is the same', async () => {
    const { address } = await serve(out)
    const headers = { 'If-Match': '"other"', 'If-None-Match': '*', Range: 'bytes=0-1' }
    expect((await ask(address, '/never/', { headers })).status).toBe(404)
    expect((await ask(address, '/2026/flood', { headers })).status).toBe(301)
  })
})

describe('answer: Cache-Control', () => {
  test.each([
    ['/', 200, 'no-cache'],
    ['/2026/flood/', 200, 'no-cache'],
    ['/robots.txt', 200, 'no-cache'],
    ['/feed.rss', 200, 'public, max-age=60'],
    ['/kk/feed.json', 200, 'public, max-age=60'],
    ['/2026/flood', 301, 'no-cache'],
    ['/never/', 404, 'no-cache'],
    ['/never/feed.rss', 404, 'no-cache'],
  ])('%s, answered with %i, may be kept: %s', async (path, status, control) => {
    const { address } = await serve(out)
    const got = await ask(address, path)
    expect([got.status, got.headers.get('cache-control')]).toEqual([status, control])
  })

  test('the style may be kept for ever, and its name is in the page', async () => {
    const { address } = await serve(out)
    const [style = ''] = /\/assets\/style\.[0-9a-f]+\.css/.exec((await ask(address, '/')).body) ?? []
    const { status, headers } = await ask(address, style)
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  })
})

describe('answer: what is not published', () => {
  test.each([
    '/unlisted.html',
    '/.env',
    '/.courant-stage/page-0',
    '/manifest.jsonl',
    '/../outside.html',
    '/../articles/site.yaml',
    '/2026/../../outside.html',
    '/%2e%2e/outside.html',
    '/%2E%2E%2Foutside.html',
    '/..%2foutside.html',
    '/..%5coutside.html',
    '/..\\outside.html',
    '/%252e%252e/outside.html',
    '/....//outside.html',
    '/.%2e/outside.html',
    '//outside.html',
    '//../outside.html',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
    '/%c0%ae%c0%ae/outside.html',
    '/feed.rss%00.html',
    '/%00',
    '/feed.rss%',
    '/feed.rss/../../outside.html',
    'http://127.0.0.1/../outside.html',
    'http://evil.example/../outside.html',
    'file:///etc/passwd',
    '*',
    'outside.html',
    '../outside.html',
  ])('is not served: %s', async target => {
    const { address } = await serve(out)
    const { status, headers, body } = await ask(address, target)
    expect([400, 404]).toContain(status)
    expect(headers.get('location')).toBeUndefined()
    expect(body).not.toMatch(/not published|SECRET|staged|outside|root:|idPrefix|courant-manifest/)
  })

  test('never leads elsewhere, whatever host is named', async () => {
    const { address } = await serve(out)
    for (const target of ['//evil.example/2026/flood', '//evil.example', '/\\evil.example/', '/%2f%2fevil.example/']) {
      const { status, headers } = await ask(address, target)
      expect({ target, status, location: headers.get('location') }).toEqual({ target, status: 404, location: undefined })
    }
  })

  test('a target in absolute form is answered as its path (RFC 9112 §3.2.2)', async () => {
    const { address } = await serve(out)
    expect((await ask(address, `${address}/2026/flood/`)).status).toBe(200)
    expect((await ask(address, address)).status).toBe(200)
    expect((await ask(address, 'http://evil.example/2026/flood')).headers.get('location')).toBe('/2026/flood/')
  })
})

describe('answer: a base path', () => {
  test.each(['/press', '/pr%C3%A9sse'])('stands before every address: %s', async basePath => {
    const pressed = newsroomOf({
      'site.yaml': SITE_YAML.replace('example.org\n', `example.org${basePath}\n`),
      '2026/a.md': story(),
    })
    const { site } = await pressed.publish()
    expect(site.basePath).toBe(basePath)
    const { address } = await serve(pressed.paths.out, site.basePath)
    const reach = async (path: string): Promise<string> => {
      const { status, headers } = await ask(address, path)
      return `${status} ${headers.get('location') ?? ''}`.trim()
    }
    expect(await reach(`${basePath}/2026/a/`)).toBe('200')
    expect(await reach(`${basePath}/feed.rss`)).toBe('200')
    expect(await reach(`${basePath}/2026/a`)).toBe(`301 ${basePath}/2026/a/`)
    expect(await reach(basePath)).toBe(`301 ${basePath}/`)
    expect(await reach('/')).toBe(`301 ${basePath}/`)
    expect(await reach('/2026/a/')).toBe('404')
    expect(await reach(`${basePath}2026/a/`)).toBe('404')
  })
})

/** Two answers a second apart differ in nothing else. */
function undated(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...headers].filter(([name]) => name !== 'date'))
}
