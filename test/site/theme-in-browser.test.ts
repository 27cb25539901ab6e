import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { indexSearch } from '../../src/search/index-search.ts'
import { answer } from '../../src/serve/answer.ts'
import { publishedSite } from '../../src/serve/published.ts'
import { type RunningServer, startServer } from '../../src/serve/server.ts'
import { launchBrowser } from '../support/browser.ts'
import { newsroomOf, SITE_YAML, story } from '../support/newsroom.ts'
import { visit } from './visit.ts'

const BROADSHEET = fileURLToPath(new URL('../themes/broadsheet', import.meta.url))
const SIGN = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="30"><rect width="120" height="30"/></svg>'
const LOOK = `logo: { src: /sign.svg, alt: The Sign }
colours: { light: { accent: "#7a1020" } }
fonts: { text: sans }
`

let browser: Browser
let server: RunningServer

beforeAll(async () => {
  const newsroom = newsroomOf({
    'site.yaml': SITE_YAML + LOOK,
    'a.md': story({ title: 'First', topics: ['Ports'] }),
    'b.md': story({ title: 'Second', date: '2026-05-02' }),
    'pages/about.md': '---\ntitle: About\n---\n\nWe.\n',
    'static/sign.svg': SIGN,
  })
  cpSync(BROADSHEET, newsroom.paths.theme, { recursive: true })
  await newsroom.publish()
  await indexSearch(newsroom.paths)
  const site = answer(publishedSite(newsroom.paths.out), { origin: 'https://news.example.org', basePath: '', hub: undefined })
  ;[browser, server] = await Promise.all([launchBrowser(), startServer(site, { host: '127.0.0.1', port: 0 })])
})

afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

test('a second theme and a look of its own: every page opens, complains of nothing and asks nobody else', async () => {
  const { address } = server
  await using visited = await visit(browser, { address, width: 1024, colorScheme: 'light' })
  const { page, complaints } = visited
  for (const path of ['/', '/a/', '/about/', '/feeds/', '/topics/ports/']) {
    await page.goto(address + path)
    expect(await page.locator('[data-broadsheet="body"] [data-broadsheet="footer"]').count(), path).toBe(1)
    expect(await page.evaluate('document.querySelector(".name img").naturalWidth'), path).toBe(120)
  }
  await page.goto(`${address}/a/`)
  expect(await page.evaluate('getComputedStyle(document.querySelector("[data-broadsheet=article]")).columnWidth')).toBe('384px')
  expect(await page.evaluate('getComputedStyle(document.querySelector(".prose")).fontFamily')).toMatch(/^system-ui/)
  expect(await page.evaluate('getComputedStyle(document.querySelector(".neighbours a")).color')).not.toBe('rgb(11, 79, 121)')
  expect(complaints).toEqual([])
})

test('a theme whose search page has no lists to lead to the same stories finds them all the same', async () => {
  const { address } = server
  await using visited = await visit(browser, { address, width: 1024, colorScheme: 'light' })
  const { page, complaints } = visited
  await page.goto(`${address}/search/`)
  expect(await page.locator('.needs-script').count()).toBe(0)
  await page.getByRole('searchbox').fill('first')
  await page.waitForSelector('.results a[href="/a/"]')
  expect(complaints).toEqual([])
})
