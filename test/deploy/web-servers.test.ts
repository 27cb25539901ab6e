import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runCommand, until } from '../cli/courant.ts'
import { TOPIC } from '../notify/running-hub.ts'
import { subscriber } from '../notify/subscriber.ts'
import { servedHub } from '../serve/hub.ts'
import { ask, type RawAnswer, serve } from '../serve/site.ts'
import { describeInstalled } from '../support/describe-installed.ts'
import { newsroomOf, SITE_YAML, story, type TemporaryNewsroom, temporaryFolder } from '../support/newsroom.ts'
import { type Configured, caddy, nginx, type Site, startWebServer } from './web-server.ts'

const TOOL = fileURLToPath(new URL('../../tools/write-web-server-answers.ts', import.meta.url))

/** What a page and what a feed bears, apart from the body and its kind. */
const SECURITY = ['x-content-type-options', 'content-security-policy', 'referrer-policy', 'access-control-allow-origin']

/** Files that stories bring along. nginx has a table of ours for them; Caddy has the machine's own. */
const ENDINGS =
  'html txt csv ics vtt xml pdf epub zip docx xlsx pptx odt avif gif png jpg svg webp ico mp3 m4a ogg wav mp4 webm mov woff2 webmanifest json'

/** A newsroom whose past has everything that a web server has to be told: moves, a withdrawal, a story that is gone. */
async function newsroomWithPast(site = SITE_YAML): Promise<TemporaryNewsroom> {
  const files = ENDINGS.split(' ').map(ending => [`static/files/x.${ending}`, `x of ${ending}`] as const)
  const newsroom = newsroomOf({
    'site.yaml': `${site}redirects: { "/News/RSS.xml": "/feed.rss" }\n`,
    '2026/harbour.md': story({ title: 'The harbour', topics: ['Ports'] }, 'The harbour is open. '.repeat(200)),
    '2026/brücke.md': story({ title: 'Die Brücke' }),
    '2026/gone.md': story({ title: 'Soon gone' }),
    '2026/flood.md': story({ title: 'The flood' }),
    'static/.well-known/security.txt': 'Contact: mailto:security@example.org\n',
    ...Object.fromEntries(files),
  })
  await newsroom.publish()
  newsroom.rename('2026/harbour.md', '2026/port.md')
  newsroom.rename('2026/brücke.md', '2026/neue-brücke.md')
  newsroom.remove('2026/gone.md')
  newsroom.write({ '2026/flood.md': story({ title: 'The flood', withdrawn: { date: '2026-05-20', reason: 'In error.' } }) })
  await newsroom.publish({ accept: true })
  mkdirSync(join(newsroom.paths.out, '.courant-stage'))
  writeFileSync(join(newsroom.paths.out, '.courant-stage', 'secret.html'), 'not public yet')
  return newsroom
}

async function writeAnswers(server: string, out: string, basePath = ''): Promise<string> {
  const file = join(temporaryFolder(), 'answers')
  const { code, stderr } = await runCommand([process.execPath, TOOL, server, out, file, basePath], { cwd: temporaryFolder() })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return file
}

/** What of an answer must be the same whoever gives it. */
function essence({ status, headers }: RawAnswer): object {
  // The place is named absolutely by some.
  const location = headers.get('location')?.replace(/^http:\/\/[^/]*/, '')
  const type = status === 301 ? undefined : headers.get('content-type')?.toLowerCase()
  return { status, location, type, ...Object.fromEntries(SECURITY.map(name => [name, headers.get(name)])) }
}

