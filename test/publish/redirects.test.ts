import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { feedsOf } from '../../src/notify/topics.ts'
import { ask, serve } from '../serve/site.ts'
import { feedRedirects } from '../support/feed-redirects.ts'
import { newsroomOf, SITE_YAML, shown, story, type TemporaryNewsroom, writeFiles } from '../support/newsroom.ts'
import { linkProblems } from './edition-problems.ts'
import { seenIn } from './seen.ts'

const ID = 'tag:news.example.org,2026:2026/flood'

async function published(fields: Readonly<Record<string, unknown>> = {}): Promise<TemporaryNewsroom> {
  const newsroom = newsroomOf({ '2026/flood.md': story({ title: 'Flood', ...fields }) })
  await newsroom.publish()
  return newsroom
}

/** The same where the new name came first, so that the story was public as two before its old file went. */
async function copied(): Promise<TemporaryNewsroom> {
  const newsroom = await published()
  newsroom.write({ '2026/high.md': story({ title: 'High water' }) })
  await newsroom.publish()
  newsroom.remove('2026/flood.md')
  await newsroom.publish()
  return newsroom
}

/** How a server answers for a path: `200`, `301 /to/`. */
async function answerOf(newsroom: TemporaryNewsroom, path: string): Promise<string> {
  const { address } = await serve(newsroom.paths.out)
  const { status, headers } = await ask(address, path)
  return `${status} ${headers.get('location') ?? ''}`.trim()
}

