import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { measureProcess, type ProcessCost } from './measure-process.ts'

// What an image costs: stories with a photograph of 12 million pixels each, published for the first time, and again with one edited.

const PHOTOGRAPHS = 20
const COURANT = fileURLToPath(new URL('../bin/courant.js', import.meta.url))
const SITE = `title: Example News
description: News of the example.
url: https://news.example.org
idPrefix: "tag:news.example.org,2026:"
timezone: UTC
lang: en
`

const folder = mkdtempSync(join(tmpdir(), 'courant-images-'))
try {
  const articles = join(folder, 'articles')
  mkdirSync(articles)
  writeFileSync(join(articles, 'site.yaml'), SITE)
  for (let index = 0; index < PHOTOGRAPHS; index++) {
    writeFileSync(join(articles, `${index}.jpg`), await photograph(index))
    writeFileSync(join(articles, `s${index}.md`), `---\ntitle: Story ${index}\ndate: 2026-05-01\n---\n\n![P](${index}.jpg)\n`)
  }
  const first = await publish()
  appendFileSync(join(articles, 's0.md'), 'Edited.\n')
  const second = await publish()
  report('first publish', first)
  report('one text edited', second)
} finally {
  rmSync(folder, { recursive: true })
}

/** Grain of two sizes, which takes about the space of a real photograph: 4 MB. */
async function photograph(index: number): Promise<Buffer> {
  const grain = await sharp({
    create: {
      width: 1000,
      height: 750,
      channels: 3,
      noise: { type: 'gaussian', mean: 100 + index, sigma: 60 },
      background: '#000',
    },
  })
    .png()
    .toBuffer()
  return sharp(grain).resize(4000, 3000).blur(2).jpeg({ quality: 92 }).toBuffer()
}

function publish(): Promise<ProcessCost> {
  return measureProcess({ program: process.execPath, args: [COURANT, 'publish'], cwd: folder })
}

function report(title: string, { wallMs, cpuMs = Number.NaN, peakRssBytes = Number.NaN, exitCode }: ProcessCost): void {
  if (exitCode !== 0) throw new Error(`${title}: the publish failed`)
  const each = (ms: number): string => `${(ms / PHOTOGRAPHS / 1000).toFixed(2)} s`
  const peak = `${Math.round(peakRssBytes / 1024 / 1024)} MiB at most`
  console.log(`${title}: ${each(wallMs)} an image, ${each(cpuMs)} of a processor, ${peak}`)
}
