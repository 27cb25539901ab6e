import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readRecord } from '../../src/output/record-file.ts'
import {
  differingPaths,
  fixture,
  newsroomFrom,
  newsroomOf,
  story,
  type TemporaryNewsroom,
  writeFiles,
} from '../support/newsroom.ts'

const EDITED = 'pages/about.md'
const NEW = '2026/new.md'

function manifestOf({ paths }: TemporaryNewsroom): string {
  return join(paths.out, 'manifest.jsonl')
}

/** A published newsroom of every kind of file, and another of the same that nothing happens to. */
async function twins(): Promise<readonly [TemporaryNewsroom, TemporaryNewsroom]> {
  const newsrooms = [newsroomFrom(fixture('everything')), newsroomFrom(fixture('everything'))] as const
  for (const newsroom of newsrooms) await newsroom.publish()
  return newsrooms
}

/** Saves an article that was published, and a new one. */
function save(newsroom: TemporaryNewsroom): void {
  newsroom.write({
    [EDITED]: story({ title: 'About', date: undefined }, 'We are others now.\n'),
    [NEW]: story({ title: 'New' }),
  })
}

async function otherManifest(): Promise<string> {
  const other = newsroomOf({ 'x.md': story({ title: 'Of another newsroom' }) })
  await other.publish()
  return other.read('manifest.jsonl')
}

const DAMAGES: readonly (readonly [name: string, damaged: (text: string) => string | undefined | Promise<string>])[] = [
  ['missing', () => undefined],
  ['empty', () => ''],
  ['cut short in the middle of a line', text => text.slice(0, Math.floor(text.length / 2))],
  ['cut short at the end of a line', text => text.slice(0, text.indexOf('\n', text.length / 2) + 1)],
  ['full of nonsense', () => '\0\u0001nonsense\n{"path":\n'],
  ['damaged in a line', text => text.replace(/\n\{"path":"index\.html"/, '\n{"pa\0\0')],
  ['that of another newsroom', otherManifest],
]

describe.each(DAMAGES)('publish: a manifest that is %s', (_name, damaged) => {
  test.each(['kept', 'lost as well'])('is rebuilt, with the cache %s, and an edit is published', async cache => {
    const [newsroom, twin] = await twins()
    const manifest = await damaged(newsroom.read('manifest.jsonl'))
    if (manifest === undefined) rmSync(manifestOf(newsroom))
    else writeFileSync(manifestOf(newsroom), manifest)
    if (cache !== 'kept') rmSync(newsroom.paths.cache, { recursive: true })
    for (const each of [newsroom, twin]) save(each)
    const { written, removed } = await newsroom.publish()
    const expected = await twin.publish()
    expect(removed).toEqual(expected.removed)
    expect([...written].sort()).toEqual([...expected.written].sort())
    expect(differingPaths(newsroom.out(), twin.out())).toEqual([])
    const [record, before] = [newsroom, twin].map(each => readRecord(each.read('record.jsonl'), 'record.jsonl'))
    expect([...(record?.keys() ?? [])]).toEqual([...(before?.keys() ?? [])])
    expect(await newsroom.publish()).toMatchObject({ written: [], removed: [] })
  })
})

describe('publish: a lost manifest', () => {
  test('removes and replaces nothing that is not Courant’s, and says what to do', async () => {
    const newsroom = newsroomOf({ 'a.md': story(), 'static/mine.txt': 'published' })
    await newsroom.publish()
    writeFiles(newsroom.paths.out, { 'theirs.txt': 'by hand', 'topics/theirs/index.html': 'by hand' })
    rmSync(manifestOf(newsroom))
    rmSync(newsroom.paths.cache, { recursive: true })
    newsroom.write({ 'static/theirs.txt': 'now published', 'b.md': story() })
    const before = newsroom.out()
    const [file, manifest] = [join(newsroom.paths.out, 'theirs.txt'), 'manifest.jsonl']
    await expect(newsroom.publish()).rejects.toMatchObject({
      code: 'foreign-files',
      message: `${file} is there already. ${manifest}, the list of Courant's files, is lost or damaged; nothing else names this file`,
      remedy: `if the file is Courant's, remove it and publish again; or restore ${manifest} from a backup`,
    })
    expect(differingPaths(before, newsroom.out())).toEqual(['manifest.jsonl'])
    newsroom.remove('static/theirs.txt')
    await newsroom.publish()
    expect(newsroom.read('theirs.txt') + newsroom.read('topics/theirs/index.html')).toBe('by handby hand')
    expect(newsroom.read('b/index.html')).toContain('A story')
  })

  test('makes nobody else’s site Courant’s, though the record of a newsroom is put beside it', async () => {
    const newsroom = newsroomOf({ 'a.md': story(), 'b.md': story({ title: 'B' }) })
    await newsroom.publish()
    const record = newsroom.read('record.jsonl')
    rmSync(newsroom.paths.out, { recursive: true })
    rmSync(newsroom.paths.own, { recursive: true })
    const site = { 'index.html': '<p>Mine</p>', '404.html': '<p>Mine</p>', 'a/index.html': '<p>Mine</p>', 'feed.rss': '<rss/>' }
    writeFiles(newsroom.paths.out, { ...site, 'record.jsonl': record })
    const before = newsroom.out()
    await expect(newsroom.publish()).rejects.toMatchObject({ code: 'foreign-files' })
    expect(differingPaths(before, newsroom.out())).toEqual([])
    rmSync(join(newsroom.paths.out, 'record.jsonl'))
    await expect(newsroom.publish()).rejects.toMatchObject({ code: 'foreign-files' })
    expect([...newsroom.out().keys()].sort()).toEqual(Object.keys(site).sort())
  })

  test('keeps an unreadable story public, and answers for what moved or is gone', async () => {
    const newsroom = newsroomOf({ 'a.md': story(), 'b.md': story({ title: 'B' }), 'c.md': story({ title: 'C' }) })
    await newsroom.publish()
    newsroom.rename('b.md', 'moved.md')
    newsroom.remove('c.md')
    await newsroom.publish({ accept: true })
    const whole = newsroom.out()
    newsroom.write({ 'a.md': '---\ntitle: [\n---\n' })
    rmSync(manifestOf(newsroom))
    await newsroom.publish()
    expect(differingPaths(newsroom.out(), whole)).toEqual([])
  })

  test('is not written by a dry run', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish()
    rmSync(manifestOf(newsroom))
    newsroom.write({ 'b.md': story() })
    expect(await newsroom.publish({ dryRun: true })).toMatchObject({ kind: 'published' })
    expect(existsSync(manifestOf(newsroom))).toBe(false)
  })
})
