/**
 * Makes the pictures of the README from the demonstration newsroom, in the tests' own browser:
 * `node_modules/.bin/node tools/screenshots.ts`.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { demonstration } from '../test/site/demonstration.ts'
import { launchBrowser } from '../test/support/browser.ts'

const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url))
const STORY = '/2015/kazakhstan-accession/'
const WIDTH = 1280
const HEIGHT = 760

await using site = await demonstration()
const browser = await launchBrowser()
try {
  await shoot(browser, { url: `${site.address}/`, height: 1010, file: 'front-page.png' })
  const story = await shoot(browser, { url: site.address + STORY, height: HEIGHT, width: WIDTH / 2, file: undefined })
  const feed = entryOf(readFileSync(join(site.out, 'feed.atom'), 'utf8'))
  await shoot(browser, { html: sideBySide(story, feed), height: HEIGHT, file: 'story-and-feed.png' })
} finally {
  await browser.close()
}

interface Shot {
  readonly url?: string
  readonly html?: string
  readonly width?: number
  readonly height: number
  /** Name below `docs/images/`; undefined to keep no file. */
  readonly file: string | undefined
}

/** The top of a page, as PNG. */
async function shoot(browser: Browser, { url, html, width = WIDTH, height, file }: Shot): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: 'light' })
  if (url !== undefined) await page.goto(url, { waitUntil: 'networkidle' })
  if (html !== undefined) await page.setContent(html)
  const picture = await page.screenshot(file === undefined ? {} : { path: join(IMAGES, file) })
  await page.close()
  return picture
}

/** The model story's entry in the newsroom's Atom feed. */
function entryOf(feed: string): string {
  const entry = feed
    .split('  <entry')
    .find(part => part.includes(`type="text/html" href="https://newsroom.example.org${STORY}"`))
  if (entry === undefined) throw new Error(`feed.atom carries no ${STORY}`)
  return `  <entry${entry}`
}

function sideBySide(picture: Buffer, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; display: flex; background: #fdfcf9 }
pre { box-sizing: border-box; width: 50vw; height: 100vh; margin: 0; padding: 24px; overflow: hidden; background: #1e2430;
  color: #e4e7ee; font: 13px/1.55 monospace; white-space: pre-wrap; overflow-wrap: anywhere }
</style><img alt="" width="${WIDTH / 2}" src="data:image/png;base64,${picture.toString('base64')}"><pre>${escaped}</pre>`
}
