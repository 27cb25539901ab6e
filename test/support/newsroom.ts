import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { residentGround } from '../../src/engine/ground.ts'
import type { PublishResult } from '../../src/engine/publish.ts'
import { type Published, publish } from '../../src/engine/publish.ts'
import { type PublishedEdits, publishEdits } from '../../src/engine/publish-edits.ts'
import { publishIfChanged, type Unchanged } from '../../src/engine/publish-if-changed.ts'
import type { PublishRequest } from '../../src/engine/publish-request.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'
import { RenderPool } from '../../src/render/render-pool.ts'
import { type Paths, pathsOf } from '../../src/state/paths.ts'
import { readTheme } from '../../src/theme/read-theme.ts'

/** Files by path: text, or bytes. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** The instant at which tests publish unless they say otherwise. */
export const AS_OF: number = Date.UTC(2026, 5, 1, 12)

/** A `site.yaml` with the required fields alone. */
export const SITE_YAML = `title: Example News
description: News of the example.
url: https://news.example.org
idPrefix: "tag:news.example.org,2026:"
timezone: UTC
lang: en
`

/** What says in a `site.yaml` that its addresses are examples on purpose. */
export const FOR_SHOW = 'demonstration: true\n'

/** One pool for all tests of a file: threads take longer to start than most newsrooms to publish. */
const pool: RenderPool = new RenderPool({ deadlineMs: 30_000 })

const folders = new Set<string>()

afterAll(async () => {
  await pool[Symbol.asyncDispose]()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** An empty folder, removed when the tests of the file have run. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'courant-test-')))
  folders.add(folder)
  return folder
}

/** The folder of a newsroom among the fixtures. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../newsrooms/${name}/articles`, import.meta.url))
}

/** The checkout's demonstration newsroom. */
export const DEMONSTRATION: string = fileURLToPath(new URL('../../articles', import.meta.url))

/** An article: front matter lines as given, and a body. A value that is no text is written as JSON, which YAML reads. */
export function story(fields: Readonly<Record<string, unknown>> = {}, body = 'One paragraph.\n'): string {
  const all = { title: 'A story', date: '2026-05-01', ...fields }
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${written(value)}`]))
  return `---\n${lines.join('\n')}\n---\n\n${body}`
}

function written(value: unknown): string {
  return typeof value === 'string' && /^[\w/.,:-]+( [\w/.,-]+)*$/.test(value) ? value : JSON.stringify(value)
}

/** A newsroom in a folder of its own, and the folder that it is published into. */
export class TemporaryNewsroom {
  readonly root: string
  readonly paths: Paths

  constructor(root: string) {
    this.root = root
    this.paths = pathsOf({ articles: join(root, 'articles'), out: join(root, 'out') })
  }

  /** Publishes; throws when `site.yaml` has errors. */
  async publish(request: Partial<Omit<PublishRequest, 'paths'>> = {}): Promise<Published> {
    const result = await this.attempt(request)
    if (result.kind !== 'published') throw new Error(`${result.kind}: ${shown(result.diagnostics).join('; ')}`)
    return result
  }

  attempt(request: Partial<Omit<PublishRequest, 'paths'>> = {}): Promise<PublishResult> {
    return publish(this.requestFor(request))
  }

  /** Publishes as the commands do: not at all where nothing changed. */
  publishIfChanged(request: Partial<Omit<PublishRequest, 'paths'>> = {}): Promise<PublishResult | PublishedEdits | Unchanged> {
    return publishIfChanged(this.requestFor(request))
  }

  /** Publishes an edit on the ground of the last publish with this memory, where that can be done. */
  async publishEdits(
    changed: readonly string[],
    { memory = {}, ...given }: Partial<Omit<PublishRequest, 'paths'>>,
  ): Promise<PublishedEdits | undefined> {
    const request = this.requestFor({ ...given, memory })
    const ground = residentGround(memory, request)
    return ground && publishEdits(request, { ground, changed })
  }

  /** What a publish is asked to do, where a test does not say otherwise. */
  requestFor(request: Partial<Omit<PublishRequest, 'paths'>>): PublishRequest {
    const { paths } = this
    const usual = {
      asOf: AS_OF,
      record: undefined,
      hub: undefined,
      accept: false,
      onTurnover: 'stop',
      pool,
      dryRun: false,
    } as const
    return { ...usual, theme: readTheme(paths), onProgress: () => {}, ...request, paths }
  }

  /** Waits until its files are trusted to be told by their times: one that has only just changed is not. */
  atRest(): Promise<void> {
    return sleep(70)
  }

  /** Writes files of the newsroom, by their path below `articles/`. */
  write(files: Files): void {
    writeFiles(this.paths.articles, files)
  }

  remove(path: string): void {
    rmSync(join(this.paths.articles, path))
  }

  rename(from: string, to: string): void {
    mkdirSync(dirname(join(this.paths.articles, to)), { recursive: true })
    renameSync(join(this.paths.articles, from), join(this.paths.articles, to))
  }

  /** The newsroom's own files, by path. */
  sources(): ReadonlyMap<string, Buffer> {
    return treeOf(this.paths.articles)
  }

  /** What was published, by path. */
  out(): ReadonlyMap<string, Buffer> {
    return treeOf(this.paths.out)
  }

  /** A published file's text. Throws when it is not there. */
  read(path: string): string {
    return readFileSync(join(this.paths.out, path), 'utf8')
  }
}

/** What a fresh publish must know of those before: the record, and of the manifest the pages of lists, which lead on when they are no more. */
export function publishedBefore(newsroom: TemporaryNewsroom): Files {
  const pages = newsroom
    .read('manifest.jsonl')
    .split('\n')
    .filter(line => /"path":"([^"]*\/)?page\//.test(line))
  const header = JSON.stringify({ 'courant-manifest': 1 })
  return { 'record.jsonl': newsroom.read('record.jsonl'), 'manifest.jsonl': [header, ...pages, ''].join('\n') }
}

/** A newsroom of these files, with a plain `site.yaml` unless they bring one. */
export function newsroomOf(files: Files = {}): TemporaryNewsroom {
  const newsroom = new TemporaryNewsroom(temporaryFolder())
  newsroom.write({ 'site.yaml': SITE_YAML + FOR_SHOW, ...files })
  return newsroom
}

/** A copy of a newsroom's folder. */
export function newsroomFrom(articles: string): TemporaryNewsroom {
  const newsroom = new TemporaryNewsroom(temporaryFolder())
  cpSync(articles, newsroom.paths.articles, { recursive: true })
  return newsroom
}

/** Writes files below a folder, with the folders they need. */
export function writeFiles(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
}

/** Every file below a folder, by its path, in order. */
export function treeOf(root: string): ReadonlyMap<string, Buffer> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    path => !lstatSync(join(root, path)).isDirectory(),
  )
  return new Map(paths.sort().map(path => [path, readFileSync(join(root, path))]))
}

/** Paths whose bytes differ between two trees, or which only one of them has. */
export function differingPaths(a: ReadonlyMap<string, Buffer>, b: ReadonlyMap<string, Buffer>): readonly string[] {
  const paths = new Set([...a.keys(), ...b.keys()])
  return [...paths].filter(path => !(a.get(path)?.equals(b.get(path) ?? Buffer.from('\0absent')) ?? false)).sort()
}

/** Diagnostics as the command prints them. */
export function shown(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(
    ({ path, line, column, severity, code, field, message, remedy }) =>
      `${path}:${line}:${column} ${severity} ${code}${field ? ` ${field}` : ''}: ${message} | ${remedy}`,
  )
}
