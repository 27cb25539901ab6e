import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { newsroomOf } from '../support/newsroom.ts'
import { attackNewsroom } from './attack-newsroom.ts'
import { openAll } from './open-in-browser.ts'

const STORIES = 60

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
}, 120_000)

afterAll(() => browser?.close())

// So many that every text field meets a thousand attacks.
test.each(Array.from({ length: 18 }, (_, lot) => lot + 1))(
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
