import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderBody } from '../../src/markdown/render-body.ts'
import { withBase } from '../../src/model/body.ts'
import { axeViolations, launchBrowser } from '../support/browser.ts'
import { CONTEXT } from './newsroom.ts'

const BODY = `# Next steps

- [ ] open
- [x] done

  with more

| item | ${'wide'.repeat(200)} |
|------|---|
| 1 | 2 |

\`\`\`
${'code '.repeat(200)}
\`\`\`

![A map](map.png "The map")

A footnote[^1], and again[^1].

[^1]: Its text.

<audio src="hearing.mp3"></audio> <iframe src="/about/" title="About us"></iframe>
`

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(() => browser?.close())

test('renderBody: axe finds nothing wrong with what a body may hold, where it scrolls', async () => {
  const page = await browser.newPage()
  const style = '<style>pre, .table { overflow: auto; width: 300px }</style>'
  const body = withBase(renderBody(BODY, CONTEXT).html, 'https://news.example')
  await page.route('**', route => route.abort())
  await page.setContent(`<!doctype html><html lang="en"><title>Story</title>${style}<main><h1>Story</h1>${body}</main>`)
  expect(await axeViolations(page)).toEqual([])
})
