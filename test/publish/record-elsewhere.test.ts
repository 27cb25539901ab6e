import { hash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Published } from '../../src/engine/publish-result.ts'
import { startServer } from '../../src/serve/server.ts'
import { serve } from '../serve/site.ts'
import { differingPaths, newsroomOf, plainRecord, SITE_YAML, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { seenIn } from './seen.ts'

/** More stories than the current feed holds, so that some stand in archives only. */
const MANY = 55

function dayOf(index: number): string {
  return new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10)
}

/**
 * A newsroom whose record matters: its first story was renamed, and its second has an address that says nothing of its file, so
 * that without the record both would get other ids.
 */
async function publishedNewsroom(site = SITE_YAML): Promise<TemporaryNewsroom> {
  const stories = Array.from({ length: MANY }, (_, index) => [
    `${index}.md`,
    story({ title: `Story ${index}`, date: dayOf(index), slug: index === 1 ? 'another' : undefined }),
  ])
  const newsroom = newsroomOf({ 'site.yaml': site, ...Object.fromEntries(stories) })
  await newsroom.publish()
  newsroom.rename('0.md', 'renamed.md')
  newsroom.rename('1.md', 'moved.md')
  await newsroom.publish()
  return newsroom
}

function idsIn({ edition }: Published): Readonly<Record<string, string>> {
  return Object.fromEntries(edition.released.map(({ title, id }) => [title, id]))
}

async function idsOf(newsroom: TemporaryNewsroom): Promise<Readonly<Record<string, string>>> {
  return idsIn(await newsroom.publish({ dryRun: true }))
}

describe('publish: a record that was lost', () => {
  test('publish: is rebuilt from the feeds in out/, archives and all: no id changes, nobody sees anything', async () => {
    const newsroom = await publishedNewsroom()
    const before = await idsOf(newsroom)
    expect([before['Story 0'], before['Story 1']]).toEqual(['tag:news.example.org,2026:0', 'tag:news.example.org,2026:1'])
    const record = newsroom.read('record.jsonl')
    rmSync(join(newsroom.paths.out, 'record.jsonl'))
    rmSync(newsroom.paths.own, { recursive: true })
    const published = await newsroom.publish()
    expect(published.diagnostics).toEqual([])
    expect(idsIn(published)).toEqual(before)
    expect(seenIn(published)).toEqual({})
    const withoutFormer = record.replace(/,"former":\[[^\]]*\]/g, '')
    expect(newsroom.read('record.jsonl')).toBe(withoutFormer)
  })

  test('publish: is rebuilt from archives below an address that has such a name itself', async () => {
    const newsroom = await publishedNewsroom(SITE_YAML.replace('example.org\n', 'example.org/archive/news\n'))
    const before = await idsOf(newsroom)
    rmSync(join(newsroom.paths.out, 'record.jsonl'))
    rmSync(newsroom.paths.own, { recursive: true })
    expect(idsIn(await newsroom.publish())).toEqual(before)
  })

  test('publish: is not guessed at where an archive is missing', async () => {
    const newsroom = await publishedNewsroom()
    rmSync(join(newsroom.paths.out, 'record.jsonl'))
    const archives = join(newsroom.paths.out, 'archive')
    const [archive = ''] = readdirSync(archives).filter(name => existsSync(join(archives, name, 'feed.json')))
    rmSync(join(archives, archive, 'feed.json'))
    await expect(newsroom.publish()).rejects.toMatchObject({
      code: 'record-unreadable',
      message: expect.stringMatching(/feed\.json cannot be read: .*archive.* is missing$/),
    })
  })

  test('publish: a story whose file is gone as well is told by its address', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A' }), 'b.md': story({ title: 'B' }) })
    await newsroom.publish()
    rmSync(join(newsroom.paths.out, 'record.jsonl'))
    newsroom.remove('b.md')
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics.map(({ code, path, message }) => `${path} ${code}: ${message}`)).toEqual([
      '/b/ removed: this story is public at /b/, and its file is gone',
    ])
  })
})

