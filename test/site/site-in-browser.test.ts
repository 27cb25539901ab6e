import { parseFeed } from '@rowanmanning/feed-parser'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FAULTLESS, faultsOf, launchBrowser } from '../support/browser.ts'
import { AFTER_AN_EXPIRY, type Demonstration, demonstration } from './demonstration.ts'
import { type Visit, visit } from './visit.ts'

/** One of every kind of page that Courant makes. */
const PAGES = {
  home: '/',
  'older pages of a list': '/page/2000--2019/',
  'French home': '/fr/',
  story: '/2015/kazakhstan-accession/',
  'story in French': '/fr/2015/kazakhstan-accession/',
  'story with an image': '/2015/kazakhstan-162nd-member/',
  'story with a table and a footnote': '/2016/liberia-and-afghanistan-join/',
  'story with an update': '/2022/twelfth-ministerial-conference/',
  'story with a correction': '/2026/same-story-same-id/',
  'withdrawn story': '/2026/courant-0-2/',
  changes: '/changes/',
  section: '/sections/accessions/',
  'French section': '/fr/sections/accessions/',
  topic: '/topics/accessions/',
  'French topic': '/fr/topics/accessions/',
  author: '/authors/news-desk/',
  archive: '/archive/',
  'French archive': '/fr/archive/',
  'year of the archive': '/archive/2015/',
  standing: '/about/',
  feeds: '/feeds/',
  search: '/search/',
  'French search': '/fr/search/',
  'not found': '/nothing/here/',
} as const

/** Pages that are answered with another status than 200. */
const OTHER_STATUS: Readonly<Record<string, number>> = { 'withdrawn story': 410, 'not found': 404 }

let browser: Browser
let site: Demonstration

beforeAll(async () => {
  ;[browser, site] = await Promise.all([launchBrowser(), demonstration()])
})

afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

function open(width = 1280, colorScheme: 'light' | 'dark' = 'light'): Promise<Visit> {
  return visit(browser, { address: site.address, width, colorScheme })
}

/** What the browser itself says of such an answer in its console. */
function failing(status: number): unknown {
  return [expect.stringMatching(`^console: Failed to load resource.* ${status}`)]
}

/** What a browser shows at an address of the newsroom's own, which is served here under another. */
function here(url: string): string {
  return site.address + new URL(url, site.address).pathname
}

test('demonstration: is published without a mistake', () => {
  expect(site.published.diagnostics).toEqual([])
})

test.each([
  [1280, 4],
  [1280, 1],
] as const)(
  'site: at %i px, %i times as large, every kind of page is accessible in light and dark, fits the screen and asks nobody else',
  async (width, zoom) => {
    await using window = await visit(browser, { address: site.address, width, zoom, colorScheme: 'light' })
    const { page, complaints } = window
    const found: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    for (const [name, path] of Object.entries(PAGES)) {
      const status = (await page.goto(site.address + path))?.status()
      found[name] = { status, ...(await faultsOf(page)), complaints: complaints.splice(0) }
      const right = OTHER_STATUS[name] ?? 200
      expected[name] = { status: right, ...FAULTLESS, complaints: right === 200 ? [] : failing(right) }
    }
    expect(found).toEqual(expected)
  },
)

test('site: every kind of page has a title of its own, one first heading, and no script but the search', async () => {
  await using window = await open()
  const titles = new Map<string, string>()
  for (const [name, path] of Object.entries(PAGES)) {
    await window.page.goto(site.address + path)
    titles.set(await window.page.title(), name)
    expect(await window.page.locator('h1').count(), name).toBe(1)
    const scripts = await window.page.locator('script:not([type="application/ld+json"])').count()
    expect(scripts, name).toBe(path.endsWith('/search/') ? 1 : 0)
  }
  // The front page has the newsroom's name in both languages; a topic and a section that are called the same have it in both.
  expect(titles.size).toBe(Object.keys(PAGES).length - 4)
})

