import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { publishWhole } from '../src/engine/publish-whole.ts'
import { RenderPool } from '../src/render/render-pool.ts'
import { type Audit, auditOut } from '../src/review/audit-out.ts'
import { pathsOf } from '../src/state/paths.ts'
import type { AuditNewsroom, HiddenStory } from './audit-newsroom.ts'

/** What an audit found in a newsroom that leaks nothing, and in one into which everything hidden was planted. */
export interface AuditMeasured {
  readonly files: number
  readonly hidden: number
  /** What it called a leak where there is none. */
  readonly falseAlarms: readonly string[]
  readonly recall: readonly { readonly what: string; readonly planted: number; readonly found: number }[]
}

const AS_OF = Date.UTC(2026, 5, 1)

/** Ways in which words of a hidden story may come to stand in a published file. None where they are no secret. */
const PLANTED: Readonly<Record<string, (story: HiddenStory) => readonly [name: string, content: string | Buffer] | undefined>> =
  {
    'a sentence on a page': ({ sentence }) => ['index.html', `<p>${sentence.replace(' ', ' <b>').replace('.', '</b>.')}</p>`],
    'half a sentence in a feed': ({ sentence }) => ['feed.json', JSON.stringify({ content_text: sentence.slice(0, 50) })],
    'a title, packed': ({ title, isWithdrawn }) =>
      isWithdrawn ? undefined : ['fragment.pf_fragment', gzipSync(JSON.stringify({ title }))],
    'an address': ({ path, isWithdrawn }) =>
      isWithdrawn ? undefined : ['sitemap.xml', `<loc>https://bench.example.org/${path.replace(/\.md$/, '')}/</loc>`],
  }

/** Publishes the newsroom in a folder, and audits it as it is and with each hidden story planted in each way. */
export async function measureAudit(folder: string, { files, hidden }: AuditNewsroom): Promise<AuditMeasured> {
  const paths = pathsOf({ articles: join(folder, 'articles'), out: join(folder, 'out') })
  for (const { path, content } of files) write(join(paths.articles, path), content)
  await using pool = new RenderPool({ deadlineMs: 30_000 })
  const usual = { record: undefined, hub: undefined, accept: false, onTurnover: 'stop', dryRun: false } as const
  const { kind } = await publishWhole({ ...usual, paths, asOf: AS_OF, pool, theme: undefined, onProgress: () => {} })
  if (kind !== 'published') throw new Error(`the publish ended as ${kind}`)
  const audit = async (): Promise<Audit> => {
    const found = await auditOut({ paths, asOf: () => AS_OF, byClock: false, record: undefined })
    if (!found) throw new Error('site.yaml has errors')
    return found
  }
  const clean = await audit()
  const recall = []
  for (const [what, plant] of Object.entries(PLANTED)) {
    const place = join(paths.out, 'planted')
    const planted = hidden.flatMap(story => {
      const file = plant(story)
      return file ? [{ path: story.path, file }] : []
    })
    for (const [index, { file }] of planted.entries()) write(join(place, String(index), file[0]), file[1])
    const found = new Set((await audit()).leaks.map(({ path }) => String(path)))
    recall.push({ what, planted: planted.length, found: planted.filter(({ path }) => found.has(path)).length })
    rmSync(place, { recursive: true })
  }
  const falseAlarms = clean.leaks.map(({ path, line, message }) => `${path}:${line} ${message}`)
  return { files: clean.files, hidden: clean.hidden, falseAlarms, recall }
}

function write(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}
