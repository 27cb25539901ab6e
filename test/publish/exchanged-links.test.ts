import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { describe, expect, onTestFinished, test } from 'vitest'
import { EnvironmentError } from '../../src/platform/environment-error.ts'
import { twoHalves } from '../support/images.ts'
import {
  newsroomOf,
  SITE_YAML,
  shown,
  story,
  type TemporaryNewsroom,
  temporaryFolder,
  writeFiles,
} from '../support/newsroom.ts'
import type { Exchanging } from './exchanging-author.ts'

/** A word that every text outside has, and no file of the newsroom. */
const OUTSIDE = 'PRIVATEWORD'
const PUBLISHES = 40
/** Widths of the pictures in the newsroom and outside. */
const [INSIDE_WIDTH, OUTSIDE_WIDTH] = [30, 70]
const picture = (width: number): Promise<Buffer> => twoHalves({ width, height: 20 }).png().toBuffer()

const ILLUSTRATED = story(
  { image: { src: 'pictures/main.png', alt: 'A pier' }, attachments: [{ src: 'paper.pdf', title: 'The paper' }] },
  '[The minutes](deep/minutes.pdf)\n\n![A pier](pictures/body.png)\n',
)

/** Files that the newsroom has, and a folder outside in which each has a namesake. */
async function exchangeable(): Promise<{ readonly newsroom: TemporaryNewsroom; readonly outside: string }> {
  const outside = temporaryFolder()
  const texts = {
    '2026/story.md': ILLUSTRATED,
    '2025/old.md': story({ title: 'Old' }),
    '2025/older.md': story({ title: 'Older' }),
    'pages/about.md': story({ title: 'About', date: undefined }),
  }
  const [inside, beyond] = await Promise.all([picture(INSIDE_WIDTH), picture(OUTSIDE_WIDTH)])
  const passed = ['static/page.txt', 'static/deep/a.txt', 'static/deep/b.txt', '2026/paper.pdf', '2026/deep/minutes.pdf']
  const pictures = ['2026/pictures/main.png', '2026/pictures/body.png']
  const all = (content: string, image: Buffer) => ({
    ...Object.fromEntries(passed.map(path => [path, `${content} in ${path}`])),
    ...Object.fromEntries(pictures.map(path => [path, image])),
  })
  writeFiles(outside, {
    ...Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, text.replace('title: ', `title: ${OUTSIDE} `)])),
    ...all(OUTSIDE, beyond),
    'static/deep/more.txt': OUTSIDE,
    '2025/more.md': story({ title: OUTSIDE }),
    'site.yaml': SITE_YAML.replace('Example News', OUTSIDE),
  })
  return { newsroom: newsroomOf({ ...texts, ...all('Public', inside) }), outside }
}

function exchange(told: Exchanging): Worker {
  const author = new Worker(new URL('./exchanging-author.ts', import.meta.url), { workerData: told })
  onTestFinished(async () => void (await author.terminate()))
  return author
}

/** Published files that come from outside. */
function fromOutside(out: ReadonlyMap<string, Buffer>): readonly string[] {
  const isOutside = ([path, bytes]: readonly [string, Buffer]): boolean =>
    bytes.includes(OUTSIDE) || (path.endsWith('.png') && bytes.readUInt32BE(16) === OUTSIDE_WIDTH)
  return [...out].filter(isOutside).map(([path]) => path)
}

/** Publishes again and again, and says what was published from outside and how often all went well. */
async function published(newsroom: TemporaryNewsroom): Promise<{ readonly leaked: readonly string[]; readonly whole: number }> {
  const leaked: string[] = []
  let whole = 0
  for (let count = 0; count < PUBLISHES; count++) {
    try {
      if ((await newsroom.attempt({ accept: true })).kind === 'published') whole++
    } catch (error) {
      // Whoever exchanges files all the time is told so; what was public stays.
      expect(error).toBeInstanceOf(EnvironmentError)
    }
    leaked.push(...fromOutside(newsroom.out()))
  }
  return { leaked, whole }
}

describe('publish: links that are exchanged for files and folders after these were listed', () => {
  test('publish: nothing outside is published, and the rest is, while files and folders are exchanged in a loop', async () => {
    const { newsroom, outside } = await exchangeable()
    await newsroom.publish()
    const folders = ['2025', 'static/deep', '2026/pictures', '2026/deep', 'pages']
    const files = ['2026/story.md', 'static/page.txt', '2026/paper.pdf', 'static/deep/a.txt']
    exchange({ articles: newsroom.paths.articles, outside, paths: [...folders, ...files] })
    const { leaked, whole } = await published(newsroom)
    expect(leaked).toEqual([])
    expect(whole).toBeGreaterThan(PUBLISHES / 2)
  })

  test('publish: a site.yaml that is exchanged for a link names nothing of what is outside', async () => {
    const { newsroom, outside } = await exchangeable()
    await newsroom.publish()
    exchange({ articles: newsroom.paths.articles, outside, paths: ['site.yaml'] })
    const { leaked } = await published(newsroom)
    expect(leaked).toEqual([])
  })

  test('publish: a site.yaml that is a link is an error, at its file', async () => {
    const { newsroom, outside } = await exchangeable()
    rmSync(join(newsroom.paths.articles, 'site.yaml'))
    symlinkSync(join(outside, 'site.yaml'), join(newsroom.paths.articles, 'site.yaml'))
    const { kind, diagnostics } = await newsroom.attempt()
    expect([kind, ...shown(diagnostics)]).toEqual(['misconfigured', expect.stringContaining('site.yaml:1:1 error unsafe-file')])
  })
})