test('site: every link within it leads to something published', async () => {
  await using window = await open()
  const links = new Set<string>()
  for (const path of Object.values(PAGES)) {
    await window.page.goto(site.address + path)
    const found: string[] = await window.page.evaluate(
      "[...document.querySelectorAll(\"[href^='/'], [src^='/']\")].map(e => e.href ?? e.src)",
    )
    for (const link of found) links.add(link.replace(/#.*/, ''))
  }
  const answers = await Promise.all([...links].map(async link => `${(await fetch(link)).status} ${link}`))
  expect(links.size).toBeGreaterThan(30)
  // A story tells of the one that was withdrawn.
  expect(answers.filter(answer => !answer.startsWith('200 '))).toEqual([`410 ${site.address}${PAGES['withdrawn story']}`])
})

test('site: autodiscovery leads from every page to feeds that bear the titles it gives', async () => {
  await using window = await open()
  const feeds = new Map<string, { readonly type: string; readonly title: string }>()
  for (const path of Object.values(PAGES)) {
    await window.page.goto(site.address + path)
    const links: { href: string; type: string; title: string }[] = await window.page.evaluate(
      '[...document.querySelectorAll("link[rel=alternate][type]")].map(({ href, type, title }) => ({ href, type, title }))',
    )
    // The newsroom's RSS and Atom first, then those of one channel of the page at most, then the newsroom's JSON Feed.
    const types = links.map(({ type }) => type.replace(/^application\/|\+(?:xml|json)$/g, ''))
    expect(
      [
        ['rss', 'atom', 'feed'],
        ['rss', 'atom', 'rss', 'atom', 'feed'],
      ],
      path,
    ).toContainEqual(types)
    for (const { href, ...link } of links) feeds.set(here(href), link)
  }
  expect(feeds.size).toBeGreaterThan(5)
  for (const [url, { type, title }] of feeds) {
    const response = await fetch(url)
    expect(response.headers.get('content-type')?.split(';')[0], url).toBe(type)
    const text = await response.text()
    const parsed: { title: unknown } = type === 'application/feed+json' ? JSON.parse(text) : parseFeed(text)
    expect(parsed.title, url).toBe(title)
  }
})

test('site: a reader changes the language of a story and back, and stays in it on the way to its topic', async () => {
  await using window = await open()
  const { page } = window
  await page.goto(site.address + PAGES.story)
  await page.getByRole('link', { name: 'Français' }).click()
  expect([page.url(), await page.evaluate('document.documentElement.lang')]).toEqual([
    site.address + PAGES['story in French'],
    'fr',
  ])
  await page.locator('a[rel=tag]').first().click()
  expect(page.url()).toBe(site.address + PAGES['French topic'])
  await page.goBack()
  await page.getByRole('link', { name: 'English' }).click()
  expect([page.url(), await page.evaluate('document.documentElement.lang')]).toEqual([site.address + PAGES.story, 'en'])
  await page.goto(site.address + PAGES['story in French'])
  await page.getByRole('link', { name: 'Example Newsroom' }).first().click()
  expect(page.url()).toBe(site.address + PAGES['French home'])
  await page.getByRole('link', { name: 'English' }).click()
  expect(page.url()).toBe(site.address + PAGES.home)
})

test('site: a reader finds a story by its month, and from it the stories before it', async () => {
  await using window = await open()
  const { page } = window
  await page.goto(site.address + PAGES.home)
  await page.locator('.pages').getByRole('link', { name: 'Archive' }).click()
  await page.getByRole('link', { name: 'July' }).last().click()
  expect(page.url()).toBe(`${site.address}${PAGES['year of the archive']}#month-7`)
  await page.getByRole('link', { name: 'General Council approves' }).click()
  expect(await page.locator('.related a').allTextContents()).toEqual([
    "Working Party adopts Kazakhstan's accession package",
    'Kazakhstan concludes its WTO accession negotiations',
  ])
})

test('site: the first key leads past the navigation to the content', async () => {
  await using window = await open()
  await window.page.goto(site.address + PAGES.story)
  await window.page.keyboard.press('Tab')
  expect(await window.page.evaluate('document.activeElement.className')).toBe('skip')
  await window.page.keyboard.press('Enter')
  expect(await window.page.evaluate('document.activeElement.id')).toBe('content')
})

test('site: on paper stand the addresses of links and of the page, and no navigation', async () => {
  await using window = await open(768)
  const { page } = window
  await page.emulateMedia({ media: 'print' })
  await page.goto(site.address + PAGES.story)
  const shown = await page.evaluate('getComputedStyle(document.querySelector(".prose a[href^=http]"), "::after").content')
  expect(shown).toContain(await page.locator('.prose a[href^=http]').first().getAttribute('href'))
  await expect(page.locator('.own-address').isVisible()).resolves.toBe(true)
  expect(await page.locator('.own-address').textContent()).toBe('https://newsroom.example.org/2015/kazakhstan-accession/')
  expect(await page.locator('nav:visible').count()).toBe(0)
})

test('site: a table has one frame, which the keyboard reaches and which has a name', async () => {
  await using window = await open(320)
  await window.page.goto(site.address + PAGES['story with a table and a footnote'])
  const frames = window.page.locator('.prose .table')
  expect(await frames.count()).toBe(1)
  expect(await frames.first().getAttribute('aria-label')).toBe('Table')
})

test.each([
  [320, '480w.webp'],
  [1280, '800w.webp'],
])('site: at %i px the main image comes in a modern format and no larger than it is shown', async (width, form) => {
  await using window = await open(width)
  const { page, complaints } = window
  await page.goto(site.address + PAGES['story with an image'])
  const shown = await page.evaluate('document.querySelector(".main-image img").currentSrc')
  expect(shown).toBe(`${site.address}/2015/accession-timeline.png.${form}`)
  expect(complaints).toEqual([])
})

test('site: the feeds page names each channel once, by kind, without the newsroom in every name', async () => {
  await using window = await open()
  await window.page.goto(site.address + PAGES.feeds)
  expect(await window.page.locator('h1').textContent()).toBe('News feeds')
  const headings: string[] = await window.page.evaluate(
    '[...document.querySelectorAll("main h2, main h3")].map(e => e.localName + " " + e.textContent)',
  )
  expect(headings).toEqual([
    'h2 Example Newsroom',
    'h2 Corrections and changes',
    ...['h2 Topics', 'h3 Accessions', 'h3 Courant', 'h3 Kazakhstan', 'h3 Membership', 'h3 Ministerial conferences'],
    ...['h2 Sections', 'h3 Accessions', 'h3 Conferences', 'h3 Newsroom'],
    ...['h2 Authors', 'h3 News desk', 'h3 Translation desk'],
    ...['h2 English', 'h3 Example Newsroom', 'h3 Accessions', 'h3 Courant', 'h3 Kazakhstan', 'h3 Membership'],
    'h3 Ministerial conferences',
    ...['h2 Français', 'h3 Example Newsroom', 'h3 Accessions', 'h3 Kazakhstan'],
  ])
})

test('site: the feeds page leads to every feed once, and to the list of them all', async () => {
  await using window = await open()
  await window.page.goto(site.address + PAGES.feeds)
  const links: string[] = await window.page.evaluate(
    '[...document.querySelectorAll("main a[type]")].map(link => link.getAttribute("href"))',
  )
  const feeds = site.published.edition.channels.flatMap(({ path }) =>
    ['rss', 'atom', 'json'].map(name => `${path}feed.${name}`),
  )
  expect(links.toSorted()).toEqual(['/feeds.opml', ...feeds].toSorted())
  const opml = await (await fetch(`${site.address}/feeds.opml`)).text()
  expect(opml.match(/<outline /g)).toHaveLength(feeds.length / 3)
})

test('site: a withdrawn story shows its notice, leads to what to read instead, and is in no list', async () => {
  await using window = await open()
  const { page } = window
  await page.goto(site.address + PAGES['withdrawn story'])
  expect(await page.locator('h1').textContent()).toBe('Withdrawn: Courant 0.2 is out')
  expect(await page.locator('.withdrawn').textContent()).toContain('Published in error.')
  expect(await page.locator('main').textContent()).not.toContain('Version 0.2 of Courant is out.')
  await page.getByRole('link', { name: 'Courant 0.1' }).click()
  expect(page.url()).toBe(`${site.address}/2026/courant-0-1/`)
  for (const list of [PAGES.home, '/topics/courant/', '/sections/newsroom/', PAGES.author]) {
    await page.goto(site.address + list)
    expect(await page.locator(`main article a[href="${PAGES['withdrawn story']}"]`).count(), list).toBe(0)
  }
  await page.goto(site.address + PAGES.changes)
  expect(await page.getByRole('link', { name: 'Withdrawn: Courant 0.2 is out' }).count()).toBe(1)
})

test('site: a file that is offered with a story names its kind and size, and can be fetched', async () => {
  await using window = await open()
  await window.page.goto(site.address + PAGES['story with an image'])
  expect(await window.page.locator('.files li').allTextContents()).toEqual([
    'The dates of the accession, as a table (CSV, 1 kB)',
  ])
  const response = await fetch(site.address + (await window.page.locator('.files a').getAttribute('href')))
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
})

test('site: at an address that a story had, its page is shown at the address that it has', async () => {
  await using window = await open()
  await window.page.goto(`${site.address}/2015/kazakhstan-becomes-member/`)
  expect(window.page.url()).toBe(site.address + PAGES['story with an image'])
})

test('site: the page of what is gone is accessible, fits the screen, and says nothing of the story', async () => {
  await using later = await demonstration(AFTER_AN_EXPIRY)
  await using window = await visit(browser, { address: later.address, width: 320, colorScheme: 'light' })
  const { page } = window
  const response = await page.goto(`${later.address}/2026/why-example-org/`)
  expect(response?.status()).toBe(410)
  expect(await page.locator('h1').textContent()).toBe('No longer published')
  expect(await page.content()).not.toContain('Why this newsroom')
  expect(await faultsOf(page)).toEqual(FAULTLESS)
})

test('site: on paper, what is at the foot of the page takes no page of its own', async () => {
  await using window = await open()
  for (const path of [PAGES.story, PAGES['story in French'], PAGES['story with a table and a footnote']]) {
    for (const format of ['A4', 'Letter']) {
      await window.page.goto(site.address + path)
      const printed = await window.page.pdf({ format })
      expect(await window.page.locator('.site-footer').count()).toBe(1)
      await window.page.evaluate("document.querySelector('.site-footer').remove()")
      expect(sheetsOf(printed), `${path} on ${format}`).toBe(sheetsOf(await window.page.pdf({ format })))
    }
  }
})

test('site: on paper, a page says who published it, and offers nothing to click', async () => {
  await using window = await open()
  await window.page.goto(site.address + PAGES.story)
  await window.page.emulateMedia({ media: 'print' })
  const lines = await window.page.locator('.site-footer p:visible').allTextContents()
  expect(lines).toEqual(['Published by Example Newsroom', expect.stringMatching(/^The news story of 10 June 2015 is ©/)])
})

test('site: the way back from a footnote is underlined, as links within text are', async () => {
  await using window = await open()
  await window.page.goto(site.address + PAGES['story with a table and a footnote'])
  const back = window.page.locator('[role="doc-backlink"]')
  expect(await back.evaluateAll(links => links.map(link => getComputedStyle(link).textDecorationLine))).toEqual(['underline'])
})

/** Pages of a PDF, as Chromium writes it: each is an object of its own, uncompressed. */
function sheetsOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type ?\/Page\b/g)?.length ?? 0
}
