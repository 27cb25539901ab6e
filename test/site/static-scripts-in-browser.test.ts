import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startCourant } from '../cli/courant.ts'
import { launchBrowser } from '../support/browser.ts'
import { newsroomOf, SITE_YAML, story, type TemporaryNewsroom } from '../support/newsroom.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(() => browser?.close())

/** Says that it ran, fetches what it can, and would own every page of the site from then on. */
const EVIL = `document.title = 'ran'
navigator.serviceWorker.register('/sw.js', { scope: '/' }).then(() => { document.title = 'registered' }, () => {})
new Worker('/sw.js')
`
const page = (script: string): string =>
  `<!doctype html><title>still</title><script src="${script}"></script><script>document.title = 'inline'</script><p>Words.</p>`

/** A page of `static/` that has all that Courant's own search page has, and a script of its own beside it. */
const COPIED = `<!doctype html><html lang="en"><title>still</title><form class="search-form" data-index="/evil/index.json" data-base="/"><input></form>
<p class="search-status"></p><ol class="results"></ol><button class="more-results"></button>
<script type="module" src="/search/search.js"></script><script src="/evil.js"></script>`

function newsroomWithScripts(): TemporaryNewsroom {
  return newsroomOf({
    'site.yaml': `${SITE_YAML}languages: [en, fr]\n`,
    '2026/a.md': story({ title: 'A story' }),
    'static/evil.js': EVIL,
    'static/sw.js': 'self.addEventListener("fetch", () => {})\n',
    'static/plain.html': page('/evil.js'),
    'static/zz/search/index.html': page('/evil.js'),
    'static/app/search/index.html': COPIED,
    'static/zz/search/nested/search/index.html': page('/evil.js'),
    'static/assets/search.0123abcd.js': EVIL,
    'static/hashed/index.html': page('/assets/search.0123abcd.js'),
  })
}

const PAGES = ['/plain.html', '/zz/search/', '/app/search/', '/zz/search/nested/search/', '/hashed/']

test.each([
  ['courant run', ['run', '--port', '0', '--log', 'text'], /(http:\/\/127\.0\.0\.1:\d+)/],
  ['courant preview', ['preview', '--port', '0'], /^Open (http:\S+)\/ to see it/m],
])('%s: no script of static/ runs, on whatever page it is, and none becomes a service worker', async (_, args, opened) => {
  const newsroom = newsroomWithScripts()
  const started = startCourant(args, { cwd: newsroom.root })
  const [, address = ''] = await started.says(opened)
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const window = await context.newPage()
  const titles: Record<string, string> = {}
  for (const path of PAGES) {
    const answer = await window.goto(address + path)
    expect([path, answer?.status()]).toEqual([path, 200])
    await window.waitForLoadState('networkidle')
    titles[path] = await window.title()
  }
  expect(titles).toEqual(Object.fromEntries(PAGES.map(path => [path, 'still'])))
  expect(context.serviceWorkers()).toEqual([])
  await window.goto(`${address}/2026/a/`)
  expect(await window.evaluate('navigator.serviceWorker.controller')).toBeNull()
  expect(await window.evaluate('navigator.serviceWorker.getRegistrations().then(all => all.length)')).toBe(0)
})

test('courant preview: nothing of another site is loaded, so that no address carries a draft there', async () => {
  const newsroom = newsroomOf({
    'draft.md': story({ title: 'Not public yet', draft: true }, '![Chart](https://pictures.example.org/chart.png)\n'),
  })
  const preview = startCourant(['preview', '--port', '0'], { cwd: newsroom.root })
  const [, address = ''] = await preview.says(/^Open (http:\S+)\/ to see it/m)
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const window = await context.newPage()
  const asked: string[] = []
  const failed: string[] = []
  window.on('request', request => void (request.url().startsWith(address) || asked.push(request.url())))
  window.on('requestfailed', request => void failed.push(`${request.url()} ${request.failure()?.errorText}`))
  await window.goto(`${address}/draft/`)
  await window.waitForLoadState('domcontentloaded')
  await window.waitForFunction(`[...document.images].every(image => image.complete)`)
  expect(await window.locator('main img[src^="https://pictures.example.org/"]').count()).toBe(1)
  // The browser names what it did not ask for, too: that the policy stopped it.
  expect(failed.filter(line => line.startsWith('https:'))).toEqual(asked.map(url => `${url} csp`))
})
