import { parseFeed } from '@rowanmanning/feed-parser'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeViolations, launchBrowser } from '../support/browser.ts'
import { type Demonstration, demonstration } from './demonstration.ts'
import { type Visit, visit } from './visit.ts'

/** One of every kind of page that Courant makes. */
const PAGES = {
  home: '/',
  'numbered list': '/page/1/',
  'French home': '/fr/',
  story: '/2015/kazakhstan-accession/',
  'story in French': '/fr/2015/kazakhstan-accession/',
  'story with an image': '/2015/kazakhstan-162nd-member/',
  'story with a table': '/2016/liberia-and-afghanistan-join/',
  'story with an update': '/2022/twelfth-ministerial-conference/',
  topic: '/topics/accessions/',
  'French topic': '/fr/topics/accessions/',
  author: '/authors/news-desk/',
  standing: '/about/',
  feeds: '/feeds/',
  'not found': '/nothing/here/',
} as const

let browser: Browser
let site: Demonstration

beforeAll(async () => {
  ;[browser, site] = await Promise.all([launchBrowser(), demonstration()])
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

function open(width = 1280, colorScheme: 'light' | 'dark' = 'light'): Promise<Visit> {
  return visit(browser, { address: site.address, width, colorScheme })
}

/** What a browser shows at an address of the newsroom's own, which is served here under another. */
function here(url: string): string {
  return site.address + new URL(url, site.address).pathname
}

test('demonstration: is published without a mistake', () => {
  expect(site.published.diagnostics).toEqual([])
})

test.each([
  [320, 'light'],
  [320, 'dark'],
  [1280, 'light'],
  [1280, 'dark'],
] as const)(
  'site: at %i px, %s, every kind of page is accessible, fits the screen and asks nobody else',
  async (width, scheme) => {
    await using window = await open(width, scheme)
    const { page, complaints } = window
    const found: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    for (const [name, path] of Object.entries(PAGES)) {
      const status = (await page.goto(site.address + path))?.status()
      found[name] = {
        status,
        axe: await axeViolations(page),
        overflowPx: await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
        complaints: complaints.splice(0),
      }
      expected[name] = { status: 200, axe: [], overflowPx: 0, complaints: [] }
    }
    // The browser itself says so in its console.
    expected['not found'] = {
      status: 404,
      axe: [],
      overflowPx: 0,
      complaints: [expect.stringMatching(/^console: Failed to load resource.* 404/)],
    }
    expect(found).toEqual(expected)
  },
)

test('site: every kind of page has a title of its own, one first heading, and no script', async () => {
  await using window = await open()
  const titles = new Map<string, string>()
  for (const [name, path] of Object.entries(PAGES)) {
    await window.page.goto(site.address + path)
    titles.set(await window.page.title(), name)
    expect(await window.page.locator('h1').count(), name).toBe(1)
    expect(await window.page.locator('script:not([type="application/ld+json"])').count(), name).toBe(0)
  }
  // The front page has the newsroom's name in both languages, and a topic its own.
  expect(titles.size).toBe(Object.keys(PAGES).length - 2)
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
  expect(answers.filter(answer => !answer.startsWith('200 '))).toEqual([])
})

test('site: autodiscovery leads from every page to feeds that bear the titles it gives', async () => {
  await using window = await open()
  const feeds = new Map<string, { readonly type: string; readonly title: string }>()
  for (const path of Object.values(PAGES)) {
    await window.page.goto(site.address + path)
    const links: { href: string; type: string; title: string }[] = await window.page.evaluate(
      '[...document.querySelectorAll("link[rel=alternate][type]")].map(({ href, type, title }) => ({ href, type, title }))',
    )
    expect(links.length % 3, path).toBe(0)
    expect(links.length, path).toBeGreaterThanOrEqual(3)
    for (const { href, ...link } of links) feeds.set(here(href), link)
  }
  // The whole newsroom and its five topics, in three formats.
  expect(feeds.size).toBe(18)
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
  await window.page.goto(site.address + PAGES['story with a table'])
  const frames = window.page.locator('.prose .table')
  expect(await frames.count()).toBe(1)
  expect(await frames.first().getAttribute('aria-label')).toBe('Table')
})

test('site: the feeds page names each channel once, without the newsroom in every name', async () => {
  await using window = await open()
  await window.page.goto(site.address + PAGES.feeds)
  expect(await window.page.locator('h1').textContent()).toBe('News feeds')
  expect(await window.page.locator('main h2').allTextContents()).toEqual([
    'Example Newsroom',
    'Accessions',
    'Courant',
    'Kazakhstan',
    'Membership',
    'Ministerial conferences',
  ])
})
