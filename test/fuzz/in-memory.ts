import { hash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { bodyOf } from '../../src/article/cut-front-matter.ts'
import type { Newsroom } from '../../src/article/newsroom.ts'
import { articleParser, type ParsedArticle } from '../../src/article/parse-article.ts'
import { type Build, build } from '../../src/engine/build.ts'
import { targetsOf } from '../../src/engine/targets-of.ts'
import { type Entry, renderEntry } from '../../src/feed/entry.ts'
import { newsFeed, writeFeed } from '../../src/feed/news-feed.ts'
import { leadsIn } from '../../src/links/targets.ts'
import { excerptOf } from '../../src/markdown/excerpt.ts'
import { renderBody } from '../../src/markdown/render-body.ts'
import type { Article } from '../../src/model/article.ts'
import { type RenderedBody, withBase } from '../../src/model/body.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'
import { type Channel, FORMATS, feedPath } from '../../src/model/edition.ts'
import type { PublicationRecord } from '../../src/model/record.ts'
import type { Site } from '../../src/model/site.ts'
import { writeRecord } from '../../src/output/record-file.ts'
import { renderPage } from '../../src/page/render-page.ts'
import { publishedFile, type ReadNewsroom } from '../../src/sources/read-newsroom.ts'

const DOT = {
  path: 'dot.png',
  onDisk: fileURLToPath(new URL('../newsrooms/everything/articles/2026/quay.png', import.meta.url)),
  mark: '1',
  settled: true,
}

/** What a publish in memory made, as it would stand in `out/`. */
export interface InMemory {
  readonly built: Build
  readonly out: ReadonlyMap<string, Buffer>
  readonly diagnostics: readonly Diagnostic[]
  /** Files that are not published as they stand. */
  readonly broken: ReadonlySet<string>
}

/** Publishes a newsroom's sources through every pure stage, with no disk and no thread. */
export function publishInMemory(
  sources: ReadonlyMap<string, string>,
  { site, record, asOf }: { readonly site: Site; readonly record: PublicationRecord; readonly asOf: number },
): InMemory {
  const parse = articleParser({ site, excerptOf })
  const bytes = new Map([...sources].map(([path, source]) => [path, Buffer.from(source)]))
  const parsed = [...bytes].map(([path, bytes]) => ({ path, ...parse({ path, bytes, hash: hash('sha256', bytes, 'hex') }) }))
  const diagnostics = parsed.flatMap(({ diagnostics }) => diagnostics)
  const failed = new Set<string>()
  for (;;) {
    const articles = parsed.flatMap(({ path, story }): ParsedArticle[] =>
      story?.kind === 'article' && !failed.has(path) ? [story] : [],
    )
    const newsroom: Newsroom = {
      articles,
      standing: [],
      sources: new Set(bytes.keys()),
      unseen: new Set(),
      statics: new Map(),
      images: imagesOf(),
    }
    const built = build(newsroom, { site, record, asOf, accept: true, hub: undefined, theme: undefined, listPages: new Map() })
    const made = make(built, { newsroom, bytes })
    if (made.failed.length > 0) for (const path of made.failed) failed.add(path)
    else {
      const all = [...diagnostics, ...built.diagnostics]
      const broken = all.flatMap(({ severity, path }) => (severity === 'error' ? [path] : []))
      return { built, out: made.out, diagnostics: all, broken: new Set([...broken, ...failed]) }
    }
  }
}

function imagesOf(): Newsroom['images'] {
  const file = publishedFile(DOT)
  return file ? new Map([[DOT.path, file]]) : new Map()
}

/** Renders everything that is described. */
function make(
  built: Build,
  { newsroom, bytes }: { readonly newsroom: Newsroom; readonly bytes: ReadonlyMap<string, Buffer> },
): { readonly out: ReadonlyMap<string, Buffer>; readonly failed: readonly string[] } {
  const { site, edition } = built
  const read: ReadNewsroom = {
    newsroom,
    listing: { files: [], diagnostics: [], unseen: new Set() },
    files: new Map([[DOT.path, DOT]]),
    replaced: new Map(),
    diagnostics: [],
    memory: { siteKey: '', articles: new Map(), media: new Map() },
  }
  const leads = leadsIn(targetsOf({ ...built, artifacts: built.artifactsAt() }, read))
  const out = new Map<string, Buffer>([[DOT.path, Buffer.from('PNG')]])
  const entries = new Map<string, Entry>()
  const failed: string[] = []
  for (const artifact of built.artifacts()) {
    if (artifact.kind === 'text') out.set(artifact.path, Buffer.from(artifact.text()))
    if (artifact.kind !== 'page') continue
    const { source } = artifact
    const page = artifact.page()
    const rendered: RenderedBody | undefined =
      source &&
      renderBody(bodyOf(bytes.get(source.path) ?? Buffer.alloc(0), source.source.bodyLine), {
        path: source.path,
        bodyLine: source.source.bodyLine,
        permalink: source.permalink,
        highlight: () => undefined,
        resolve: target => leads(source.path, target).target,
      })
    if (source && rendered?.diagnostics.some(({ severity }) => severity === 'error')) failed.push(source.path)
    const html = rendered?.html ?? ''
    out.set(artifact.path, Buffer.from(renderPage(page, { site, body: withBase(html, site.basePath) })))
    if (page.kind === 'article')
      entries.set(page.article.id, renderEntry({ ...page, body: withBase(html, site.origin + site.basePath), site }))
  }
  // An item of the changes is no story, and has no body.
  const changed = (article: Article): Entry => renderEntry({ article, body: '', image: undefined, attachments: [], site })
  const entriesOf = ({ kind, stories }: Channel): readonly Entry[] =>
    stories.flatMap(article => (kind === 'changes' ? changed(article) : (entries.get(article.id) ?? [])))
  for (const channel of edition.channels)
    for (const format of FORMATS) {
      const feed = newsFeed({ channel, archive: undefined, previous: undefined }, { entries: entriesOf(channel), site })
      out.set(feedPath(channel, format).slice(1), Buffer.from(writeFeed(feed, format)))
    }
  out.set('record.jsonl', Buffer.from(writeRecord(built.record)))
  return { out, failed }
}
