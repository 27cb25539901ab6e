import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hrefOf } from '../../src/model/address.ts'
import { axeViolations, FAULTLESS, faultsOf, launchBrowser } from '../support/browser.ts'
import { PAGES, servePages } from './serve-pages.ts'

const WIDTHS = [320, 768, 1280] as const

let browser: Browser
let server: Awaited<ReturnType<typeof servePages>>

beforeAll(async () => {
  ;[browser, server] = await Promise.all([launchBrowser(), servePages()])
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

interface Visit {
  readonly page: Page
  /** What the console said, which errors were thrown, and what was asked of any other host. */
  readonly complaints: string[]
}

async function visitor(width: number, colorScheme: 'light' | 'dark'): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
  const complaints: string[] = []
  page.on('console', message => complaints.push(`console: ${message.text()}`))
  page.on('pageerror', error => complaints.push(`error: ${error.message}`))
  page.on('request', request => {
    if (!request.url().startsWith(`${server.origin}/`)) complaints.push(`request: ${request.url()}`)
  })
  return { page, complaints }
}

function addressOf(name: string): string {
  const found = PAGES.find(page => page.name === name)
  if (found === undefined) throw new Error(`no page is called ${name}`)
  return server.origin + hrefOf({ basePath: '' }, found.page.head.permalink)
}

test.each(WIDTHS)('pages: at %i px all are accessible in light and dark, fit the screen, and ask nobody else', async width => {
  const { page, complaints } = await visitor(width, 'light')
  const found: Record<string, unknown> = {}
  for (const { name } of PAGES) {
    await page.goto(addressOf(name))
    found[name] = await faultsOf(page)
  }
  await page.close()
  expect(found).toEqual(Object.fromEntries(PAGES.map(({ name }) => [name, FAULTLESS])))
  expect(complaints).toEqual([])
})

test('pages: a word that is longer than a phone is wide is broken, and neither cut nor scrolled to', async () => {
  const { page } = await visitor(320, 'light')
  const found: Record<string, unknown> = {}
  for (const { name } of PAGES) {
    await page.goto(addressOf(name))
    found[name] = await page.evaluate(`
      for (const { firstChild } of document.querySelectorAll('h1, h2, h2 a, .kicker a, .topics a, .byline, .summary, .neighbours a'))
        if (firstChild?.nodeType === Node.TEXT_NODE) firstChild.data = 'Rindfleisch'.repeat(6)
      const texts = [...document.querySelectorAll('body *')].filter(({ firstChild }) => firstChild?.data?.includes('Rindfleisch'))
      const cut = texts.filter(element => element.getBoundingClientRect().right > innerWidth).map(({ tagName }) => tagName)
      cut.concat(document.documentElement.scrollWidth > innerWidth ? ['page'] : [])`)
  }
  await page.close()
  expect(found).toEqual(Object.fromEntries(PAGES.map(({ name }) => [name, []])))
})

test('pages: a film or a sound is no wider than the text, and keeps its proportions', async () => {
  const { page } = await visitor(320, 'light')
  await page.goto(addressOf('article'))
  await page.evaluate(`document.querySelector('.prose').innerHTML +=
    '<video width="1280" height="720" controls></video><audio controls></audio>'`)
  const [text, film, sound] = await page.evaluate<readonly { readonly width: number; readonly height: number }[]>(
    `['.prose', 'video', 'audio'].map(name => document.querySelector(name).getBoundingClientRect().toJSON())`,
  )
  expect(film?.width).toBe(text?.width)
  expect(sound?.width).toBe(text?.width)
  expect(film?.height).toBeCloseTo(((text?.width ?? 0) * 9) / 16, 0)
  await page.close()
})

test('pages: the first key leads past the navigation to the content', async () => {
  const { page } = await visitor(1280, 'light')
  await page.goto(addressOf('article'))
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.className')).toBe('skip')
  await page.keyboard.press('Enter')
  expect(await page.evaluate('document.activeElement.id')).toBe('content')
  await page.close()
})

test('pages: nothing moves when the images arrive', async () => {
  const { page } = await visitor(1280, 'light')
  await page.route('**/*.svg', route => route.abort())
  await page.goto(addressOf('article'))
  const without = await page.evaluate('document.querySelector(".prose").getBoundingClientRect().top')
  await page.unroute('**/*.svg')
  await page.reload()
  expect(await page.evaluate('document.querySelector(".prose").getBoundingClientRect().top')).toBe(without)
  await page.close()
})

test('pages: paper carries the story without navigation, and with the addresses of its links', async () => {
  const { page } = await visitor(768, 'dark')
  await page.emulateMedia({ media: 'print' })
  await page.goto(addressOf('article'))
  expect(await page.locator('nav').evaluateAll(navs => navs.filter(nav => nav.checkVisibility()).length)).toBe(0)
  expect(await page.evaluate('getComputedStyle(document.querySelector(".prose a"), "::after").content')).toContain(
    'https://www.eaeunion.org/',
  )
  expect(await page.locator('.own-address').isVisible()).toBe(true)
  await page.close()
})

test('pages: addresses and code run as they are written on a page that runs from right to left, on paper too', async () => {
  const { page } = await visitor(768, 'light')
  await page.goto(addressOf('arabic'))
  // Signs have no direction of their own: whether the last one stands on the right of the one before.
  const endsRight = (selector: string) =>
    page.evaluate(`(() => {
      const text = document.querySelector('${selector}').firstChild
      const [before, last] = [2, 1].map(fromEnd => {
        const range = document.createRange()
        range.setStart(text, text.length - fromEnd)
        range.setEnd(text, text.length - fromEnd + 1)
        return range.getBoundingClientRect().left
      })
      return last > before
    })()`)
  await page.evaluate(`document.querySelector('.prose').innerHTML +=
    '<p>انظر <a class="planted" href="/a/">example.org/a/</a> و <code class="planted">f()</code>.</p>'`)
  expect(await endsRight('a.planted')).toBe(true)
  expect(await endsRight('code.planted')).toBe(true)
  await page.emulateMedia({ media: 'print' })
  expect(await endsRight('.own-address')).toBe(true)
  await page.close()
})

test('axeViolations: names the rule and the element of a planted mistake', async () => {
  const { page } = await visitor(768, 'light')
  await page.setContent('<!doctype html><html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"></main></html>')
  expect(await axeViolations(page)).toEqual([expect.stringMatching(/^image-alt {2}img {2}Fix any/)])
  await page.close()
})