describe('publish: a record in a file of its own', () => {
  test('publish: is begun when it is not there, and says the same as that in out/', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const record = join(newsroom.root, 'record.jsonl')
    await newsroom.publish({ record, dryRun: true })
    expect(existsSync(record)).toBe(false)
    await newsroom.publish({ record })
    expect(readFileSync(record, 'utf8')).toBe(plainRecord(newsroom.read('record.jsonl')))
  })

  test('publish: that is the one in out/ stays as it is there', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const [own, link] = [join(newsroom.paths.out, 'record.jsonl'), join(newsroom.root, 'record.jsonl')]
    symlinkSync('out/record.jsonl', link)
    for (const record of [own, link]) {
      await newsroom.publish({ record })
      const [line = ''] = newsroom.read('manifest.jsonl').match(/^.*"record\.jsonl".*$/m) ?? []
      expect(JSON.parse(line).sha256).toBe(hash('sha256', newsroom.read('record.jsonl'), 'hex'))
    }
  })

  test('publish: stays a link, to where it is kept; where that is away, nothing is guessed', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const [record, kept] = [join(newsroom.root, 'record.jsonl'), join(newsroom.root, 'kept')]
    mkdirSync(kept)
    writeFileSync(join(kept, 'it.jsonl'), '{"courant-record":1}\n')
    symlinkSync('kept/it.jsonl', record)
    await newsroom.publish({ record })
    expect(readlinkSync(record)).toBe('kept/it.jsonl')
    expect(readFileSync(join(kept, 'it.jsonl'), 'utf8')).toBe(plainRecord(newsroom.read('record.jsonl')))
    renameSync(kept, `${kept}.away`)
    await expect(newsroom.publish({ record })).rejects.toMatchObject({ code: 'record-unreadable' })
  })

  test('publish: keeps ids, addresses and first dates though all of out/ is lost', async () => {
    const newsroom = await publishedNewsroom()
    const record = join(newsroom.root, 'record.jsonl')
    await newsroom.publish({ record })
    const before = newsroom.out()
    rmSync(newsroom.paths.out, { recursive: true })
    rmSync(newsroom.paths.own, { recursive: true })
    await newsroom.publish({ record })
    expect(differingPaths(newsroom.out(), before)).toEqual([])
  })

  test('publish: merged in git with both lines of a story, it is read as one line', async () => {
    const newsroom = await publishedNewsroom()
    const file = join(newsroom.root, 'record.jsonl')
    await newsroom.publish({ record: file })
    const before = readFileSync(file, 'utf8')
    const [header = '', first = '', ...rest] = before.split('\n')
    // The other branch knew the story by the name it had, and its first publication was told a day later.
    const twin = { ...JSON.parse(first), path: 'elsewhere.md', permalink: '/elsewhere/', published: '2026-01-02T00:00:00.000Z' }
    writeFileSync(file, [header, JSON.stringify(twin), first, ...rest].join('\n'))
    rmSync(newsroom.paths.out, { recursive: true })
    const { diagnostics } = await newsroom.publish({ record: file })
    expect(diagnostics).toEqual([])
    const merged = JSON.parse(readFileSync(file, 'utf8').split('\n')[1] ?? '')
    expect(merged).toEqual({ ...JSON.parse(first), former: expect.arrayContaining(['/0/', '/elsewhere/']) })
    expect(newsroom.read('elsewhere/index.html')).toContain('url=/renamed/')
  })

  test.each([
    ['damaged', '{"courant-record":1}\nx\n', 'is damaged', 'record-unreadable'],
    ['something else', 'hello\n', 'is damaged', 'record-unreadable'],
    ['of a newer version', '{"courant-record":3}\n', 'is of version 3; this Courant knows version 2', 'newer-version'],
  ])('publish: that is %s stops it before anything is touched', async (_name, text, said, code) => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const record = join(newsroom.root, 'record.jsonl')
    writeFileSync(record, text)
    await expect(newsroom.publish({ record })).rejects.toMatchObject({
      name: 'EnvironmentError',
      code,
      message: `${record} ${said}`,
    })
    expect(existsSync(join(newsroom.paths.out, 'index.html'))).toBe(false)
  })
})

