import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ask as raw } from '../serve/site.ts'
import { newsroomOf, SITE_YAML, saveFiles, story } from '../support/newsroom.ts'
import { courant, startCourant } from './courant.ts'

/** Takes a port until the end of the test. */
async function takePort(port: number): Promise<number> {
  const server = createServer()
  onTestFinished(() => {
    server.close()
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('no port')
  return bound.port
}

describe('courant preview', () => {
  test('says what it shows and where, then a line on every save with its mistakes, and ends on SIGTERM with 0', async () => {
    const newsroom = newsroomOf({
      '2026/a.md': story({ title: 'A', summary: 'A.' }),
      '2026/draft.md': story({ draft: true }),
      '2026/later.md': story({ date: '2999-05-01' }),
    })
    const preview = startCourant(['preview', '--port', '0'], { cwd: newsroom.root })
    await preview.says(/^Open http:\/\/127\.0\.0\.1:\d+\/ to see it\. It follows every save\. Ctrl-C ends it\.$/m)
    expect(preview.stderr).toMatch(/^Showing 3 stories, of them 1 draft and 1 to come: no mistakes\.\nOpen/)
    newsroom.save({ '2026/a.md': story({ title: 'A', summary: 'A.' }, 'More.\n\n[dead](nowhere.md)\n') })
    await preview.says(/^\[\S+Z\] 2026\/a\.md changed: 1 warning\.\narticles\/2026\/a\.md:9:1 {2}warning: "nowhere\.md" does/m)
    newsroom.save({ '2026/b.md': story({ date: 'soon' }) })
    await preview.says(/2026\/b\.md changed: 1 error\.\narticles\/2026\/b\.md:3:7 {2}date {2}cannot read "soon"/)
    newsroom.save({ '2026/a.md': story({ title: 'A', summary: 'A.' }, 'Mended.\n') })
    await preview.says(/2026\/a\.md changed: no mistakes, beside 1 mistake told before\.$/m)
    saveFiles(newsroom.paths.theme, { 'foter.js': 'export default () => missing\n' })
    await preview.says(
      /^\[\S+Z\] the theme changed: where it fails, pages say so\.\ntheme\/foter\.js:1:1 {2}warning: there is no template "foter"/m,
    )
    preview.kill('SIGTERM')
    expect(await preview.ended).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/The preview has ended\.\n$/),
    })
  })

  test('--json tells a program what was shown and saved, an object a line', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story({ title: 'A', summary: 'A.' }) })
    const preview = startCourant(['preview', '--port', '0', '--json'], { cwd: newsroom.root })
    await preview.says(/^Open /m)
    newsroom.save({ '2026/a.md': story({ title: 'A', summary: 'A.' }, 'More.\n') })
    await preview.says(/a\.md changed/)
    preview.kill('SIGTERM')
    const { stdout } = await preview.ended
    expect(
      stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
    ).toEqual([{ diagnostics: [] }, { paths: ['2026/a.md'], diagnostics: [] }])
  })

  test('needs the port that is asked for', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story() })
    const taken = await takePort(0)
    const asked = await courant(['preview', '--port', String(taken)], { cwd: newsroom.root })
    expect(asked.code).toBe(3)
    expect(asked.stderr).toMatch(
      new RegExp(`cannot listen on 127\\.0\\.0\\.1:${taken}: .+ \\(process \\d+\\) is listening there`),
    )
  })

  test('serves files, feeds and redirects, reads from this machine alone, and lets its own script run', async () => {
    const newsroom = newsroomOf({
      '2026/a.md': story({ aliases: ['/old/'] }, '![Ship](ship.svg)\n'),
      '2026/ship.png': 'no image, but a file',
      '2026/notes.txt.secret': 'not to be published',
      'static/robots.txt': 'User-agent: *\n',
      'static/page.html': '<script src="/x.js"></script>',
      'courant.yaml': '',
    })
    const preview = startCourant(['preview', '--port', '0'], { cwd: newsroom.root })
    const [, address = ''] = await preview.says(/^Open (\S+)\/ /m)
    const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
      fetch(address + path, { redirect: 'manual', ...init })
    const front = await ask('/')
    const policyOf = (answer: Response): string => answer.headers.get('content-security-policy') ?? ''
    expect(policyOf(front)).toContain("script-src 'self';")
    expect(policyOf(front)).toMatch(/, script-src \*:\*\/\.courant\/preview\.js \*:\*\/search\/search\.js$/)
    for (const part of ["worker-src 'none'", "form-action 'none'", "img-src 'self' data:;", "media-src 'self',"])
      expect(policyOf(front)).toContain(part)
    expect(front.headers.get('referrer-policy')).toBe('no-referrer')
    for (const path of ['/robots.txt', '/page.html', '/2026/ship.png', '/feed.rss'])
      expect(policyOf(await ask(path)), path).toMatch(/^default-src 'self'; script-src 'none'; worker-src 'none'; [^,]+$/)
    expect(front.headers.get('cache-control')).toBe('no-store')
    expect(await (await ask('/robots.txt')).text()).toBe('User-agent: *\n')
    expect((await ask('/static/robots.txt')).status).toBe(404)
    expect((await ask('/2026/ship.png')).headers.get('content-type')).toBe('image/png')
    for (const path of ['/2026/notes.txt.secret', '/courant.yaml', '/site.yaml', '/2026/a.md', '/..%2fcourant.yaml'])
      expect((await ask(path)).status, path).toBe(404)
    expect((await ask('/old/')).headers.get('location')).toBe('/2026/a/')
    expect((await ask('/2026/a')).headers.get('location')).toBe('/2026/a/')
    expect((await ask('/feed')).headers.get('location')).toBe('/feed.rss')
    expect((await ask('/atom.xml')).headers.get('location')).toBe('/feed.atom')
    expect((await ask('/feed.atom', { headers: { accept: 'application/xml' } })).headers.get('content-type')).toBe(
      'application/xml; charset=utf-8',
    )
    expect((await ask('/', { method: 'POST' })).status).toBe(405)
  })

  test.each(['0.0.0.0', '::', '192.0.2.1', 'desk.example.org'])(
    '--host %s alone ends with 2: it asks for --allow-network',
    async host => {
      const newsroom = newsroomOf({ '2026/a.md': story() })
      const refused = await courant(['preview', '--port', '0', '--host', host], { cwd: newsroom.root })
      expect(refused).toMatchObject({
        code: 2,
        stderr: `--host: ${host} would show drafts and stories under embargo to the network\n  add --allow-network if that is what you want, and send the link that Courant prints to nobody else; or leave --host out\n`,
      })
    },
  )

  test('--allow-network prints a link for each address of the machine, and shows drafts to who has one, at those addresses', async () => {
    const newsroom = newsroomOf({ 'draft.md': story({ title: 'Not public yet', draft: true }) })
    const args = ['preview', '--port', '0', '--host', '0.0.0.0', '--allow-network']
    const preview = startCourant(args, { cwd: newsroom.root })
    await preview.says(
      /^Open one of these .+\n(?: {2}http:.+\n)+Whoever has such a link sees drafts and stories under embargo/m,
    )
    const links = [...preview.stderr.matchAll(/^ {2}(http:\S+)$/gm)].map(([, link = '']) => new URL(link))
    const own = Object.values(networkInterfaces()).flatMap(all => all?.filter(({ family }) => family === 'IPv4') ?? [])
    expect(links.map(({ hostname }) => hostname).toSorted()).toEqual(own.map(({ address }) => address).toSorted())
    for (const { host, origin, href } of links) {
      const ask = (path: string, headers: Readonly<Record<string, string>> = {}) =>
        raw(origin, path, { headers: { Host: host, ...headers } })
      for (const path of ['/draft/', '/', '/feed.rss', '/.courant/events', '/draft/?token=guess'])
        expect((await ask(path)).status, path).toBe(403)
      const entered = await ask(href.slice(origin.length))
      expect([entered.status, entered.headers.get('location')]).toEqual([302, '/'])
      const [cookie = ''] = entered.headers.get('set-cookie')?.split(';') ?? []
      const shown = await ask('/draft/', { Cookie: cookie })
      expect([shown.status, shown.body]).toEqual([200, expect.stringContaining('Not public yet')])
      for (const stranger of ['desk.example.org', `desk.example.org:${new URL(origin).port}`, '0.0.0.0', 'localhost'])
        expect((await raw(origin, '/draft/', { headers: { Host: stranger, Cookie: cookie } })).status, stranger).toBe(421)
    }
  })

  test('with mistakes in site.yaml or a moment that cannot be read ends with 2', async () => {
    const newsroom = newsroomOf({ 'site.yaml': SITE_YAML.replace('lang: en', 'lang: english!') })
    const broken = await courant(['preview', '--port', '0'], { cwd: newsroom.root })
    expect(broken).toMatchObject({ code: 2, stderr: expect.stringContaining('site.yaml:6:7') })
    const at = await courant(['preview', '--at', 'soon', '--port', '0'], { cwd: newsroomOf().root })
    expect(at).toMatchObject({ code: 2, stderr: expect.stringContaining('--at: cannot read "soon"') })
  })
})
