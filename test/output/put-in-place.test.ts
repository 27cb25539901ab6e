import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { holdReplaced, putInPlace } from '../../src/output/put-in-place.ts'
import { ifThere } from '../../src/platform/if-there.ts'
import {
  differingPaths,
  newsroomOf,
  story,
  type TemporaryNewsroom,
  temporaryFolder,
  treeOf,
  writeFiles,
} from '../support/newsroom.ts'

const MAKE_PIPE = 'mkfifo'

/** A standing page: unlike a story, it leaves with its file. */
const ABOUT = '---\ntitle: About\n---\n\nUs.\n'

/** What a publish into an empty folder gives that knows nothing but the record. */
async function publishedAfresh(newsroom: TemporaryNewsroom): Promise<ReadonlyMap<string, Buffer>> {
  const { paths, root } = newsroom
  const fresh = newsroomOf()
  rmSync(fresh.paths.articles, { recursive: true })
  mkdirSync(fresh.paths.articles)
  writeFiles(fresh.paths.articles, Object.fromEntries(treeOf(paths.articles)))
  expect(root).not.toBe(fresh.root)
  writeFiles(fresh.paths.out, { 'record.jsonl': newsroom.read('record.jsonl') })
  await fresh.publish()
  return fresh.out()
}

describe('holdReplaced', () => {
  test('lets files be replaced, whatever stands there or does not, and lets go of what it held', async () => {
    const out = temporaryFolder()
    const paths = ['a.txt', 'gone.txt', 'folder', 'pipe']
    writeFiles(out, { 'a.txt': 'old', 'new.txt': 'new' })
    mkdirSync(join(out, 'folder'))
    execFileSync(MAKE_PIPE, [join(out, 'pipe')])
    {
      using _held = holdReplaced(
        out,
        paths.map(path => ({ path })),
      )
      putInPlace(out, [{ path: 'a.txt', staged: join(out, 'new.txt') }])
      expect(readFileSync(join(out, 'a.txt'), 'utf8')).toBe('new')
    }
    await expect.poll(() => openFiles().filter(file => file.startsWith(out))).toEqual([])
  })
})

/** What this process has open, where the system says so. */
function openFiles(): readonly string[] {
  const folder = '/proc/self/fd'
  return existsSync(folder) ? readdirSync(folder).flatMap(name => ifThere(() => readlinkSync(join(folder, name))) ?? []) : []
}

describe('a publish', () => {
  test.each([
    ['a file becomes a folder', { 'static/a.html': 'file' }, { 'static/a.html/b.txt': 'below' }],
    ['a folder becomes a file', { 'static/a.html/b/c.txt': 'below', 'static/a.html/d.txt': 'x' }, { 'static/a.html': 'file' }],
    [
      'a story’s folder becomes a file',
      { '2026/a.html.md': story({ title: 'A' }) },
      { 'static/2026/a.html': 'file', '2026/b.md': story() },
    ],
    [
      'a file becomes a story’s folder',
      { 'static/2026/a.html': 'file' },
      { '2026/a.html.md': story({ title: 'A' }), '2026/b.md': story() },
    ],
  ])('goes through when %s', async (_, before, after) => {
    const newsroom = newsroomOf(before)
    await newsroom.publish()
    for (const path of Object.keys(before)) rmSync(join(newsroom.paths.articles, path))
    for (const path of Object.keys(before))
      rmSync(join(newsroom.paths.articles, `${path}/..`), { recursive: true, force: true })
    newsroom.write(after)
    const { diagnostics } = await newsroom.publish({ accept: true })
    expect(diagnostics).toEqual([])
    const fresh = await publishedAfresh(newsroom)
    expect(differingPaths(newsroom.out(), fresh)).toEqual([])
  })

  test('removes what no longer belongs, folders that are empty then too, and nothing that is not its own', async () => {
    const newsroom = newsroomOf({ 'pages/2025/old.md': ABOUT, 'pages/2026/new.md': ABOUT })
    await newsroom.publish()
    writeFiles(newsroom.paths.out, { '2026/new/notes.txt': 'mine', 'mine.txt': 'mine' })
    newsroom.remove('pages/2025/old.md')
    newsroom.remove('pages/2026/new.md')
    const { removed } = await newsroom.publish()
    expect(removed.toSorted()).toEqual(['2025/old/index.html', '2026/new/index.html'])
    const left = [...newsroom.out().keys()]
    expect(left).toEqual(expect.arrayContaining(['2026/new/notes.txt', 'mine.txt']))
    expect(left.filter(path => path.startsWith('2025'))).toEqual([])
  })

  test('leaves alone a page that somebody changed, once its file is gone', async () => {
    const newsroom = newsroomOf({ 'pages/2026/a.md': ABOUT })
    await newsroom.publish()
    writeFiles(newsroom.paths.out, { '2026/a/index.html': 'my own' })
    newsroom.remove('pages/2026/a.md')
    expect((await newsroom.publish()).removed).toEqual([])
    expect(newsroom.read('2026/a/index.html')).toBe('my own')
  })

  test.each([
    ['a file where a page goes', '2026/b/index.html'],
    ['a file where a folder goes', '2026/b'],
    ['a folder with something in it where a file goes', 'b.txt/mine.txt'],
  ])('overwrites nothing that it did not write: %s', async (_, foreign) => {
    const newsroom = newsroomOf({ '2026/a.md': story() })
    await newsroom.publish()
    writeFiles(newsroom.paths.out, { [foreign]: 'mine' })
    newsroom.write({ '2026/b.md': story(), 'static/b.txt': 'file' })
    await expect(newsroom.publish()).rejects.toMatchObject({ code: 'foreign-files' })
    expect(newsroom.read(foreign)).toBe('mine')
    expect(newsroom.read('feed.rss')).not.toContain('/2026/b/')
    rmSync(join(newsroom.paths.out, foreign.split('/')[0] === 'b.txt' ? 'b.txt' : foreign), { recursive: true })
    await newsroom.publish()
    expect(newsroom.read('feed.rss')).toContain('/2026/b/')
  })

  test('takes over a file that holds the very bytes it would write', async () => {
    const newsroom = newsroomOf({ 'static/a.txt': 'same' })
    mkdirSync(newsroom.paths.out)
    writeFileSync(join(newsroom.paths.out, 'a.txt'), 'same')
    await newsroom.publish()
    newsroom.remove('static/a.txt')
    expect((await newsroom.publish()).removed).toEqual(['a.txt'])
  })

  test('leaves its staging folder behind neither when it succeeds nor when it fails', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story() })
    writeFiles(newsroom.paths.out, { '2026/a/index.html': 'mine', '.courant-stage/litter': 'of a kill' })
    await expect(newsroom.publish()).rejects.toMatchObject({ code: 'foreign-files' })
    expect([...newsroom.out().keys()]).toEqual(['2026/a/index.html'])
    rmSync(join(newsroom.paths.out, '2026'), { recursive: true })
    await newsroom.publish()
    expect([...newsroom.out().keys()].filter(path => path.startsWith('.'))).toEqual([])
    expect(readFileSync(join(newsroom.paths.out, 'manifest.jsonl'), 'utf8')).not.toContain('courant-stage')
  })
})
