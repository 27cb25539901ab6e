import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { type Demonstration, demonstration } from './demonstration.ts'
import { visit } from './visit.ts'

let browser: Browser
let site: Demonstration

beforeAll(async () => {
  ;[browser, site] = await Promise.all([launchBrowser(), demonstration()])
})

afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

/** The text of every element that is seen, in order. */
function visibleTexts(page: Page): Promise<string[]> {
  return page.evaluate(
    `[...document.querySelectorAll('*')].filter(e => e.children.length === 0 && e.getClientRects().length > 0)
      .map(e => e.textContent || getComputedStyle(e, '::after').content)`,
  )
}

const FEEDS = ['/feed.rss', '/feed.atom', '/changes/feed.atom', '/fr/topics/accessions/feed.rss'] as const

test.each(FEEDS)(
  '%s: who opens it in a browser reads its name, titles, dates, addresses and summaries, and no markup',
  async path => {
    await using window = await visit(browser, { address: site.address, width: 1000, colorScheme: 'light' })
    await window.page.goto(site.address + path, { waitUntil: 'networkidle' })
    const [title, description, ...rest] = await visibleTexts(window.page)
    const channel = site.published.edition.channels.find(channel => path === `${channel.path}${path.split('/').at(-1)}`)
    expect([title, description]).toEqual([channel?.title, channel?.description])
    expect(rest).toHaveLength((channel?.stories.length ?? 0) * 4)
    const [story] = channel?.stories ?? []
    const shown = rest.slice(0, 4).join('\n')
    for (const text of [story?.title, story?.summary, `https://newsroom.example.org${story?.permalink}`])
      expect(shown).toContain(text)
    expect(rest.filter(text => /<\/?[a-z]+>|CDATA/.test(text))).toEqual([])
    expect(await window.page.evaluate('getComputedStyle(document.querySelector("title"), "::before").content')).toContain(
      'This is a news feed.',
    )
    expect(window.complaints).toEqual([])
  },
)

test.each([
  [320, 'light', 'rgb(253, 252, 249)'],
  [320, 'dark', 'rgb(21, 22, 24)'],
  [1280, 'light', 'rgb(253, 252, 249)'],
  [1280, 'dark', 'rgb(21, 22, 24)'],
] as const)('feeds: at %i px, %s, they fit the screen on the ground that pages have', async (width, colorScheme, ground) => {
  await using window = await visit(browser, { address: site.address, width, colorScheme })
  for (const path of FEEDS) {
    await window.page.goto(site.address + path, { waitUntil: 'networkidle' })
    const seen =
      '[document.documentElement.scrollWidth - innerWidth, getComputedStyle(document.documentElement).backgroundColor]'
    expect(await window.page.evaluate(seen), path).toEqual([0, ground])
  }
})