function tests(server: string, configure: (site: Site) => Promise<Configured>): () => void {
  return () => {
    async function served(newsroom: TemporaryNewsroom): Promise<Configured> {
      const { out } = newsroom.paths
      const configured = await configure({ root: out, answers: await writeAnswers(server, out) })
      await startWebServer(configured)
      return configured
    }

    test('finds no mistake in its configuration', async () => {
      const { out } = (await newsroomWithPast()).paths
      const { check, home } = await configure({ root: out, answers: await writeAnswers(server, out) })
      const { code, stderr } = await runCommand(check, { cwd: home, env: { HOME: home } })
      expect(code, stderr).toBe(0)
      expect(stderr).not.toMatch(/\[?(?:warn|error|emerg)\b/i)
    })

    test("answers for every published file as Courant's own server does", async () => {
      const newsroom = await newsroomWithPast()
      const own = await serve(newsroom.paths.out)
      const { address } = await served(newsroom)
      const published = [...newsroom.out().keys()].filter(path => !/^manifest|^\.courant/.test(path))
      const targets = published.map(path => encodeURI(`/${path.replace(/(^|\/)index\.html$/, '$1')}`))
      expect(targets.length).toBeGreaterThan(60)
      for (const target of targets) {
        const answer = essence(await ask(address, target))
        const expected = essence(await ask(own.address, target))
        const isOfMachine = server === 'caddy' && target.startsWith('/files/')
        expect(answer, target).toEqual(isOfMachine ? { ...expected, type: expect.any(String) } : expected)
      }
    })

    test('sends moves on, says what is gone, and shows the page for what was never there', async () => {
      const { address } = await served(await newsroomWithPast())
      const answerTo = async (target: string) => {
        const { status, headers, body } = await ask(address, target)
        const heading = /<h1[^>]*>(.*?)<\/h1>/.exec(body)?.[1]
        return [status, headers.get('location')?.replace(address, ''), ...(status === 301 ? [] : [heading])]
      }
      expect(await answerTo('/2026/harbour/')).toEqual([301, '/2026/port/'])
      // Caddy says that an address lacks its slash by 308, which keeps the method.
      expect((await answerTo('/2026/port')).slice(0, 2)).toEqual([server === 'caddy' ? 308 : 301, '/2026/port/'])
      expect(await answerTo('/2026/br%C3%BCcke/')).toEqual([301, '/2026/neue-br%C3%BCcke/'])
      expect(await answerTo('/News/RSS.xml')).toEqual([301, '/feed.rss'])
      expect(await answerTo('/2026/flood/')).toEqual([410, undefined, 'Withdrawn: The flood'])
      expect((await answerTo('/2026/gone/')).slice(0, 2)).toEqual([410, undefined])
      expect(await answerTo('/2026/never/')).toEqual([404, undefined, 'Page not found'])
      // A folder without a page, and an address in other letters: nothing stands there either.
      expect(await answerTo('/assets/')).toEqual([404, undefined, 'Page not found'])
      expect(await answerTo('/news/rss.xml')).toEqual([404, undefined, 'Page not found'])
    })

    test("sends on who looks for the feed under another name, and lets other sites' scripts read it, as Courant's own server does", async () => {
      const newsroom = newsroomOf({
        'site.yaml': `${SITE_YAML}languages: [en, fr]\nredirects: { "/old.xml": "/feed.atom" }\n`,
        '2026/a.md': story({ title: 'A' }),
        '2026/a.fr.md': story({ title: 'A' }),
        'rss.md': story({ title: 'A story at /rss/' }),
        'static/fr/feed.xml': '<own/>',
      })
      await newsroom.publish()
      const own = await serve(newsroom.paths.out)
      const { address } = await served(newsroom)
      const moved = [
        '/feed',
        '/feed.xml',
        '/rss.xml',
        '/atom.xml',
        '/index.xml',
        '/fr/feed',
        '/fr/rss',
        '/en/rss.xml',
        '/old.xml',
      ]
      const others = ['/rss/', '/fr/feed.xml', '/2026/feed', '/feed.rss', '/fr/feed.json', '/feeds.opml', '/nothing.xml']
      for (const target of [...moved, ...others]) {
        const answer = essence(await ask(address, target))
        expect({ target, ...answer }).toEqual({ target, ...essence(await ask(own.address, target)) })
        if (moved.includes(target)) expect(answer).toMatchObject({ status: 301, 'access-control-allow-origin': '*' })
      }
    })

    test('shows nothing that is not public', async () => {
      const { address } = await served(await newsroomWithPast())
      for (const target of [
        '/.courant-stage/secret.html',
        '/.courant-stage/',
        '/manifest.jsonl',
        '/%2ecourant-stage/secret.html',
      ])
        expect((await ask(address, target)).status, target).toBe(404)
      expect((await ask(address, '/.well-known/security.txt')).status).toBe(200)
    })

    test('lets no script of static/ run, whatever its name and that of its page', async () => {
      const newsroom = newsroomOf({
        '2026/a.md': story({ title: 'A' }),
        'static/zz/search/index.html': '<script src="/evil.js"></script>',
        'static/x/zz/search/index.html': '<script src="/evil.js"></script>',
        'static/x/assets/y.0123abcd.js': 'y',
      })
      await newsroom.publish()
      const { address } = await served(newsroom)
      const scriptsOf = async (target: string) => {
        const { status, headers } = await ask(address, target)
        expect([target, status]).toEqual([target, 200])
        return [...(headers.get('content-security-policy') ?? '').matchAll(/(?:script|worker)-src ([^;]+)/g)].map(
          ([, from]) => from,
        )
      }
      // No web server knows who made a page: where the name is that of a search page, Courant's two scripts may run, and nothing else.
      const search = ["'self' 'wasm-unsafe-eval'", "'none'", "*:*/search/search.js *:*/search/pagefind.js 'wasm-unsafe-eval'"]
      expect(await scriptsOf('/search/')).toEqual(search)
      expect(await scriptsOf('/zz/search/')).toEqual(search)
      for (const target of ['/x/zz/search/', '/x/assets/y.0123abcd.js', '/2026/a/'])
        expect(await scriptsOf(target), target).toEqual(["'none'", "'none'"])
      expect((await ask(address, '/x/assets/y.0123abcd.js')).headers.get('cache-control')).toBe('no-cache')
    })

    test('lets each be kept as long as it stays true, compresses, and answers 304', async () => {
      const newsroom = await newsroomWithPast()
      const { address } = await served(newsroom)
      const style = [...newsroom.out().keys()].find(path => path.startsWith('assets/style.'))
      const caching = async (target: string) => (await ask(address, target)).headers.get('cache-control')
      expect(await caching('/2026/port/')).toBe('no-cache')
      expect(await caching('/topics/ports/feed.atom')).toBe('public, max-age=60')
      expect(await caching(`/${style}`)).toBe('public, max-age=31536000, immutable')
      expect(await caching('/never/feed.rss')).toBe('no-cache')
      for (const target of ['/2026/port/', '/feed.rss', '/feed.atom', '/feed.json', `/${style}`]) {
        const { headers } = await ask(address, target, { method: 'HEAD', headers: { 'Accept-Encoding': 'gzip' } })
        expect(headers.get('content-encoding'), target).toBe('gzip')
        expect(headers.get('vary'), target).toBe('Accept-Encoding')
        const again = { 'Accept-Encoding': 'gzip', 'If-None-Match': headers.get('etag') ?? '' }
        expect((await ask(address, target, { headers: again })).status, target).toBe(304)
      }
    })

    test('hands on what subscribers ask the hub in courant run, and only that', async () => {
      const hub = await servedHub()
      const { out } = (await newsroomWithPast()).paths
      const configured = await configure({
        root: out,
        answers: await writeAnswers(server, out),
        hub: hub.replace('http://', ''),
      })
      await startWebServer(configured)
      const reader = await subscriber()
      const body = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.callback': reader.address, 'hub.topic': TOPIC })
      const { status, headers } = await fetch(`${configured.address}/hub`, { method: 'POST', body })
      expect(status).toBe(202)
      for (const name of ['x-content-type-options', 'content-type', 'cache-control', 'content-length'])
        expect(headers.get(name), name).toBe((await fetch(`${hub}/hub`, { method: 'POST', body })).headers.get(name))
      await until(() => (reader.intents.length > 0 ? true : undefined))
      expect((await ask(configured.address, '/hub')).status).toBe(404)
    })

    test('serves a site whose url has a path, from a link beside others', async () => {
      const newsroom = await newsroomWithPast(SITE_YAML.replace('https://news.example.org', 'https://www.example.org/news'))
      const root = temporaryFolder()
      symlinkSync(newsroom.paths.out, join(root, 'news'))
      const answers = await writeAnswers(server, newsroom.paths.out, '/news')
      const configured = await configure({ root, answers, basePath: '/news' })
      await startWebServer(configured)
      const { status, headers } = await ask(configured.address, '/news/2026/harbour/')
      expect([status, headers.get('location')]).toEqual([301, '/news/2026/port/'])
      expect((await ask(configured.address, '/news/2026/gone/')).status).toBe(410)
      expect((await ask(configured.address, '/news/2026/port/')).status).toBe(200)
      const policyAt = async (at: string, target: string) => (await ask(at, target)).headers.get('content-security-policy')
      const own = await serve(newsroom.paths.out, '/news')
      expect(await policyAt(configured.address, '/news/search/')).toBe(await policyAt(own.address, '/news/search/'))
      expect(await ask(configured.address, '/news/never/')).toMatchObject({ status: 404, body: newsroom.read('404.html') })
    })
  }
}

describeInstalled('nginx', { needs: ['nginx'], packages: 'nginx-light', tests: tests('nginx', nginx) })
describeInstalled('Caddy', { needs: ['caddy'], packages: 'caddy', tests: tests('caddy', caddy) })

test.each([
  [['apache', 'out', 'file'], 2, /^usage: /],
  [['nginx', 'out', 'file', 'news/'], 2, /^usage: /],
])('write-web-server-answers: says how it is called: %s', async (args, code, said) => {
  const ended = await runCommand([process.execPath, TOOL, ...args], { cwd: temporaryFolder() })
  expect(ended.code).toBe(code)
  expect(ended.stderr).toMatch(said)
})

test('write-web-server-answers: leaves the file as it was when there is no manifest', async () => {
  const home = temporaryFolder()
  const write = () => runCommand([process.execPath, TOOL, 'nginx', 'out', 'file'], { cwd: home })
  expect(await write()).toMatchObject({ code: 3, stderr: 'out/manifest.jsonl is not there: publish first\n' })
  mkdirSync(join(home, 'out'))
  writeFileSync(join(home, 'out/manifest.jsonl'), 'something else')
  expect(await write()).toMatchObject({ code: 3, stderr: "out/manifest.jsonl is no manifest of Courant's\n" })
  expect(existsSync(join(home, 'file'))).toBe(false)
})
