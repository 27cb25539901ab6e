import { readFileSync } from 'node:fs'
import { Marked } from 'marked'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderBody } from '../../src/markdown/render-body.ts'
import { withBase } from '../../src/model/body.ts'
import { launchBrowser } from '../support/browser.ts'
import { faultsOf, type OutputElement } from './allowed-output.ts'
import { allAttacks, embeddings } from './attack-strings.ts'
import { CONTEXT } from './newsroom.ts'

/** Bodies on one page: enough to be quick, few enough to find the guilty one. */
const BATCH = 400
const IN_PAGE = readFileSync(new URL('./provoke-in-page.js', import.meta.url), 'utf8')
const SITE = 'https://news.example'

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
}, 120_000)

afterAll(() => browser?.close())

test('a browser runs nothing of any attack, and finds only what is allowed', { timeout: 300_000 }, async () => {
  const bodies = allAttacks().flatMap(({ markdown }) => embeddings(markdown).map(text => renderBody(text, CONTEXT).html))
  const distinct = [...new Set(bodies)].map(html => withBase(html, SITE))
  for (let start = 0; start < distinct.length; start += BATCH) {
    const batch = distinct.slice(start, start + BATCH)
    const { ran, elements, malformed, elsewhere } = await provoke(batch)
    expect(elsewhere).toEqual([])
    expect(ran.map(index => batch[index])).toEqual([])
    expect(malformed.map(index => batch[index])).toEqual([])
    expect(elements.flatMap(({ name, attributes }) => faultsOf({ name, attributes: unbased(attributes) }))).toEqual([])
  }
})

test('the same browser runs attacks that nobody cleaned', { timeout: 60_000 }, async () => {
  const stock = new Marked({ gfm: true })
  const wanted = allAttacks().filter(({ family }) => family === 'handlers' || family === 'mutations')
  const { ran, elements } = await provoke(wanted.slice(0, BATCH).map(({ markdown }) => stock.parse(markdown, { async: false })))
  expect(ran.length).toBeGreaterThan(20)
  expect(elements.flatMap(faultsOf).length).toBeGreaterThan(100)
})

interface Outcome {
  /** Bodies in which something ran. */
  readonly ran: readonly number[]
  readonly elements: readonly OutputElement[]
  /** What was asked of any other host that is no picture and no recording. */
  readonly elsewhere: readonly string[]
  /** Bodies that an XML parser refuses. */
  readonly malformed: readonly number[]
}

/**
 * Loads each body into a frame of its own, fires events at all that is in it, and clicks it. Nothing leaves the machine.
 */
async function provoke(bodies: readonly string[]): Promise<Outcome> {
  const context = await browser.newContext()
  try {
    const elsewhere: string[] = []
    await context.route('**', route => {
      const request = route.request()
      if (request.url() === `${SITE}/`)
        return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>x</title>' })
      // Pictures and recordings of another host are shown: their author says so in plain words.
      if (!request.url().startsWith(`${SITE}/`) && !/^(?:image|media|other)$/.test(request.resourceType()))
        elsewhere.push(`${request.resourceType()} ${request.url()}`)
      return route.abort()
    })
    const page = await context.newPage()
    const dialogs: string[] = []
    page.on('dialog', dialog => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    await page.goto(`${SITE}/`)
    await page.evaluate(IN_PAGE)
    const outcome = await page.evaluate<Omit<Outcome, 'elsewhere'>>(`provokeInPage(${JSON.stringify(bodies)})`)
    expect(dialogs).toEqual([])
    return { ...outcome, elsewhere }
  } finally {
    await context.close()
  }
}

/** Addresses as they were before the site's own was put in. */
function unbased(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value.replaceAll(`${SITE}/`, '\uFDD0/')]))
}
