import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { newsroomOf } from '../support/newsroom.ts'
import { attackNewsroom } from './attack-newsroom.ts'
import { openAll } from './open-in-browser.ts'

const STORIES = 60

/** With those of all three files every text field meets a thousand attacks. */
const LOTS_PER_FILE = 6

/** Tests one file's share of the lots, counted from 1. The lots are independent, and files run beside each other. */
export function testLotsOf(part: number): void {
  let browser: Browser

  beforeAll(async () => {
    browser = await launchBrowser()
  }, 120_000)

  afterAll(() => browser?.close())

  test.each(Array.from({ length: LOTS_PER_FILE }, (_, index) => (part - 1) * LOTS_PER_FILE + index + 1))(
    'lot %i of attacks in every field runs nothing, and asks nothing of any other host',
    async lot => {
      const newsroom = newsroomOf(attackNewsroom(STORIES, lot * STORIES).files)
      await newsroom.publish()
      const out = newsroom.out()
      const pages = [...out.keys()].filter(path => /\.(html|rss|atom)$/.test(path))
      const { ran, elsewhere } = await openAll(browser, out, pages)
      expect({ ran, elsewhere }).toEqual({ ran: [], elsewhere: [] })
    },
  )
}
