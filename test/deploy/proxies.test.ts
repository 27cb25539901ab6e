import { expect, test } from 'vitest'
import { fencesOf, read } from '../docs/documents.ts'
import { ask, serve } from '../serve/site.ts'
import { describeInstalled } from '../support/describe-installed.ts'
import { newsroomOf, story } from '../support/newsroom.ts'
import { type Configured, caddyWith, nginxWith, startWebServer } from './web-server.ts'

/** What of an answer a server in between might change. */
const END_TO_END = [
  'content-type',
  'content-encoding',
  'etag',
  'vary',
  'cache-control',
  'link',
  'location',
  'content-security-policy',
]

function tests(
  lang: string,
  configure: (text: string, here: Readonly<Record<string, string>>) => Promise<Configured>,
): () => void {
  return () => {
    test('in front of Courant hands on what is asked and what is answered', async () => {
      const body = 'The flood is over. '.repeat(200)
      const newsroom = newsroomOf({ '2026/brücke.md': story({}, body), '2026/flood.md': story({}, body) })
      await newsroom.publish()
      newsroom.rename('2026/brücke.md', '2026/neue-brücke.md')
      newsroom.write({ '2026/flood.md': story({ withdrawn: { date: '2026-05-20', reason: 'In error.' } }, body) })
      await newsroom.publish()
      const own = await serve(newsroom.paths.out)
      const shown = fencesOf(read('deploy/README.md')).find(fence => fence.lang === lang)?.text ?? ''
      const configured = await configure(shown, { '127.0.0.1:8080': own.address.replace('http://', '') })
      await startWebServer(configured)
      for (const target of ['/', '/feed.rss', '/2026/br%C3%BCcke/', '/2026/flood/', '/never/']) {
        const headers = { 'Accept-Encoding': 'br, gzip', Accept: 'text/html, application/xml;q=0.9, */*;q=0.8' }
        const direct = await ask(own.address, target, { headers })
        const passed = await ask(configured.address, target, { headers })
        expect(passed.status, target).toBe(direct.status)
        for (const name of END_TO_END) expect(passed.headers.get(name), `${target} ${name}`).toBe(direct.headers.get(name))
      }
    })
  }
}

describeInstalled('nginx', { needs: ['nginx'], packages: 'nginx-light', tests: tests('nginx', nginxWith) })
describeInstalled('Caddy', { needs: ['caddy'], packages: 'caddy', tests: tests('caddy', caddyWith) })