describe('publish: a story that moved', () => {
  test('publish: a renamed file keeps its id and leaves a page, a line in _redirects and a 301', async () => {
    const newsroom = await published()
    expect(newsroom.read('_redirects')).toBe(feedRedirects())
    newsroom.rename('2026/flood.md', 'water/high.md')
    const moved = await newsroom.publish()
    expect(moved.diagnostics).toEqual([])
    expect(moved.edition.released.map(({ id, permalink }) => [id, permalink])).toEqual([[ID, '/water/high/']])
    expect(seenIn(moved)).toEqual({ '/': ['edited Flood'] })
    expect(newsroom.read('2026/flood/index.html')).toBe(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url=/water/high/">
<link rel="canonical" href="https://news.example.org/water/high/">
<title>Flood</title>
</head>
<body><p><a href="/water/high/">Flood</a></p></body>
</html>
`)
    expect(newsroom.read('_redirects')).toBe(`/2026/flood/ /water/high/ 301\n${feedRedirects()}`)
    expect(await answerOf(newsroom, '/2026/flood/')).toBe('301 /water/high/')
    expect(await answerOf(newsroom, '/water/high/')).toBe('200')
    expect(linkProblems(newsroom.out(), moved.site)).toEqual([])
  })

  test('publish: renamed and edited at once, it is told by its id alone', async () => {
    const newsroom = await published({ id: 'urn:x:flood' })
    newsroom.remove('2026/flood.md')
    newsroom.write({ '2026/high.md': story({ title: 'High water', id: 'urn:x:flood' }) })
    const moved = await newsroom.publish()
    expect(moved.diagnostics).toEqual([])
    expect(seenIn(moved)).toEqual({ '/': ['edited High water'] })
    expect(await answerOf(newsroom, '/2026/flood/')).toBe('301 /2026/high/')
  })

  test('publish: given its id afterwards, it is one story again: the other leaves, and all addresses lead to it', async () => {
    const newsroom = await copied()
    newsroom.write({ '2026/high.md': story({ title: 'High water', id: ID, slug: 'higher' }) })
    const mended = await newsroom.publish()
    expect(shown(mended.diagnostics)).toEqual([
      '2026/high.md:4:5 warning removed id: this story was public as tag:news.example.org,2026:2026/high as well, and is tag:news.example.org,2026:2026/flood alone from now on | subscribers who have it twice keep the copy; if tag:news.example.org,2026:2026/high is another story, put it into a file of its own with that id',
    ])
    expect(mended.edition.released.map(({ id, permalink }) => [id, permalink])).toEqual([[ID, '/2026/higher/']])
    expect(seenIn(mended)).toEqual({ '/': ['edited High water', 'leaving High water'] })
    expect(newsroom.read('feed.atom')).toContain('<at:deleted-entry ref="tag:news.example.org,2026:2026/high"')
    expect(await answerOf(newsroom, '/2026/flood/')).toBe('301 /2026/higher/')
    expect(await answerOf(newsroom, '/2026/high/')).toBe('301 /2026/higher/')
    expect(linkProblems(newsroom.out(), mended.site)).toEqual([])
    expect(await newsroom.publish()).toMatchObject({ written: [], removed: [], diagnostics: [] })
  })

  test('publish: at the same address, given its id afterwards, the story stands there under the id that subscribers know', async () => {
    const newsroom = await copied()
    newsroom.write({ '2026/high.md': story({ title: 'High water', id: ID }) })
    await newsroom.publish()
    expect(await answerOf(newsroom, '/2026/high/')).toBe('200')
    expect(await answerOf(newsroom, '/2026/flood/')).toBe('301 /2026/high/')
    expect(JSON.parse(newsroom.read('feed.json')).items.map(({ id }: { id: string }) => id)).toEqual([ID])
    // Whoever takes the id away again has the same story all the same: its path is known by it now.
    newsroom.write({ '2026/high.md': story({ title: 'High water' }) })
    expect(await newsroom.publish()).toMatchObject({ diagnostics: [], subscribers: [] })
  })

  test('publish: a file that another story’s file was put over says so, though both have ids', async () => {
    const newsroom = newsroomOf({
      'a.md': story({ title: 'A', id: 'urn:x:a' }),
      'b.md': story({ title: 'B', id: 'urn:x:b' }),
    })
    await newsroom.publish()
    newsroom.rename('b.md', 'a.md')
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics.map(({ severity, code, path }) => `${severity} ${code} ${path}`)).toEqual(['error removed a.md'])
  })

  test('publish: every address it ever had leads to the one it has, in one step', async () => {
    const newsroom = await published()
    for (const slug of ['one', 'two', 'three', 'one']) {
      newsroom.write({ '2026/flood.md': story({ title: 'Flood', slug }) })
      expect(shown((await newsroom.publish()).diagnostics)).toEqual([])
    }
    expect(newsroom.read('_redirects')).toBe(
      `/2026/flood/ /2026/one/ 301\n/2026/three/ /2026/one/ 301\n/2026/two/ /2026/one/ 301\n${feedRedirects()}`,
    )
    expect(await answerOf(newsroom, '/2026/flood/')).toBe('301 /2026/one/')
    expect(await answerOf(newsroom, '/2026/one/')).toBe('200')
  })

  test('publish: what stands at an old address now is not led away from', async () => {
    const newsroom = await published({ slug: 'wet' })
    newsroom.write({ '2026/flood.md': story({ title: 'Flood', slug: 'dry' }), '2026/wet.md': story({ title: 'Wet' }) })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics).toEqual([])
    expect(await answerOf(newsroom, '/2026/wet/')).toBe('200')
    expect(newsroom.read('_redirects')).toBe(feedRedirects())
  })

  test('publish: nor is a file passed through that needs the place', async () => {
    const newsroom = newsroomOf({ 'a.html.md': story({ title: 'A' }) })
    await newsroom.publish()
    newsroom.rename('a.html.md', 'b.md')
    newsroom.write({ 'static/a.html': 'mine' })
    expect((await newsroom.publish()).diagnostics).toEqual([])
    expect(newsroom.read('a.html')).toBe('mine')
    newsroom.write({ 'b.md': story({ title: 'A', draft: true }) })
    await newsroom.publish()
    expect(newsroom.read('a.html')).toBe('mine')
  })

  test('publish: aliases are redirects too; a _redirects of the newsroom’s own stays as it is', async () => {
    const newsroom = newsroomOf({
      'site.yaml': SITE_YAML.replace('example.org\n', 'example.org/press\n'),
      'a b.md': story({ aliases: ['/old/é.html', '/older/'] }),
    })
    await newsroom.publish()
    expect(newsroom.read('_redirects')).toBe(
      `/press/old/%C3%A9.html /press/a-b/ 301\n/press/older/ /press/a-b/ 301\n${feedRedirects('/press')}`,
    )
    newsroom.write({ 'static/_redirects': '/x /y 302\n' })
    await newsroom.publish()
    expect(newsroom.read('_redirects')).toBe('/x /y 302\n')
    expect(newsroom.read('older/index.html')).toContain('url=/press/a-b/')
  })

  test('publish: under a base path, a server leads to the address below it', async () => {
    const newsroom = newsroomOf({
      'site.yaml': SITE_YAML.replace('example.org\n', 'example.org/press\n'),
      'é.md': story({ aliases: ['/old/'] }),
    })
    await newsroom.publish()
    const { address } = await serve(newsroom.paths.out, '/press')
    const { status, headers } = await ask(address, '/press/old/')
    expect([status, headers.get('location')]).toEqual([301, '/press/%C3%A9/'])
  })

  test('publish: at the addresses of a story that is gone a server answers 410 with a page, for good', async () => {
    const newsroom = await published()
    newsroom.write({ '2026/flood.md': story({ title: 'Flood', slug: 'high' }) })
    await newsroom.publish()
    newsroom.write({ '2026/flood.md': story({ title: 'Flood', slug: 'high', draft: true }) })
    await newsroom.publish()
    const { address } = await serve(newsroom.paths.out)
    for (const path of ['/2026/flood/', '/2026/high/']) {
      const { status, headers, body } = await ask(address, path)
      expect([path, status, headers.get('content-type')]).toEqual([path, 410, 'text/html; charset=utf-8'])
      expect(body).toContain('<h1>No longer published</h1>')
      expect(await ask(address, path, { method: 'HEAD' })).toMatchObject({ status: 410, body: '' })
      // What is gone was not "not modified" (RFC 9110 §15.4.5).
      expect((await ask(address, path, { headers: { 'If-None-Match': '*' } })).status).toBe(410)
    }
    expect(newsroom.read('_redirects')).toBe(feedRedirects())
  })

  test('publish: addresses that site.yaml names lead where it says; what stands there goes first', async () => {
    const newsroom = newsroomOf({
      'site.yaml': `${SITE_YAML}redirects: { /feed/: /feed.rss, /index.xml: /feed.rss, /a/: /feed.rss, /former/: /a/, /spring/: / }\n`,
      'a.md': story({ title: 'A' }),
    })
    expect(shown((await newsroom.publish()).diagnostics)).toEqual([
      'site.yaml:7:1 warning same-address redirects: what stands at /a/ goes before the redirect | remove the redirect',
    ])
    expect(newsroom.read('_redirects')).toBe(
      '/feed/ /feed.rss 301\n/former/ /a/ 301\n/index.xml /feed.rss 301\n/spring/ / 301\n/atom.xml /feed.atom 301\n/feed.xml /feed.rss 301\n/rss /feed.rss 301\n/rss.xml /feed.rss 301\n',
    )
    const answers = await Promise.all(
      ['/feed/', '/feed', '/index.xml', '/a/', '/spring/'].map(path => answerOf(newsroom, path)),
    )
    expect(answers).toEqual(['301 /feed.rss', '301 /feed/', '301 /feed.rss', '200', '301 /'])
    newsroom.write({ 'site.yaml': SITE_YAML })
    await newsroom.publish()
    expect(await answerOf(newsroom, '/former/')).toBe('404')
    // Its name leads there all the same.
    expect(await answerOf(newsroom, '/feed/')).toBe('301 /feed.rss')
  })
})

test('publish: what moved or is withdrawn answers so while its page is made anew, or after a kill in the middle', async () => {
  const withdrawn = { date: '2026-05-20', reason: 'In error.' }
  const newsroom = newsroomOf({ '2026/flood.md': story(), 'gone.md': story({ title: 'Gone', withdrawn }) })
  await newsroom.publish()
  newsroom.rename('2026/flood.md', 'water/high.md')
  await newsroom.publish()
  // The title changes every page, and a folder in the place of a feed ends the publish when pages are out.
  newsroom.write({ 'site.yaml': SITE_YAML.replace('Example News', 'Other News') })
  rmSync(join(newsroom.paths.out, 'feed.json'))
  writeFiles(newsroom.paths.out, { 'feed.json/inner': '' })
  await expect(newsroom.publish()).rejects.toThrow()
  expect(newsroom.read('gone/index.html')).toContain('Other News')
  expect(await answerOf(newsroom, '/gone/')).toBe('410')
  expect(await answerOf(newsroom, '/2026/flood/')).toBe('301 /water/high/')
})

test('publish: a feed that stands where a redirect led goes before it', async () => {
  const newsroom = newsroomOf({
    'site.yaml': `${SITE_YAML}redirects: { /topics/old/feed.rss: /topics/new/feed.rss }\n`,
    'a.md': story({ title: 'A', topics: ['New'] }),
  })
  await newsroom.publish()
  expect(feedsOf(newsroom.paths.out)().topics.has('topics/old/feed.rss')).toBe(false)
  newsroom.write({ 'b.md': story({ title: 'B', topics: ['Old'] }) })
  expect((await newsroom.publish()).diagnostics.map(({ code, field }) => `${code} ${field}`)).toEqual([
    'same-address redirects',
  ])
  expect(await answerOf(newsroom, '/topics/old/feed.rss')).toBe('200')
  expect(newsroom.read('_redirects')).toBe(feedRedirects())
  expect(feedsOf(newsroom.paths.out)().topics.has('topics/old/feed.rss')).toBe(true)
})

/** The rules of a `_redirects` file as Cloudflare and Netlify read it: tokens between white space, a comment from a # on. */
function rulesIn(text: string): readonly { readonly from: string; readonly to: string }[] {
  return text.split(/[\n\r\u2028\u2029]/).flatMap(line => {
    const [from = '', to = '', ...rest] = line
      .replace(/(^|\s)#.*/, '')
      .trim()
      .split(/\s+/)
    if (from === '') return []
    expect([line, rest]).toEqual([line, ['301']])
    return [{ from, to }]
  })
}

describe('publish: _redirects', () => {
  test.each(['/*', '/old/*', '/:splat', '/news/:year/:slug/', '/**'])(
    'has no line for the alias %s, which is an error',
    async alias => {
      const newsroom = newsroomOf({ 'a.md': story({ aliases: ['/fine/', alias] }), 'b.md': story({ aliases: ['/other/'] }) })
      const { diagnostics, edition } = await newsroom.publish()
      const wildcard = /[*]+|:\w+/.exec(alias)?.[0]
      expect(diagnostics.map(({ path, severity, field, message }) => [path, severity, field, message])).toEqual([
        ['a.md', 'error', 'aliases.1', `"${alias}" has the wildcard ${wildcard}: a redirect is for one address`],
      ])
      expect(edition.released.map(({ path }) => path)).toEqual(['b.md'])
      expect(newsroom.read('_redirects')).toBe(`/other/ /b/ 301\n${feedRedirects()}`)
      expect(diagnostics[0]?.remedy).toBe('write each old address on its own: /2014/old-name/')
    },
  )

  test.each([
    ['{ /*: /feed.rss }', 'redirects./*'],
    ['{ /old/: "/:splat" }', 'redirects./old/'],
  ])('takes no wildcard of site.yaml: %s', async (redirects, field) => {
    const newsroom = newsroomOf({ 'site.yaml': `${SITE_YAML}redirects: ${redirects}\n`, 'a.md': story() })
    const result = await newsroom.attempt()
    expect(result.kind).toBe('misconfigured')
    expect(result.diagnostics).toMatchObject([{ severity: 'error', field, message: expect.stringContaining('wildcard') }])
  })

  test('leaves out an address with an asterisk or a colon in a word, whose page leads on all the same', async () => {
    const aliases = ['/wiki/M*A*S*H/', '/wiki/Talk:Flood/', '/at/10:30/']
    const newsroom = newsroomOf({ 'a.md': story({ aliases }) })
    expect((await newsroom.publish()).diagnostics).toEqual([])
    expect(newsroom.read('_redirects')).toBe(`/at/10:30/ /a/ 301\n${feedRedirects()}`)
    for (const alias of aliases) expect(await answerOf(newsroom, alias)).toBe('301 /a/')
  })

  test('encodes blanks, separators and everything else that would begin a word, a comment or a line', async () => {
    const aliases = ['/old name/', '/a\u00a0b/', '/a\u2028b/', '/100%/', '/{x}/', '/é|"/', '/=1/']
    const newsroom = newsroomOf({ 'a.md': story({ aliases }) })
    expect((await newsroom.publish()).diagnostics).toEqual([])
    const rules = rulesIn(newsroom.read('_redirects').replace(feedRedirects(), ''))
    expect(rules.map(({ from }) => decodeURIComponent(from)).toSorted()).toEqual(aliases.toSorted())
    for (const { from, to } of rules) expect([from, to]).toEqual([expect.stringMatching(/^[\w/%.~-]+$/), '/a/'])
  })

  test.each(['/a#b/', '/a?b/', '/a\nb/', '/a\tb/', '/a\\b/'])(
    'has none of %j, which is no address within the site',
    async alias => {
      const newsroom = newsroomOf({ 'a.md': story({ aliases: [alias, '/fine/'] }) })
      const { diagnostics } = await newsroom.publish()
      expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('is no address within this site')])
      expect(newsroom.read('_redirects')).toBe(feedRedirects())
    },
  )
})
