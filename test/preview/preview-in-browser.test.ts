import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startCourant } from '../cli/courant.ts'
import { visit } from '../site/visit.ts'
import { axeViolations, launchBrowser } from '../support/browser.ts'
import { differingPaths, newsroomOf, story, type TemporaryNewsroom, treeOf } from '../support/newsroom.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(() => browser?.close())

const LONG = Array.from({ length: 80 }, (_, index) => `Paragraph ${index}.\n`).join('\n')

interface Previewed {
  readonly page: Page
  readonly address: string
  readonly complaints: readonly string[]
}

/** Starts `courant preview` in a newsroom, and opens a page of it in the browser. */
async function previewing(
  newsroom: TemporaryNewsroom,
  { path, args = [], width = 1280 }: { readonly path: string; readonly args?: readonly string[]; readonly width?: number },
): Promise<Previewed> {
  const preview = startCourant(['preview', '--port', '0', ...args], { cwd: newsroom.root })
  const [, address = ''] = await preview.says(/^Open (http:\S+)\/ to see it/m)
  const opened = await visit(browser, { address, width, colorScheme: 'light' })
  onTestFinished(() => opened[Symbol.asyncDispose]())
  await opened.page.goto(address + path)
  return { page: opened.page, address, complaints: opened.complaints }
}

describe('courant preview in a browser', () => {
  test('a saved body is seen without a hand on the page, which stays where it was scrolled to', async () => {
    const fields = { title: 'The flood', summary: 'In short.' }
    const newsroom = newsroomOf({ '2026/flood.md': story(fields, LONG) })
    const { page, complaints } = await previewing(newsroom, { path: '/2026/flood/' })
    await page.evaluate('scrollTo(0, 900)')
    newsroom.save({ '2026/flood.md': story(fields, `${LONG}\nThe water falls.\n`) })
    await page.getByText('The water falls.').waitFor()
    await page.waitForFunction('scrollY === 900')
    newsroom.save({ '2026/flood.md': story({ ...fields, title: 'The great flood' }, LONG) })
    await page.getByRole('heading', { name: 'The great flood' }).waitFor()
    await page.waitForFunction('scrollY === 900')
    expect(complaints).toEqual([])
  })

  test('mistakes stand over the page with place and remedy, and are gone once they are mended', async () => {
    const good = story({ title: 'The flood', summary: 'In short.' })
    const newsroom = newsroomOf({ '2026/flood.md': good })
    const { page, complaints } = await previewing(newsroom, { path: '/2026/flood/' })
    const bar = page.getByRole('complementary', { name: 'Preview' })
    expect(await bar.textContent()).toContain('No mistakes')
    newsroom.save({ '2026/flood.md': good.replace('2026-05-01', '1st May') })
    await bar.getByText('articles/2026/flood.md:3:7').waitFor()
    expect(await bar.textContent()).toContain('cannot read "1st May" as a date')
    expect(await bar.textContent()).toContain('write it as 2026-05-03')
    expect(await page.getByRole('heading', { name: 'The flood' }).isVisible()).toBe(true)
    expect(await axeViolations(page)).toEqual([])
    newsroom.save({ '2026/flood.md': good })
    await bar.getByText('No mistakes').waitFor()
    expect(await bar.getByText('articles/2026/flood.md').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('a story that never could be read says so at its address, and appears there when it is mended', async () => {
    const newsroom = newsroomOf({ '2026/new.md': story({ title: 'News', sumary: 'x' }) })
    const { page } = await previewing(newsroom, { path: '/' })
    await page.getByRole('link', { name: 'articles/2026/new.md:4:9' }).click()
    await page.getByRole('heading', { name: 'This story cannot be shown yet' }).waitFor()
    expect(await axeViolations(page)).toEqual([])
    newsroom.save({ '2026/new.md': story({ title: 'News', summary: 'x' }) })
    await page.getByRole('heading', { name: 'News', exact: true }).waitFor()
  })

  test('the page of the search says that a preview has none', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A', summary: 'x' }) })
    const { page } = await previewing(newsroom, { path: '/search/?q=a' })
    await page.getByText('A preview has no search: it is made of what is published.').waitFor()
  })

  test('warnings wait behind a button, and errors of other files do', async () => {
    const newsroom = newsroomOf({
      '2026/a.md': story({ title: 'A' }, '## One\n'),
      '2026/b.md': story({ date: 'soon' }),
    })
    const { page } = await previewing(newsroom, { path: '/2026/a/', width: 360 })
    const bar = page.getByRole('complementary', { name: 'Preview' })
    expect(await bar.textContent()).toMatch(/1 warning\s+1 error elsewhere/)
    expect(await bar.getByText('articles/2026/a.md:1:1').isVisible()).toBe(false)
    await bar.getByText('1 warning').click()
    expect(await bar.getByText('articles/2026/a.md:1:1').isVisible()).toBe(true)
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    expect(await axeViolations(page)).toEqual([])
  })

  test('marks drafts and stories to come, and shows with --at what is public then', async () => {
    const newsroom = newsroomOf({
      '2026/draft.md': story({ title: 'Unfinished', draft: true }),
      '2026/later.md': story({ title: 'Later', date: '2999-05-01' }),
    })
    const { page } = await previewing(newsroom, { path: '/' })
    const marksOf = (marked: Page): Promise<readonly string[]> => marked.locator('.ahead').allInnerTexts()
    expect(await marksOf(page)).toEqual(['Embargoed until 1 May 2999', 'Draft'])
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('link', { name: 'Unfinished' }).click()
    expect(await marksOf(page)).toEqual([expect.stringMatching(/^Draft Readers see nothing of it/)])
    const then = await previewing(newsroom, { path: '/', args: ['--at', '2999-06-01'] })
    expect(await marksOf(then.page)).toEqual(['Draft'])
    expect(await then.page.getByRole('link', { name: 'Later' }).isVisible()).toBe(true)
    expect(await then.page.getByRole('complementary').textContent()).toContain('of 1 June 2999 at 00:00 UTC, with drafts')
  })

  test('nothing is written, in out/ or beside it, and what is published later knows nothing of it', async () => {
    const newsroom = newsroomOf({
      '2026/a.md': story({ title: 'A' }),
      '2026/draft.md': story({ title: 'Secret', draft: true }),
    })
    const before = treeOf(newsroom.root)
    const { page, address } = await previewing(newsroom, { path: '/2026/draft/' })
    await page.goto(`${address}/feed.atom`)
    expect(differingPaths(before, treeOf(newsroom.root))).toEqual([])
    await newsroom.publish()
    const published = [...newsroom.out().values()].join('\n')
    for (const leak of ['Secret', '.courant/', 'EventSource', 'class="ahead']) expect(published).not.toContain(leak)
  })
})
