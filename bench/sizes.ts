import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compressed } from '../src/serve/compressed.ts'
import { measureProcess } from './measure-process.ts'
import { writeSearchableNewsroom } from './searchable-newsroom.ts'
import { median } from './statistics.ts'

// What a reader's browser has to fetch, by kind: bytes as they stand in `out/`, and as Courant's server sends them.

const COURANT = fileURLToPath(new URL('../bin/courant.js', import.meta.url))
const STORIES = 1_000

const KINDS: readonly (readonly [kind: string, files: RegExp])[] = [
  ['stories', /^\d{4}\/\d\d\/story-\d+\/index\.html$/],
  ['front page', /^index\.html$/],
  ['topics', /^topics\/[^/]+\/index\.html$/],
  ['archive', /^archive\/index\.html$/],
  ['months of the archive', /^archive\/\d{4}\/\d\d\/index\.html$/],
  ['page of feeds', /^feeds\/index\.html$/],
  ['search page', /^search\/index\.html$/],
  ['stylesheet', /^assets\/style\.\w+\.css$/],
  ['style of the search', /^assets\/search\.\w+\.css$/],
  ['script of the search', /^assets\/search\.\w+\.js$/],
]

const folder = mkdtempSync(join(tmpdir(), 'courant-sizes-'))
try {
  writeSearchableNewsroom(folder, STORIES)
  const { exitCode } = await measureProcess({ program: process.execPath, args: [COURANT, 'publish'], cwd: folder })
  if (exitCode !== 0) throw new Error('the publish failed')
  report(join(folder, 'out'))
} finally {
  rmSync(folder, { recursive: true })
}

function report(out: string): void {
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' })
  console.log(`${STORIES} stories; medians, bytes: as written, gzip, Brotli`)
  for (const [kind, files] of KINDS) {
    const bodies = paths.filter(path => files.test(path)).map(path => readFileSync(join(out, path)))
    if (bodies.length === 0) throw new Error(`nothing was published of: ${kind}`)
    const sizes = [bodies, bodies.map(body => compressed(body, 'gzip')), bodies.map(body => compressed(body, 'br'))]
    const [written, ...sent] = sizes.map(all => median(all.map(({ length }) => length)).toLocaleString('en'))
    console.log(`${kind.padEnd(24)}${[written, ...sent].map(size => size?.padStart(9)).join('')}`)
  }
}
