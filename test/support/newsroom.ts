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
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { publish } from '../../src/engine/publish.ts'
import { publishChanges } from '../../src/engine/publish-changes.ts'
import { marksNow } from '../../src/engine/publish-inputs.ts'
import type { PublishRequest, ResidentMemory } from '../../src/engine/publish-request.ts'
import type { Published, PublishResult, Unchanged } from '../../src/engine/publish-result.ts'
import { publishWhole } from '../../src/engine/publish-whole.ts'
import { openNewsroom } from '../../src/engine/stored-newsroom.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'
import type { Whole } from '../../src/model/explanation.ts'
import {
  isComplete,
  MANIFEST_FILE,
  type Manifest,
  readHeader,
  readManifest,
  writeManifest,
} from '../../src/output/manifest-file.ts'
import { RECORD_FILE, readRecord, writePlainRecord } from '../../src/output/record-file.ts'
import { RenderPool } from '../../src/render/render-pool.ts'
import { type Paths, pathsOf } from '../../src/state/paths.ts'
import { readTheme } from '../../src/theme/read-theme.ts'
import { afterEachFile } from './after-file.ts'

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

/** One pool for all tests of a process: threads take longer to start than most newsrooms to publish. They end with the process. */
const pool: RenderPool = new RenderPool({ deadlineMs: 30_000 })

const folders = new Set<string>()

afterEachFile(() => {
  // A thread or a program that a test ended may write a last file meanwhile.
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  folders.clear()
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
    return publishWhole(this.requestFor(request))
  }

  /** Publishes as the commands do: not at all where nothing changed. */
  publishWhatChanged(request: Partial<Omit<PublishRequest, 'paths'>> = {}): Promise<PublishResult | Unchanged> {
    return publish(this.requestFor(request))
  }

  /** Publishes what changed since the last publish with this memory, where that can be done. */
  async publishChanges(
    changed: readonly string[],
    request: Partial<Omit<PublishRequest, 'paths'>>,
  ): Promise<Published | undefined> {
    const result = await this.attemptChanges(changed, request)
    return result.kind === 'published' ? result : undefined
  }

  /** The same; where it cannot be done, why. */
  attemptChanges(
    changed: readonly string[],
    { memory = {}, ...given }: Partial<Omit<PublishRequest, 'paths'>>,
  ): Promise<Published | Whole> {
    return publishChanges({ ...this.requestFor(given), memory }, changed)
  }

  /** What a process of its own would remember in place of this one. */
  reopened({ memory, ...given }: Partial<Omit<PublishRequest, 'paths'>>): ResidentMemory {
    memory?.newsroom?.close()
    const request = this.requestFor(given)
    const marks = marksNow(request)
    const newsroom = openNewsroom(request, marks)
    return newsroom ? { newsroom, marks } : {}
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

  /** Saves files in one step each, as most editors do: whoever watches finds a file as it was or as it is, and never empty. */
  save(files: Files): void {
    saveFiles(this.paths.articles, files)
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

/** Writes files below a folder in one step each: what is half written has a name that Courant passes over. */
export function saveFiles(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const whole = join(root, path)
    const beside = join(dirname(whole), `.${basename(whole)}`)
    mkdirSync(dirname(whole), { recursive: true })
    writeFileSync(beside, content)
    renameSync(beside, whole)
  }
}

/** Every file below a folder, by its path, in order. */
export function treeOf(root: string): ReadonlyMap<string, Buffer> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    path => !lstatSync(join(root, path)).isDirectory(),
  )
  return new Map(paths.sort().map(path => [path, readFileSync(join(root, path))]))
}

/**
 * Paths whose bytes differ between two trees, or which only one of them has. Of manifests that can be read, what they say is compared: how
 * much of one was appended depends on how many publishes there were.
 */
export function differingPaths(a: ReadonlyMap<string, Buffer>, b: ReadonlyMap<string, Buffer>): readonly string[] {
  const paths = new Set([...a.keys(), ...b.keys()])
  const differ = (path: string): boolean => {
    const [one, other] = [a.get(path), b.get(path)]
    return !one || !other || !compared(path, one).equals(compared(path, other))
  }
  return [...paths].filter(differ).sort()
}

function compared(path: string, bytes: Buffer): Buffer {
  const text = bytes.toString()
  const manifest = path === MANIFEST_FILE ? readManifest(text) : undefined
  if (path === RECORD_FILE) return Buffer.from(plainRecordOr(text))
  const { identity, rebuilt } = readHeader(text) ?? {}
  return manifest && isComplete(text, manifest)
    ? Buffer.from(writeManifest(withoutRecord(manifest), { identity, rebuilt }))
    : bytes
}

/** A record as it is kept in another place: sorted, and without a tail. */
export function plainRecord(text: string): string {
  return writePlainRecord(readRecord(text, RECORD_FILE))
}

/** The same, or the text as it is where it is no record. */
function plainRecordOr(text: string): string {
  try {
    return plainRecord(text)
  } catch {
    return text
  }
}

/** A manifest without what it says of the record, whose bytes follow from how it came about. */
function withoutRecord(manifest: Manifest): Manifest {
  return new Map([...manifest].filter(([path]) => path !== RECORD_FILE))
}

/** Diagnostics as the command prints them. */
export function shown(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(
    ({ path, line, column, severity, code, field, message, remedy }) =>
      `${path}:${line}:${column} ${severity} ${code}${field ? ` ${field}` : ''}: ${message} | ${remedy}`,
  )
}

/** A manifest with every file of it announced, as a first publish has it until all is in place. */
export function announcedAll(text: string): string {
  const entries = [...(readManifest(text)?.values() ?? [])].map(
    entry => [entry.path, { ...entry, sha256: '', size: 0 }] as const,
  )
  return writeManifest(new Map(entries), readHeader(text))
}