describe('publish: a record at an address', () => {
  test('publish: starts a new out/ from a published record', async () => {
    const newsroom = await publishedNewsroom()
    const ids = await idsOf(newsroom)
    const { address } = await serve(newsroom.paths.out)
    const fresh = newsroomOf(Object.fromEntries(newsroom.sources()))
    expect(await idsOf(fresh)).not.toEqual(ids)
    const published = await fresh.publish({ record: `${address}/record.jsonl` })
    expect(published.diagnostics).toEqual([])
    expect(idsIn(published)).toEqual(ids)
    expect(fresh.read('record.jsonl')).toBe(newsroom.read('record.jsonl'))
  })

  test('publish: starts one from a published JSON Feed and the archives that it leads to', async () => {
    const out = newsroomOf().paths.out
    const { address } = await serve(out)
    const newsroom = await publishedNewsroom(SITE_YAML.replace('https://news.example.org', address))
    cpSync(newsroom.paths.out, out, { recursive: true })
    const fresh = newsroomOf(Object.fromEntries(newsroom.sources()))
    const published = await fresh.publish({ record: `${address}/feed.json` })
    expect(published.diagnostics).toEqual([])
    expect(idsIn(published)).toEqual(await idsOf(newsroom))
    for (const path of ['feed.rss', 'feed.atom', 'feed.json']) expect(fresh.read(path), path).toBe(newsroom.read(path))
  })

  test('publish: is not asked where out/ has one, so that a publish needs no network', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish()
    expect(await newsroom.publish({ record: 'http://127.0.0.1:1/record.jsonl' })).toMatchObject({
      written: [],
      diagnostics: [],
    })
  })

  test.each([
    ['is not there', 404, '', /^the record at http:\S+ cannot be read: the server answers 404$/],
    ['fails', 500, '', /^the record at http:\S+ cannot be read: the server answers 500$/],
    ['is a page', 200, '<!doctype html>', /^http:\S+ is damaged$/],
    [
      'is a feed cut short',
      200,
      '{\n  "version": "https://jsonfeed.org/version/1.1",',
      /^the record at http:\S+ cannot be read: /,
    ],
  ])('publish: that %s stops it before anything is touched', async (_name, status, body, message) => {
    const server = await startServer((_request, response) => response.writeHead(status).end(body), {
      host: '127.0.0.1',
      port: 0,
    })
    onTestFinished(() => server[Symbol.asyncDispose]())
    const newsroom = newsroomOf({ 'a.md': story() })
    await expect(newsroom.publish({ record: `${server.address}/record.jsonl` })).rejects.toMatchObject({
      name: 'EnvironmentError',
      code: 'record-unreadable',
      message: expect.stringMatching(message),
    })
    expect(existsSync(join(newsroom.paths.out, 'index.html'))).toBe(false)
  })
})

describe('publish: a new domain', () => {
  test('publish: keeps every id: readers see edits in place, nothing new, nothing gone', async () => {
    const newsroom = await publishedNewsroom()
    const before = await idsOf(newsroom)
    newsroom.write({ 'site.yaml': SITE_YAML.replace('https://news.example.org', 'https://elsewhere.example.net/press') })
    const published = await newsroom.publish()
    expect(published.diagnostics).toEqual([])
    expect(idsIn(published)).toEqual(before)
    const kinds = Object.values(seenIn(published))
      .flat()
      .map(line => line.split(' ')[0])
    expect([...new Set(kinds)]).toEqual(['edited'])
    expect(newsroom.read('feed.rss')).not.toContain('https://news.example.org')
  })
})
