import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { indexSearch } from '../../src/search/index-search.ts'
import { answer } from '../../src/serve/answer.ts'
import { publishedSite } from '../../src/serve/published.ts'
import { type RunningServer, startServer } from '../../src/serve/server.ts'
import { axeViolations, launchBrowser } from '../support/browser.ts'
import { newsroomOf, SITE_YAML, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { indexFiles } from '../support/search.ts'
import { visit } from './visit.ts'

const ORIGIN = 'https://news.example.org'

let browser: Browser
let newsroom: TemporaryNewsroom
let server: RunningServer

beforeAll(async () => {
  browser = await launchBrowser()
  const many = Array.from(
    { length: 12 },
    (_, at) => [`many/${at}.md`, story({ title: `Ledger ${at}`, date: `2026-04-${10 + at}` }, 'A ledger.\n')] as const,
  )
  newsroom = newsroomOf({
    'site.yaml': `${SITE_YAML.replace(ORIGIN, `${ORIGIN}/press`).replace('UTC', 'America/New_York')}languages: [en, fr, es]\n`,
    'harbour.md': story(
      { title: 'The <harbour> & the sea', date: '2026-05-02', topics: ['ports'] },
      'The crane lifts `<b>` & a quokka.\n',
    ),
    'harbour.fr.md': story({ title: 'Le port' }, 'La grue soulève un zèbre.\n'),
    'draft.md': story({ title: 'Xylodraft', draft: true }, 'Xylodraft.\n'),
    'later.md': story({ title: 'Xylolater', date: '2026-07-01' }, 'Xylolater.\n'),
    'expired.md': story({ title: 'Xyloexpired', expires: '2026-05-20' }, 'Xyloexpired.\n'),
    'withdrawn.md': story({ title: 'Xylotitle', withdrawn: { date: '2026-05-20', reason: 'In error.' } }, 'Xylobody.\n'),
    ...Object.fromEntries(many),
  })
  await newsroom.publish()
  await indexSearch(newsroom.paths)
  const site = { origin: ORIGIN, basePath: '/press' }
  server = await startServer(answer(publishedSite(newsroom.paths.out), site), { host: '127.0.0.1', port: 0 })
})

afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

function open(width = 1280, colorScheme: 'light' | 'dark' = 'light'): ReturnType<typeof visit> {
  return visit(browser, { address: server.address, width, colorScheme })
}

const STATUS = '.search-status:not(:empty)'

test('search: words are found as they are typed, and a result leads to its story, all by keyboard', async () => {
  await using window = await open()
  const { page, complaints } = window
  await page.goto(`${server.address}/press/`)
  await page.getByRole('link', { name: 'Search' }).press('Enter')
  await page.getByRole('searchbox', { name: 'Search for' }).focus()
  await page.keyboard.type('quokka')
  await page.waitForSelector(STATUS)
  expect(await page.locator(STATUS).textContent()).toBe('Stories: 1')
  expect(await page.locator('.results h2').textContent()).toBe('The <harbour> & the sea')
  expect(await page.locator('.results li > p').allTextContents()).toEqual([
    '2 May 2026',
    expect.stringContaining('The crane lifts <b> & a quokka.'),
  ])
  expect(await page.locator('.results mark').allTextContents()).toEqual(['quokka.'])
  expect(new URL(page.url()).search).toBe('?q=quokka')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${server.address}/press/harbour/`)
  await page.goBack()
  await page.waitForSelector('.results li')
  expect(complaints).toEqual([])
})

test('search: the French page finds in French alone', async () => {
  await using window = await open()
  const { page, complaints } = window
  await page.goto(`${server.address}/press/fr/harbour/`)
  await page.getByRole('link', { name: 'Recherche' }).click()
  expect(page.url()).toBe(`${server.address}/press/fr/search/`)
  await page.goto(`${server.address}/press/fr/search/?q=zebre`)
  await page.waitForSelector('.results li')
  expect(await page.locator('.results a').getAttribute('href')).toBe('/press/fr/harbour/')
  expect(await page.locator('.results time').textContent()).toBe('1 mai 2026')
  await page.getByRole('searchbox').fill('quokka')
  await page.waitForSelector('text=Aucun article ne contient ces mots.')
  expect(await page.locator('.results li').count()).toBe(0)
  expect(complaints).toEqual([])
})

test('search: a language that has no story yet finds none of another', async () => {
  await using window = await open()
  const { page, complaints } = window
  await page.goto(`${server.address}/press/es/search/?q=quokka`)
  await page.waitForSelector(STATUS)
  expect(await page.locator(STATUS).textContent()).toBe('Ninguna noticia contiene estas palabras.')
  expect(complaints).toEqual([])
})

test('search: nothing is found that is not public', async () => {
  await using window = await open()
  const { page } = window
  await page.goto(`${server.address}/press/search/?q=ledger`)
  await page.waitForSelector('.results li')
  for (const words of ['Xylodraft', 'Xylolater', 'Xyloexpired', 'Xylotitle', 'Xylobody', 'In error']) {
    await page.goto(`${server.address}/press/search/?q=${encodeURIComponent(`"${words}"`)}`)
    await page.waitForSelector(STATUS)
    expect([words, await page.locator(STATUS).textContent()]).toEqual([words, 'No story has these words.'])
  }
})

test('search: a story is not found by its date, which stands with it all the same', async () => {
  await using window = await open()
  const { page } = window
  await page.goto(`${server.address}/press/search/?q=${encodeURIComponent('"May"')}`)
  await page.waitForSelector(STATUS)
  expect(await page.locator(STATUS).textContent()).toBe('No story has these words.')
  await page.goto(`${server.address}/press/search/?q=quokka`)
  await page.waitForSelector('.results li')
  expect(await page.locator('.results time').evaluateAll(times => times.map(time => time.outerHTML))).toEqual([
    '<time datetime="2026-05-02">2 May 2026</time>',
  ])
})

test('search: a word that no story has finds none, and one that some have is found by its beginning and in its other forms', async () => {
  await using window = await open()
  const { page } = window
  const found: Record<string, string | null> = {}
  // "A ledger", "a quokka": the beginning of "available" stands in every story.
  for (const words of ['available', 'quokka available', 'quok', 'quokkas', 'crane quok', 'lifted']) {
    await page.goto(`${server.address}/press/search/?q=${encodeURIComponent(words)}`)
    await page.waitForSelector(STATUS)
    found[words] = await page.locator(STATUS).textContent()
  }
  const [none, one] = ['No story has these words.', 'Stories: 1']
  expect(found).toEqual({
    available: none,
    'quokka available': none,
    quok: one,
    quokkas: one,
    'crane quok': one,
    lifted: one,
  })
})

test('search: further results come when they are asked for, and the first of them has the focus', async () => {
  await using window = await open()
  const { page } = window
  await page.goto(`${server.address}/press/search/?q=ledger`)
  await page.waitForSelector('.results li')
  expect([await page.locator(STATUS).textContent(), await page.locator('.results li').count()]).toEqual(['Stories: 12', 10])
  await page.getByRole('button', { name: 'More results' }).press('Enter')
  await page.waitForSelector('.results li:nth-child(12)')
  // All match alike: the newest stands first.
  const newestFirst = Array.from({ length: 12 }, (_, at) => `Ledger ${11 - at}`)
  expect(await page.locator('.results h2').allTextContents()).toEqual(newestFirst)
  expect(await page.locator('.results li:nth-child(11) a:focus').count()).toBe(1)
  expect(await page.getByRole('button', { name: 'More results' }).count()).toBe(0)
})

test.each([
  [320, 'light'],
  [1280, 'dark'],
] as const)('search: at %i px, %s, the page with results is accessible and fits the screen', async (width, scheme) => {
  await using window = await open(width, scheme)
  const { page, complaints } = window
  await page.goto(`${server.address}/press/search/?q=ledger`)
  await page.waitForSelector('.results li')
  expect(await axeViolations(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  expect(complaints).toEqual([])
})

test('search: without a script the page says so, and leads to every list', async () => {
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.goto(`${server.address}/press/search/`)
  expect(await page.locator('form:visible').count()).toBe(0)
  expect(await page.locator('.ways').textContent()).toContain('Search needs a script')
  expect(await page.locator('.ways a').evaluateAll(links => links.map(link => link.getAttribute('href')))).toEqual([
    '/press/',
    '/press/archive/',
    '/press/topics/ports/',
  ])
  await page.close()
})

test('search: a page that is open when a new index comes goes on with that', async () => {
  await using window = await open()
  const { page } = window
  await page.goto(`${server.address}/press/search/?q=ledger`)
  await page.waitForSelector('.results li')
  newsroom.write({ 'new.md': story({ title: 'Newly' }, 'Newly written.\n') })
  await newsroom.publish()
  await indexSearch(newsroom.paths)
  await page.getByRole('searchbox').fill('newly')
  await page.waitForSelector('.results a[href="/press/new/"]')
})

test('search: scripts run on the search page alone', async () => {
  const policies = await Promise.all(
    ['/press/search/', '/press/fr/search/', '/press/', '/press/harbour/'].map(async path => {
      const policy = (await fetch(server.address + path)).headers.get('content-security-policy') ?? ''
      expect(policy, path).toContain("worker-src 'none'")
      return [...policy.matchAll(/script-src ([^;]*)/g)].map(([, sources]) => sources)
    }),
  )
  const own = ["'self' 'wasm-unsafe-eval'", "*:*/press/search/search.js *:*/press/search/pagefind.js 'wasm-unsafe-eval'"]
  expect(policies).toEqual([own, own, ["'none'"], ["'none'"]])
  for (const path of indexFiles(newsroom).keys())
    expect((await fetch(`${server.address}/press/${path}`)).status, path).toBe(200)
})
