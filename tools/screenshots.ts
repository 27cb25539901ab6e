/**
 * Makes the pictures of the README and the authors' guide from the demonstration newsroom, in the tests' own browser:
 * `node_modules/.bin/node tools/screenshots.ts`.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { publishWhole } from '../src/engine/publish-whole.ts'
import { localAccess } from '../src/preview/access.ts'
import { answerPreview } from '../src/preview/answer-preview.ts'
import { LivePages } from '../src/preview/live-pages.ts'
import { Preview } from '../src/preview/preview.ts'
import { RenderPool } from '../src/render/render-pool.ts'
import { answer } from '../src/serve/answer.ts'
import { publishedSite } from '../src/serve/published.ts'
import { startServer } from '../src/serve/server.ts'
import { pathsOf } from '../src/state/paths.ts'
import { demonstration } from '../test/site/demonstration.ts'
import { launchBrowser } from '../test/support/browser.ts'

const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url))
const DEMONSTRATION = fileURLToPath(new URL('../articles/', import.meta.url))
const STORY = '/2015/kazakhstan-accession/'
const WIDTH = 1280
const HEIGHT = 760

const SPANISH = `---
title: Kazajstán concluye sus negociaciones de adhesión a la OMC
summary: Tras casi veinte años de conversaciones se han acordado las condiciones de la adhesión.
date: 2015-06-10T16:30+02:00
topics: [Accessions, Kazakhstan]
---

Las negociaciones sobre la adhesión de Kazajstán a la Organización Mundial del Comercio han concluido.

## Próximos pasos

El Grupo de Trabajo se reunirá el 22 de junio para adoptar el conjunto de documentos.
`

await using site = await demonstration()
const browser = await launchBrowser()
try {
  await shoot(browser, { url: `${site.address}/`, height: 1010, file: 'front-page.png' })
  const story = await shoot(browser, { url: site.address + STORY, height: HEIGHT, width: WIDTH / 2, file: undefined })
  const feed = entryOf(readFileSync(join(site.out, 'feed.atom'), 'utf8'))
  await shoot(browser, { html: sideBySide(story, feed), height: HEIGHT, file: 'story-and-feed.png' })
  await shootPreview(browser)
  await shootLanguages(browser)
  await shootCheck(browser)
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
  if (url !== undefined) await page.goto(url, { waitUntil: 'load' })
  if (html !== undefined) await page.setContent(html)
  const picture = await page.screenshot(file === undefined ? {} : { path: join(IMAGES, file) })
  await page.close()
  return picture
}

/** A story as the preview shows it once two mistakes were saved into it. */
async function shootPreview(browser: Browser): Promise<void> {
  using folder = demonstrationIn('courant-preview-')
  const { articles } = folder
  await using pool = new RenderPool({ deadlineMs: 10_000 })
  const paths = pathsOf({ articles, out: join(articles, '../out') })
  const preview = await Preview.open({ paths, record: undefined, at: undefined, pool })
  if (!(preview instanceof Preview)) throw new Error(JSON.stringify(preview))
  using pages = new LivePages()
  const listener = answerPreview({
    preview,
    pages,
    root: 'articles',
    at: undefined,
    access: localAccess,
    onError: error => console.error(error),
  })
  await using server = await startServer(listener, { host: '127.0.0.1', port: 0 })
  const path = '2030/fifteen-years-of-membership'
  await preview.page(`${path}/index.html`)
  const file = join(articles, `${path}.md`)
  const source = readFileSync(file, 'utf8')
  writeFileSync(file, source.replace(/^date: .*$/m, 'date: 30th November').replace(/^topics:/m, 'topic:'))
  preview.saved(new Set([`${path}.md`]))
  await shoot(browser, { url: `${server.address}/${path}/`, height: HEIGHT, file: 'preview.png' })
}

/** One story in three languages, side by side, as phones show them. */
async function shootLanguages(browser: Browser): Promise<void> {
  using folder = demonstrationIn('courant-languages-')
  const { articles } = folder
  writeFileSync(join(articles, '2015/kazakhstan-accession.es.md'), SPANISH)
  const out = join(articles, '../out')
  await using pool = new RenderPool({ deadlineMs: 10_000 })
  const result = await publishWhole({
    ...{ paths: pathsOf({ articles, out }), asOf: Date.now(), record: undefined, hub: undefined, theme: undefined, pool },
    ...{ dryRun: false, accept: true, onTurnover: 'hold', onProgress: () => {} },
  })
  if (result.kind !== 'published') throw new Error(result.kind)
  await using server = await startServer(answer(publishedSite(out), result.site), { host: '127.0.0.1', port: 0 })
  const width = WIDTH / 3
  const pictures: Buffer[] = []
  for (const prefix of ['', '/fr', '/es'])
    pictures.push(
      await shoot(browser, { url: server.address + prefix + STORY, width: Math.floor(width), height: HEIGHT, file: undefined }),
    )
  const images = pictures.map(
    picture => `<img alt="" width="${width}" src="data:image/png;base64,${picture.toString('base64')}">`,
  )
  await shoot(browser, {
    html: `<style>body{margin:0;display:flex}</style>${images.join('')}`,
    height: HEIGHT,
    file: 'languages.png',
  })
}

/** What \`courant check\` says in a terminal of some everyday mistakes. */
async function shootCheck(browser: Browser): Promise<void> {
  using folder = demonstrationIn('courant-check-')
  const change = (name: string, edit: (source: string) => string): void => {
    const file = join(folder.articles, name)
    writeFileSync(file, edit(readFileSync(file, 'utf8')))
  }
  change('2024/membership-reaches-166.md', source => source.replace(/^date: .*$/m, 'date: 3rd May'))
  change(
    '2022/twelfth-ministerial-conference.md',
    source =>
      `${source.replace(/^topics:.*$/m, 'topics: [Acessions]')}\nSee [what comes next](#next-stepps).\n\n![](chart.png)\n`,
  )
  const command = fileURLToPath(new URL('../bin/courant.js', import.meta.url))
  const { stderr } = spawnSync(process.execPath, [command, 'check'], {
    cwd: join(folder.articles, '..'),
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '1', NO_COLOR: undefined },
  })
  const html = `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 28px; background: #1e2430; color: #e4e7ee; font: 15px/1.6 monospace; white-space: pre-wrap }
.c1 { font-weight: bold } .c2 { opacity: .65 } .c31 { color: #ff8b80 } .c33 { color: #f2c94c } .c36 { color: #7fd4e6 }
</style><span>$ courant check\n${colouredHtml(stderr)}</span>`
  await shoot(browser, { html, height: 460, file: 'check.png' })
}

/** Colours of a terminal (ECMA-48 SGR) as spans. */
function colouredHtml(text: string): string {
  const [first = '', ...rest] = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').split('\u001b[')
  const spans = rest.map(part => {
    const [code = '', ...shown] = part.split('m')
    return (['0', '22', '39'].includes(code) ? '</span>' : `<span class="c${code}">`) + shown.join('m')
  })
  return first + spans.join('')
}

/** A copy of the demonstration's articles, which goes when it is disposed of. */
function demonstrationIn(prefix: string): Disposable & { readonly articles: string } {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  const articles = join(folder, 'articles')
  cpSync(DEMONSTRATION, articles, { recursive: true })
  return { articles, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
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
