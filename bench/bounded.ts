import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { HOSTILE_STORIES } from './hostile-stories.ts'
import { measureProcess } from './measure-process.ts'

// What one hostile story costs a publish: each alone among a hundred good ones; then many files, and many topics.

const COURANT = fileURLToPath(new URL('../bin/courant.js', import.meta.url))
const SITE = `title: Example News
description: News of the example.
url: https://news.example.org
idPrefix: "tag:news.example.org,2026:"
timezone: UTC
lang: en
search: false
`
const GOOD = 100

type Stories = ReadonlyMap<string, string>

const HOSTILE = [...HOSTILE_STORIES].map(([name, story]): readonly [string, () => Stories] => [
  name,
  () => new Map([...goodStories(), ['hostile.md', story]]),
])
const LARGE: typeof HOSTILE = [
  ['100,000 files', () => storiesWith(100_000, index => `t${index % 50}`)],
  ['10,000 topics, a story each', () => storiesWith(10_000, index => `t${index}`)],
]

const { values, positionals } = parseArgs({ options: { large: { type: 'boolean', default: false } }, allowPositionals: true })
const rows = values.large ? LARGE : [['nothing hostile', goodStories] as const, ...HOSTILE]

console.log(`${'a publish with'.padEnd(50)}${'seconds'.padStart(9)}${'MiB'.padStart(7)}  how it ended`)
for (const [name, stories] of rows)
  if (positionals.length === 0 || positionals.some(part => name.includes(part))) await measure(name, stories())
console.log(
  `load ${loadavg()
    .map(figure => figure.toFixed(1))
    .join(' ')}`,
)

function goodStories(): Stories {
  return storiesWith(GOOD, index => `t${index % 5}`)
}

function storiesWith(count: number, topicOf: (index: number) => string): Stories {
  const text = 'Words of the story, of which there are some. '.repeat(20)
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const date = new Date(Date.UTC(2020, 0, 1) + index * 600_000).toISOString()
      return [
        `${index % 100}/${index}.md`,
        `---\ntitle: Story ${index}\ndate: ${date}\ntopics: [${topicOf(index)}]\n---\n\n${text}\n`,
      ]
    }),
  )
}

async function measure(name: string, stories: Stories): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'courant-bounded-'))
  try {
    for (const [path, text] of [['site.yaml', SITE] as const, ...stories]) {
      const file = join(folder, 'articles', path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
    const { exitCode, wallMs, peakRssBytes, stderr } = await measureProcess({
      program: process.execPath,
      args: [COURANT, 'publish'],
      cwd: folder,
    })
    const mib = peakRssBytes === undefined ? '?' : Math.round(peakRssBytes / 1024 / 1024)
    const [refused = ''] = /^articles\/hostile\.md\S*\s+(.*)$/m.exec(stderr)?.slice(1) ?? []
    const ended = `${exitCode}${refused === '' ? '' : `: ${refused}`}; ${/^Published .*?in/m.exec(stderr)?.[0] ?? 'NOTHING PUBLISHED'}`
    console.log(`${name.padEnd(50)}${(wallMs / 1000).toFixed(1).padStart(9)}${String(mib).padStart(7)}  ${ended}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
